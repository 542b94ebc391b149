"""People of one account and what belongs to them."""

from extensions.models.person import PhoneUser, UserDevice
from extensions.models.seat import Seat
from extensions.models.voicemail import VoicemailBox

__all__ = ["PhoneUser", "Seat", "UserDevice", "VoicemailBox"]
