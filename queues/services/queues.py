"""Queues: what a change of one means, and who answers it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from callflows.services.usage import touch_callflows_using
from queues.models import Agent, Membership, Queue
from queues.models.queue import MOST_LEVELS
from tenants import audit
from tenants.services import objects
from tenants.units import Unit, touch

Levels = Mapping[UUID, int]


def levels_of(queue: Queue) -> dict[UUID, int]:
    """The level of each agent of the queue, in the order of ringing."""
    return dict(queue.memberships.values_list("agent_id", "level"))


@transaction.atomic
def save_queue(queue: Queue, levels: Levels | None = None) -> None:
    """Saves the queue and, if they are given, who answers it, by agents' ids.

    Raises ValidationError by field, `members` for an agent or level that there is not.
    """
    objects.save(queue, touch_queue)
    if levels is not None and dict(levels) != levels_of(queue):
        _set_members(queue, levels)


@transaction.atomic
def delete_queue(queue: Queue) -> None:
    """Deletes a queue that no callflow uses; ValidationError names those that do."""
    objects.delete(queue, "queue", touch_queue)


def touch_queue(queue: Queue) -> None:
    """The account's queues, the callflows that lead there, and its agents."""
    touch(Unit.QUEUES)
    touch_callflows_using(queue.pk)
    _touch_agents(levels_of(queue))


def _set_members(queue: Queue, levels: Levels) -> None:
    known = set(Agent.objects.filter(pk__in=levels).values_list("pk", flat=True))
    if set(levels) - known:
        raise ValidationError({"members": _("There is no such agent.")})
    if not all(1 <= level <= MOST_LEVELS for level in levels.values()):
        raise ValidationError({"members": _("A level is 1, 2 or 3.")})
    before = levels_of(queue)
    queue.memberships.all().delete()
    Membership.objects.bulk_create(
        Membership(queue=queue, agent_id=agent, level=level)
        for agent, level in levels.items()
    )
    audit.record(
        "change",
        queue,
        before={"members": _plain(before)},
        after={"members": _plain(levels)},
    )
    touch_queue(queue)
    _touch_agents(before)


def _touch_agents(levels: Levels) -> None:
    for agent in levels:
        touch(Unit.AGENT, agent)


def _plain(levels: Levels) -> dict[str, int]:
    return {str(agent): level for agent, level in levels.items()}
