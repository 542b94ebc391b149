"""The applications of Asterisk that callflows use."""

from __future__ import annotations

# Every application that is ever emitted, with the module that has it ("": Asterisk's
# core). Asterisk adds a priority of an unknown application without a word.
APPLICATIONS = {
    "Answer": "",
    "CELGenUserEvent": "app_celgenuserevent.so",
    "Dial": "app_dial.so",
    "Goto": "",
    "GotoIf": "",
    "Hangup": "",
    "Playback": "app_playback.so",
    "Read": "app_read.so",
    "Set": "",
    "UserEvent": "app_userevent.so",
    "VoiceMail": "app_voicemail.so",
    "VoiceMailMain": "app_voicemail.so",
}
