"""People of one account and what belongs to them."""

from extensions.models.blacklist import Blacklist
from extensions.models.conference import Conference
from extensions.models.directory import Directory, DirectoryEntry
from extensions.models.fax_box import FaxBox
from extensions.models.group import Group
from extensions.models.person import PhoneUser, UserDevice
from extensions.models.seat import Seat
from extensions.models.state import UserState
from extensions.models.voicemail import VoicemailBox

__all__ = [
    "Blacklist",
    "Conference",
    "Directory",
    "DirectoryEntry",
    "FaxBox",
    "Group",
    "PhoneUser",
    "Seat",
    "UserDevice",
    "UserState",
    "VoicemailBox",
]
