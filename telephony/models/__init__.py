"""Nodes, what was published on them, and what happened there; all in the public schema."""

from telephony.models.node import Node
from telephony.models.publication import NodePublication, Publication, PublishedUnit, State
from telephony.models.realtime import Aor, Auth, DeviceEndpoint, Endpoint

__all__ = [
    "Aor",
    "Auth",
    "DeviceEndpoint",
    "Endpoint",
    "Node",
    "NodePublication",
    "Publication",
    "PublishedUnit",
    "State",
]
