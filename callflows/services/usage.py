"""Callflows that must be published again because what they point at has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from callflows.models import Callflow, CallScenario
from callflows.services import variables
from tenants import outbox
from tenants.models import Account
from tenants.units import Unit, touch

# The outbox's kind for scenarios of a callflow that shall be run again.
SCENARIOS = "scenarios"

Holders = Callable[[UUID], Iterable[UUID]]
_holders: list[Holders] = []


def register_holders(finder: Holders) -> None:
    """Adds a finder of objects that hold the given one, as a group holds a user.

    What is compiled from the holder changes with what it holds.
    """
    _holders.append(finder)


def holders_of(pk: UUID) -> set[UUID]:
    """What holds the object."""
    return {holder for find in _holders for holder in find(pk)} - {pk}


def touch_callflows_using(pk: UUID) -> None:
    """Publishes again every live callflow that points at the object, or at a holder.

    Its version stays the same; what is compiled from it (a mailbox's number, a user's
    devices) does not. Its scenarios are run again as well.
    """
    changed = {pk, *holders_of(pk)}
    users = Callflow.objects.using_object(*changed).exclude(live=None)
    flows = set(users.values_list("pk", flat=True))
    flows |= _takers(flows, changed)
    tested = set(CallScenario.objects.values_list("callflow", flat=True))
    for flow_id in sorted(flows):
        touch(Unit.CALLFLOW, flow_id)
        if flow_id in tested:
            outbox.put(SCENARIOS, str(flow_id))


def _takers(flows: set[UUID], changed: set[UUID]) -> set[UUID]:
    """Callflows that look for the objects in variables, when one of `flows` sets them."""
    if not flows:
        return set()
    live = variables.live()
    given = {g for pk in flows & live.keys() for g in live[pk].given if g.id in changed}
    wanted = {(each.name, each.kind) for each in given}
    return {pk for pk, usage in live.items() if usage.taken & wanted}


def all_units() -> Iterable[tuple[Unit, UUID | None]]:
    """The account's callflows and routes, for `tenants.units`."""
    for flow_id in Callflow.objects.values_list("pk", flat=True):
        yield Unit.CALLFLOW, flow_id
    yield Unit.ROUTES, None


def hand_over_scenarios(account: Account, keys: list[str]) -> None:
    """The outbox's handler: a worker runs the scenarios of each callflow."""
    from callflows.tasks import run_scenarios

    for key in keys:
        run_scenarios.delay(account.slug, key)
