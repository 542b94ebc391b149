"""What checks must know of the rest of the account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from callflows.checks import Surroundings
from callflows.document import parse
from callflows.jumps import Jump, jumps
from callflows.models import Callflow, CallflowNumber
from callflows.services.remembered import OfVersions
from tenants import refs
from tenants.actor import required


def _jumps(document: Any) -> tuple[Jump, ...]:
    return jumps(parse(document))


_remembered = OfVersions(_jumps)


def load() -> Surroundings:
    """The account's callflows as they are live; four queries at most."""
    flows = list(Callflow.objects.values_list("pk", "name", "live_id"))
    known = _remembered.of(live for _, _, live in flows if live)
    graph = {pk: known[live] for pk, _, live in flows if live}
    numbers = dict(CallflowNumber.objects.values_list("number", "callflow_id"))
    targets = {
        jump.target for pk, own in graph.items() for jump in own if jump.target != pk
    }
    return Surroundings(
        jumps=graph,
        names={pk: name for pk, name, _ in flows},
        numbers=numbers,
        entered=frozenset(targets | set(numbers.values())),
        extensions=extensions(numbers),
        today=timezone.now().astimezone(ZoneInfo(required().account.timezone)).date(),
    )


def extensions(numbers: Iterable[str]) -> frozenset[str]:
    """Those of the numbers that are users' extensions; people live above."""
    users = refs.get("user").model._default_manager.filter(extension__in=numbers)
    return frozenset(users.values_list("extension", flat=True))
