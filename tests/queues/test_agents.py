"""Agents' states: what is newest counts, wherever it was changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from extensions.models import PhoneUser
from queues.models import Agent, Queue
from queues.services.agents import Word, change_state, note_newer, save_agent
from queues.services.queues import save_queue
from tenants.actor import Actor
from tenants.models import AuditEntry, OutboxEntry
from tenants.services import objects
from tenants.units import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(in_acme: Actor) -> Agent:
    made = Agent(user=PhoneUser.objects.get(extension="1001"))
    save_agent(made)
    return made


def later(agent: Agent, seconds: int, state: str, reason: str = "") -> Word:
    at = agent.changed_at + timedelta(seconds=seconds)
    return Word(round(at.timestamp() * 1000), state, reason)


@pytest.mark.parametrize("text", ["1764 in", "1764 out", "1764 paused lunch"])
def test_a_state_is_written_as_it_is_read(text: str) -> None:
    assert str(Word.read(text)) == text


@pytest.mark.parametrize(
    "text", ["", "in", "x in", "1 away", "1 paused", "1 paused sick", "1 in lunch"]
)
def test_what_is_no_state_is_none(text: str) -> None:
    assert Word.read(text) is None


def test_what_a_telephone_changed_later_counts(agent: Agent) -> None:
    note_newer({agent.handle: later(agent, 5, "paused", "lunch")})
    agent.refresh_from_db()
    assert (agent.state, agent.reason) == ("paused", "lunch")
    assert AuditEntry.objects.filter(object_id=agent.pk, verb="change").exists()
    note_newer({agent.handle: later(agent, -9, "out")})
    agent.refresh_from_db()
    assert agent.state == "paused"


def test_who_is_logged_out_cannot_be_paused(agent: Agent) -> None:
    with pytest.raises(ValidationError) as refused:
        change_state(agent, "paused", "lunch")
    assert "state" in refused.value.message_dict


@pytest.mark.parametrize(("state", "reason"), [("paused", ""), ("in", "lunch")])
def test_only_a_pause_has_a_reason(agent: Agent, state: str, reason: str) -> None:
    change_state(agent, "in")
    with pytest.raises(ValidationError) as refused:
        change_state(agent, state, reason)
    assert "reason" in refused.value.message_dict


def test_a_change_is_published_and_audited(agent: Agent) -> None:
    OutboxEntry.objects.all().delete()
    before = timezone.now()
    change_state(agent, "in")
    assert agent.changed_at >= before
    kinds = set(OutboxEntry.objects.values_list("kind", flat=True))
    assert kinds == {Unit.QUEUES}


def test_agents_and_queues_that_are_used_stay(agent: Agent) -> None:
    save_queue(Queue(name="Support"), {agent.pk: 2})
    with pytest.raises(ValidationError, match="Support"):
        objects.refuse_if_used(agent, "agent")
    with pytest.raises(ValidationError, match="agent"):
        objects.refuse_if_used(agent.user, "user")


def test_a_queue_takes_only_agents_of_the_account(agent: Agent) -> None:
    stranger = PhoneUser.objects.get(extension="1002").pk
    for levels in ({stranger: 1}, {agent.pk: 4}):
        with pytest.raises(ValidationError) as refused:
            save_queue(Queue(name="Support"), levels)
        assert "members" in refused.value.message_dict
    assert not Queue.objects.exists()


def test_a_linear_queue_is_another_one_in_asterisk(in_acme: Actor) -> None:
    queue = Queue(name="Hunt")
    save_queue(queue)
    before = queue.unit("acme")
    queue.strategy = Queue.Strategy.LINEAR
    assert queue.unit("acme") != before
