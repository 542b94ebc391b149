"""What a telephone system can do with a call: the closed set that modules lower to.

Instructions are plain data. Each back end (dialplan, simulation, words) has a method
`emit_<Name>` for every one of them; a new one breaks them until they have it. The back
ends are divided into the same families as this package. Operands are objects of the
snapshot, so a back end can name what it handles; whether their texts may leave for
Asterisk is that back end's business.
"""

from __future__ import annotations

from callflows.instructions.base import (
    Block,
    Instruction,
    Path,
    Program,
    To,
    all_targets,
)
from callflows.instructions.call_center import (
    AgentChange,
    BranchOnAgents,
    ChangeAgent,
    Confirmation,
    Enqueue,
    SetPriority,
)
from callflows.instructions.caller import MatchCaller, SetAlert, ShowCaller, Showing
from callflows.instructions.choice import BranchOnTime, TimeCase
from callflows.instructions.colleague import (
    Admit,
    AskPin,
    Eavesdrop,
    Hearing,
    Lamp,
    PickUp,
    SetLamp,
)
from callflows.instructions.conference import TRIES, Confer
from callflows.instructions.directory import FindByName
from callflows.instructions.fax import ReceiveFax
from callflows.instructions.feature import ON, Feature, Switch, SwitchFeature
from callflows.instructions.gateway import (
    MOST_WRONG_PINS,
    CallOutside,
    DialIn,
    Whose,
)
from callflows.instructions.keys import Gather, KeyCase
from callflows.instructions.leave import MAX_HOPS, Cause, Goto, HangUp, Jump, Mark
from callflows.instructions.menus import AskMenu, Extensions, Welcome
from callflows.instructions.outside import AnswerCase, Ask, Notice, Notify
from callflows.instructions.parking import ParkCall, RetrieveCall
from callflows.instructions.prompts import Pause, Reject
from callflows.instructions.recording import Dictate, Record, StopRecord
from callflows.instructions.ring import Dial, Greeting, Voicemail
from callflows.instructions.sound import Answer, Play
from callflows.instructions.speech import LONGEST_NUMBER, Say, SetLanguage, Spoken
from callflows.instructions.team import MOST_PARTIES, DialGroup, Order, Page, Party
from callflows.instructions.values import (
    BranchOnValue,
    CollectDigits,
    SetVariable,
    ShowVariable,
    Source,
    ValueCase,
)

INSTRUCTIONS: tuple[type[Instruction], ...] = tuple(Instruction.__subclasses__())

__all__ = [
    "INSTRUCTIONS",
    "LONGEST_NUMBER",
    "MAX_HOPS",
    "MOST_PARTIES",
    "MOST_WRONG_PINS",
    "ON",
    "TRIES",
    "Admit",
    "AgentChange",
    "Answer",
    "AnswerCase",
    "Ask",
    "AskMenu",
    "AskPin",
    "Block",
    "BranchOnAgents",
    "BranchOnTime",
    "BranchOnValue",
    "CallOutside",
    "Cause",
    "ChangeAgent",
    "CollectDigits",
    "Confer",
    "Confirmation",
    "Dial",
    "DialGroup",
    "DialIn",
    "Dictate",
    "Eavesdrop",
    "Enqueue",
    "Extensions",
    "Feature",
    "FindByName",
    "Gather",
    "Goto",
    "Greeting",
    "HangUp",
    "Hearing",
    "Instruction",
    "Jump",
    "KeyCase",
    "Lamp",
    "Mark",
    "MatchCaller",
    "Notice",
    "Notify",
    "Order",
    "Page",
    "ParkCall",
    "Party",
    "Path",
    "Pause",
    "PickUp",
    "Play",
    "Program",
    "ReceiveFax",
    "Record",
    "Reject",
    "RetrieveCall",
    "Say",
    "SetAlert",
    "SetLamp",
    "SetLanguage",
    "SetPriority",
    "SetVariable",
    "ShowCaller",
    "ShowVariable",
    "Showing",
    "Source",
    "Spoken",
    "StopRecord",
    "Switch",
    "SwitchFeature",
    "TimeCase",
    "To",
    "ValueCase",
    "Voicemail",
    "Welcome",
    "Whose",
    "all_targets",
]
