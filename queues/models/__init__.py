"""Queues of one account and their agents."""

from queues.models.agent import Agent, AgentState, PauseReason
from queues.models.queue import Membership, Queue

__all__ = ["Agent", "AgentState", "Membership", "PauseReason", "Queue"]
