"""Nodes, what was published on them, and what happened there; all in the public schema."""

from telephony.models.carrier import Carrier, OutsideRules
from telephony.models.fax import Fax, FaxMail, FaxState
from telephony.models.node import Node
from telephony.models.notice import CallNotice, NoticeState
from telephony.models.publication import (
    NodePublication,
    Publication,
    PublishedUnit,
    State,
)
from telephony.models.realtime import (
    Aor,
    Auth,
    DeviceEndpoint,
    DomainAlias,
    Endpoint,
    Identify,
)
from telephony.models.record import CallLeg, CallRecord, CallStep
from telephony.models.recording import Recording, RecordingState

__all__ = [
    "Aor",
    "Auth",
    "CallLeg",
    "CallNotice",
    "CallRecord",
    "CallStep",
    "Carrier",
    "DeviceEndpoint",
    "DomainAlias",
    "Endpoint",
    "Fax",
    "FaxMail",
    "FaxState",
    "Identify",
    "Node",
    "NodePublication",
    "NoticeState",
    "OutsideRules",
    "Publication",
    "PublishedUnit",
    "Recording",
    "RecordingState",
    "State",
]
