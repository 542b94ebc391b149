"""Agents: who they are, and whether they take calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from queues.models import Agent, AgentState, PauseReason
from tenants import audit
from tenants.services import objects
from tenants.units import Unit, touch


@dataclass(frozen=True, order=True)
class Word:
    """An agent's state as AstDB holds it: `1764082200123 paused lunch`.

    The number is when it began, in milliseconds since 1970: the newest of several counts.
    """

    at: int
    state: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.at} {self.state} {self.reason}".rstrip()

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The state, or None for what is none."""
        at, _blank, rest = text.partition(" ")
        state, _blank, reason = rest.partition(" ")
        known = state in AgentState.values and reason in ("", *PauseReason.values)
        fits = bool(reason) == (state == AgentState.PAUSED)
        return cls(int(at), state, reason) if at.isdigit() and known and fits else None

    @classmethod
    def of(cls, agent: Agent) -> Self:
        """The state that is stored."""
        milliseconds = round(agent.changed_at.timestamp() * 1000)
        return cls(milliseconds, agent.state, agent.reason)


@transaction.atomic
def save_agent(agent: Agent) -> None:
    """Makes a user an agent, logged out. Raises ValidationError by field."""
    objects.save(agent, touch_agent)


@transaction.atomic
def delete_agent(agent: Agent) -> None:
    """The user is no agent any more; ValidationError names queues that need them."""
    objects.delete(agent, "agent", touch_agent)


def touch_agent(agent: Agent) -> None:
    """What Asterisk knows of the agent, and the telephones that know whose they are."""
    touch(Unit.AGENT, agent.pk)
    touch(Unit.QUEUES)
    for device in agent.user.devices.values_list("pk", flat=True):
        touch(Unit.DEVICE, device)


def all_units() -> Iterable[tuple[Unit, UUID | None]]:
    """The account's agents and queues, for `tenants.units`."""
    yield Unit.QUEUES, None
    for pk in Agent.objects.values_list("pk", flat=True):
        yield Unit.AGENT, pk


@transaction.atomic
def change_state(agent: Agent, state: str, reason: str = "") -> None:
    """Logs an agent in or out, or pauses them with a reason.

    Raises ValidationError on `state` or `reason`. Who is logged out can't be paused.
    """
    stored = Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
    if state == AgentState.PAUSED and stored.state == AgentState.OUT:
        raise ValidationError({"state": _("Log the agent in first.")})
    if (state == AgentState.PAUSED) != bool(reason):
        raise ValidationError({"reason": _("A pause has a reason, nothing else does.")})
    agent.state, agent.reason, agent.changed_at = state, reason, timezone.now()
    objects.save(agent, lambda _agent: touch(Unit.QUEUES))


@transaction.atomic
def note_newer(words: Mapping[str, Word]) -> None:
    """Stores what telephones have changed, by agents' handles, where it is newer."""
    agents = Agent.objects.select_related("user").select_for_update(of=("self",))
    for agent in agents.filter(handle__in=words):
        word = words[agent.handle]
        if word > Word.of(agent):
            _take(agent, word)


def _take(agent: Agent, word: Word) -> None:
    before = audit.snapshot(agent)
    agent.state, agent.reason = word.state, word.reason
    agent.changed_at = datetime.fromtimestamp(word.at / 1000, UTC)
    agent.save(update_fields=["state", "reason", "changed_at"])
    audit.record("change", agent, before, audit.snapshot(agent))
    touch(Unit.QUEUES)
