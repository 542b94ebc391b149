"""Instructions as Asterisk applications; knows every application, encodes nothing.

Variables that last longer than a priority begin with `PBX_`. Jumps inside a block are
absolute priorities, because AMI drops labels; so each method is told its first one.
"""

from __future__ import annotations

from telephony.dialplan.emit.applications import APPLICATIONS
from telephony.dialplan.emit.call_center import CallCenter
from telephony.dialplan.emit.caller import Caller
from telephony.dialplan.emit.choice import Choice
from telephony.dialplan.emit.colleague import Colleague
from telephony.dialplan.emit.conference import Conference
from telephony.dialplan.emit.dictation import Dictation
from telephony.dialplan.emit.directory import FindByName
from telephony.dialplan.emit.fax import Fax
from telephony.dialplan.emit.feature import FeatureSwitch
from telephony.dialplan.emit.gateway import Gateway
from telephony.dialplan.emit.keys import Keys
from telephony.dialplan.emit.leave import Leave, enter, hang_up
from telephony.dialplan.emit.menus import Menus
from telephony.dialplan.emit.outside import Outside
from telephony.dialplan.emit.parking import Parking
from telephony.dialplan.emit.prompts import Prompts
from telephony.dialplan.emit.recording import Recording
from telephony.dialplan.emit.sound import Sound
from telephony.dialplan.emit.speech import Speech
from telephony.dialplan.emit.team import Team
from telephony.dialplan.emit.values import Values
from telephony.dialplan.emit.writer import Line

__all__ = ["APPLICATIONS", "Emitter", "Line", "enter", "hang_up"]


class Emitter(
    Caller,
    Prompts,
    Sound,
    Keys,
    Menus,
    Team,
    FindByName,
    Choice,
    Outside,
    Recording,
    Dictation,
    Conference,
    Fax,
    FeatureSwitch,
    CallCenter,
    Values,
    Speech,
    Parking,
    Colleague,
    Gateway,
    Leave,
):
    """Writes every instruction."""
