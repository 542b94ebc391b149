"""What tests stand on: a telephone that calls, hears tones and presses keys."""

from tests.support.hearing import NotHeard
from tests.support.load import Caller, Outcome
from tests.support.sip_agent import (
    Messages,
    Phone,
    answer_with_tone,
    busy,
    ring_only,
)
from tests.support.sip_call import Call
from tests.support.sip_calls import IncomingCall, OutgoingCall
from tests.support.sip_dialog import Refused

__all__ = [
    "Call",
    "Caller",
    "IncomingCall",
    "Messages",
    "NotHeard",
    "Outcome",
    "OutgoingCall",
    "Phone",
    "Refused",
    "answer_with_tone",
    "busy",
    "ring_only",
]
