"""What the system itself says to callers, which an account can replace.

The words are those of Asterisk's English sounds, in Asterisk's own names of files. Those
that the dialplan plays by itself are found in its source by a test; the rest is what
voicemail, conferences, queues and parking say as these nodes are configured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SystemPrompt:
    """A sound of Asterisk's: its name, what it says, and where calls hear it."""

    name: str
    words: str
    heard: str | Promise

    def __str__(self) -> str:
        return self.name


_LEAVING = {
    "vm-theperson": "The person at extension",
    "vm-isunavail": "is unavailable",
    "vm-isonphone": "is on the phone",
    "vm-intro": "Please leave your message after the tone. When done, hang up or press "
    "the pound key.",
    "beep": "(a beep)",
    "vm-mailboxfull": "Sorry, but the user's mailbox can't accept more messages.",
    "vm-tooshort": "Your message is too short.",
    "vm-goodbye": "Goodbye.",
}
_LISTENING = {
    "vm-password": "Password",
    "vm-incorrect": "Login incorrect.",
    "vm-incorrect-mailbox": "Login incorrect. Mailbox?",
    "vm-youhave": "You have",
    "vm-no": "no",
    "vm-INBOX": "new",
    "vm-Old": "old",
    "vm-Work": "work",
    "vm-Family": "family",
    "vm-Friends": "friends",
    "vm-and": "and",
    "vm-message": "message",
    "vm-messages": "messages",
    "vm-onefor": "Press 1 for",
    "vm-opts": "Press 2 to change folders, press 3 for advanced options, press 0 for "
    "mailbox options.",
    "vm-helpexit": "Press star for help, or pound to exit.",
    "vm-first": "first",
    "vm-last": "last",
    "vm-from": "from",
    "vm-from-extension": "message from extension",
    "vm-from-phonenumber": "message from phone number",
    "vm-unknown-caller": "from an unknown caller",
    "vm-received": "received",
    "vm-duration": "This message lasts",
    "vm-minutes": "minutes",
    "vm-prev": "Press 4 for the previous message.",
    "vm-repeat": "Press 5 to repeat the current message.",
    "vm-next": "Press 6 to play the next message.",
    "vm-delete": "Press 7 to delete this message.",
    "vm-undelete": "Press 7 to undelete this message.",
    "vm-deleted": "Message deleted.",
    "vm-undeleted": "Message undeleted.",
    "vm-savemessage": "or 9 to save this message",
    "vm-savefolder": "Which folder should I save the message to?",
    "vm-savedto": "saved to",
    "vm-changeto": "Change to which folder?",
    "vm-press": "press",
    "vm-for": "for",
    "vm-tocancel": "or pound to cancel",
    "vm-nomore": "No more messages.",
    "vm-advopts": "Press 3 for advanced options.",
    "vm-starmain": "Press star to return to the main menu.",
    "vm-sorry": "I'm sorry, I did not understand your response.",
    "vm-pls-try-again": "Please try again.",
    "vm-options": "Press 1 to record your unavailable message, press 2 to record your "
    "busy message, press 3 to record your name, press 4 to record your temporary "
    "greeting, press 5 to change your password, press star to return to the main menu.",
    "vm-rec-unv": "After the tone say your unavailable message, and then press the "
    "pound key.",
    "vm-rec-busy": "After the tone say your busy message, and then press the pound key.",
    "vm-rec-name": "After the tone say your name, and then press the pound key.",
    "vm-rec-temp": "After the tone say your temporary message, and then press the "
    "pound key.",
    "vm-review": "Press 1 to accept this recording, press 2 to listen to it, press 3 to "
    "rerecord your message.",
    "vm-msgsaved": "Your message has been saved.",
    "vm-tempgreeting": "Press 1 to record your temporary greeting.",
    "vm-tempgreeting2": "Press 1 to record your temporary greeting, or press 2 to erase "
    "your temporary greeting.",
    "vm-tempgreetactive": "Your temporary greeting is currently active.",
    "vm-tempremoved": "Your temporary greeting has been removed.",
    "vm-newpassword": "Please enter your new password, followed by the pound key.",
    "vm-reenterpassword": "Please re-enter your password, followed by the pound key.",
    "vm-passchanged": "Your passwords have been changed.",
    "vm-mismatch": "The passwords you entered and re-entered did not match. Please try "
    "again.",
    "vm-invalid-password": "That password does not meet the minimum requirements for "
    "this mailbox. Please try again.",
}
_CONFERENCES = {
    "conf-getconfno": "Please enter your conference number, followed by the pound key.",
    "conf-invalid": "That is not a valid conference number. Please try again.",
    "conf-getpin": "Please enter the conference pin number.",
    "conf-invalidpin": "That pin is invalid for this conference.",
    "conf-waitforleader": "The conference will begin when the leader arrives.",
    "conf-placeintoconf": "You will now be placed into the conference.",
    "conf-leaderhasleft": "The leader has left the conference.",
    "conf-locked": "This conference is locked!",
    "conf-kicked": "You have been kicked from this conference.",
    "conf-muted": "You are now muted.",
    "conf-unmuted": "You are now unmuted.",
    "confbridge-join": "(a rising beep)",
    "confbridge-leave": "(a falling beep)",
}
_QUEUES = {
    "queue-thereare": "You are currently caller number",
    "queue-callswaiting": "waiting to speak with a representative",
    "queue-youarenext": "Your call is now first in line and will be answered by the "
    "next available representative.",
    "queue-thankyou": "Thank you for your patience.",
}
_AGENTS = {
    "agent-loginok": "Agent logged in.",
    "agent-loggedoff": "Agent logged off.",
}
_DIRECTORIES = {
    "dir-welcome": "Welcome to the directory.",
    "dir-pls-enter": "Please enter the first",
    "dir-first": "letters of your party's first name",
    "dir-last": "letters of your party's last name",
    "dir-firstlast": "letters of your party's first or last name",
    "dir-usingkeypad": "using your touchtone keypad. Use the 7 key for Q, and the 9 key "
    "for Z.",
    "dir-instr": "If this is the person you are looking for press 1 now, otherwise "
    "please press star now.",
    "dir-nomatch": "No directory entries match your search.",
    "dir-nomore": "There are no more compatible entries in the directory.",
}
_FEATURES = {
    "do-not-disturb": "Do not disturb.",
    "call-fwd-unconditional": "Call forward unconditional.",
    "call-fwd-on-busy": "Call forward on busy.",
    "call-fwd-no-ans": "Call forward on no answer.",
    "vm-enter-num-to-call": "Please enter the number you wish to call.",
    "activated": "Activated.",
    "de-activated": "De-activated.",
}
_PINS = {
    "agent-pass": "Please enter your password, followed by the pound key.",
    "vm-invalidpassword": "That is not a valid password. Please try again.",
}
_PARKING = {
    "extension": "Extension.",
    "pbx-parkingfailed": "Parking attempt failed.",
    "pbx-invalidpark": "I am sorry, there is no call parked on that extension. Please "
    "try again.",
}
_OUTSIDE = {
    "all-circuits-busy-now": "All circuits are busy now.",
    "ss-noservice": "The number you have dialed is not in service. Please check the "
    "number and try again.",
}
_GROUPS: tuple[tuple[str | Promise, Mapping[str, str]], ...] = (
    (_("Leaving a message"), _LEAVING),
    (_("Listening to messages"), _LISTENING),
    (_("Conferences"), _CONFERENCES),
    (_("Waiting in a queue"), _QUEUES),
    (_("Agents"), _AGENTS),
    (_("Directories"), _DIRECTORIES),
    (_("Call forwarding and do not disturb"), _FEATURES),
    (_("Asking for a PIN"), _PINS),
    (_("Parked calls"), _PARKING),
    (_("Calls outside"), _OUTSIDE),
)

SYSTEM_PROMPTS: tuple[SystemPrompt, ...] = tuple(
    SystemPrompt(name, words, heard)
    for heard, prompts in _GROUPS
    for name, words in prompts.items()
)
BY_NAME: Mapping[str, SystemPrompt] = {each.name: each for each in SYSTEM_PROMPTS}


def search(
    text: str, prompts: Iterable[SystemPrompt] = SYSTEM_PROMPTS
) -> Iterator[SystemPrompt]:
    """Those in whose name, words or place each word of the text is."""
    words = text.casefold().split()
    for each in prompts:
        said = f"{each.name} {each.words} {each.heard}".casefold()
        if all(word in said for word in words):
            yield each
