"""Nodes, what was published on them, and what happened there; all in the public schema."""

from telephony.models.node import Node
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

__all__ = [
    "Aor",
    "Auth",
    "CallLeg",
    "CallRecord",
    "CallStep",
    "DeviceEndpoint",
    "DomainAlias",
    "Endpoint",
    "Identify",
    "Node",
    "NodePublication",
    "Publication",
    "PublishedUnit",
    "State",
]
