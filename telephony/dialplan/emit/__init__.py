"""Instructions as Asterisk applications; knows every application, encodes nothing.

Variables that last longer than a priority begin with `PBX_`. Jumps inside a block are
absolute priorities, because AMI drops labels; so each method is told its first one.
"""

from __future__ import annotations

from telephony.dialplan.emit.applications import APPLICATIONS
from telephony.dialplan.emit.choice import Choice
from telephony.dialplan.emit.keys import Keys
from telephony.dialplan.emit.leave import Leave, enter, hang_up
from telephony.dialplan.emit.ring import Ring
from telephony.dialplan.emit.sound import Sound
from telephony.dialplan.emit.writer import Line

__all__ = ["APPLICATIONS", "Emitter", "Line", "enter", "hang_up"]


class Emitter(Sound, Keys, Ring, Choice, Leave):
    """Writes every instruction."""
