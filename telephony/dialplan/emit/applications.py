"""The applications of Asterisk that callflows use."""

from __future__ import annotations

# Every application that is ever emitted, with the module that has it ("": Asterisk's
# core). Asterisk adds a priority of an unknown application without a word.
APPLICATIONS = {
    "AGI": "res_agi.so",
    "AddQueueMember": "app_queue.so",
    "Answer": "",
    "CELGenUserEvent": "app_celgenuserevent.so",
    "ChanSpy": "app_chanspy.so",
    "ConfBridge": "app_confbridge.so",
    "Dial": "app_dial.so",
    "Gosub": "app_stack.so",
    "Goto": "",
    "GotoIf": "",
    "Hangup": "",
    "Park": "res_parking.so",
    "ParkedCall": "res_parking.so",
    "PauseQueueMember": "app_queue.so",
    "MixMonitor": "app_mixmonitor.so",
    "Page": "app_page.so",
    "Pickup": "app_directed_pickup.so",
    "Playback": "app_playback.so",
    "Queue": "app_queue.so",
    "Progress": "",
    "Read": "app_read.so",
    "Record": "app_record.so",
    "ReceiveFAX": "res_fax.so",
    "Return": "app_stack.so",
    "SayAlpha": "",
    "SayDigits": "",
    "SayNumber": "",
    "SayUnixTime": "app_sayunixtime.so",
    "RemoveQueueMember": "app_queue.so",
    "Set": "",
    "UnpauseQueueMember": "app_queue.so",
    "StopMixMonitor": "app_mixmonitor.so",
    "UserEvent": "app_userevent.so",
    "VoiceMail": "app_voicemail.so",
    "VoiceMailMain": "app_voicemail.so",
    "Wait": "",
}
