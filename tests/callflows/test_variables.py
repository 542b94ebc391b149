"""What variables may hold, when callflows are published and withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from callflows.instructions import BranchOnValue
from callflows.models import Callflow
from callflows.services import drafts, publishing, usage
from extensions.models import Seat
from tenants.actor import Actor
from tenants.models import OutboxEntry
from tenants.units import Unit
from tests.callflows.samples import node

BUSY = node("hangup", cause="busy")
TAKER = node("user", advanced=True, variable="agent", _=BUSY)


@pytest.fixture
def seats(in_acme: Actor) -> list[Seat]:
    return list(Seat.objects.select_related("user").order_by("user__extension")[:2])


@pytest.fixture
def taker(in_acme: Actor) -> Callflow:
    return published("Taker", TAKER)


def published(name: str, document: dict[str, Any]) -> Callflow:
    flow = drafts.create_callflow(name, document)
    publishing.publish(flow)
    return flow


def redraw(flow: Callflow, document: dict[str, Any]) -> None:
    flow.refresh_from_db()
    drafts.save_draft(flow, document, flow.revision)
    publishing.publish(flow)


def giving(seat: Seat, name: str = "agent") -> dict[str, Any]:
    return node("set_variable", name=name, kind="user", user=seat.user_id, _=BUSY)


def known(taker: Callflow) -> set[str]:
    """The ids that the taker tells apart."""
    taker.refresh_from_db()
    program = publishing.compile_live(taker)
    assert program is not None
    branch = program.blocks[0].body[-1]
    assert isinstance(branch, BranchOnValue)
    return {case.value for case in branch.cases}


def wanted() -> set[str]:
    """The callflows that are to be published; they are forgotten."""
    rows = OutboxEntry.objects.filter(kind=Unit.CALLFLOW)
    keys = set(rows.values_list("key", flat=True))
    rows.delete()
    return keys


def test_what_is_live_is_known(taker: Callflow, seats: list[Seat]) -> None:
    one, two = seats
    assert known(taker) == set()
    giver = published("Giver", giving(one))
    drafts.save_draft(giver, giving(two), giver.revision)
    assert known(taker) == {str(one.user_id)}
    publishing.publish(Callflow.objects.get(pk=giver.pk))
    assert known(taker) == {str(two.user_id)}
    publishing.withdraw(giver)
    assert known(taker) == set()


def test_who_looks_for_it_is_published_again(
    taker: Callflow, seats: list[Seat]
) -> None:
    one, two = seats
    wanted()
    giver = published("Giver", giving(one))
    assert wanted() == {str(giver.pk), str(taker.pk)}
    redraw(giver, giving(one))
    assert wanted() == {str(giver.pk)}
    redraw(giver, giving(two))
    assert wanted() == {str(giver.pk), str(taker.pk)}
    redraw(giver, giving(two, "other"))
    assert wanted() == {str(giver.pk), str(taker.pk)}
    redraw(giver, giving(two))
    wanted()
    publishing.withdraw(giver)
    assert wanted() == {str(giver.pk), str(taker.pk)}
    redraw(giver, giving(one))
    wanted()
    drafts.delete_callflow(Callflow.objects.get(pk=giver.pk))
    assert wanted() == {str(giver.pk), str(taker.pk)}


def test_so_it_is_when_the_object_changes(taker: Callflow, seats: list[Seat]) -> None:
    one, two = seats
    giver = published("Giver", giving(one))
    wanted()
    usage.touch_callflows_using(one.user_id)
    assert {str(giver.pk), str(taker.pk)} <= wanted()
    usage.touch_callflows_using(two.user_id)
    assert str(taker.pk) not in wanted()


def test_what_a_callflow_sets_itself_is_known_at_once(
    in_acme: Actor, seats: list[Seat]
) -> None:
    document = node(
        "set_variable", name="agent", kind="user", user=seats[0].user_id, _=TAKER
    )
    flow = drafts.create_callflow("Both", document)
    assert [
        f.code for f in publishing.check(flow).findings if f.about == "variable"
    ] == []
    publishing.publish(flow)
    program = publishing.compile_live(flow)
    assert program is not None
    (branch,) = (op for op in program.blocks[1].body if isinstance(op, BranchOnValue))
    assert [case.value for case in branch.cases] == [str(seats[0].user_id)]


def test_a_variable_that_only_a_draft_sets_is_told(
    in_acme: Actor, seats: list[Seat]
) -> None:
    drafts.create_callflow("Giver", giving(seats[0]))
    flow = drafts.create_callflow("Taker", TAKER)
    codes = [finding.code for finding in publishing.check(flow).findings]
    assert "variable_never_set" in codes


def test_an_object_in_a_variable_can_not_be_deleted(
    in_acme: Actor, seats: list[Seat]
) -> None:
    shop = published("Shop", BUSY)
    document = node(
        "set_variable", name="go", kind="callflow", callflow=shop.pk, _=BUSY
    )
    published("Giver", document)
    with pytest.raises(ValidationError, match="Giver"):
        drafts.delete_callflow(Callflow.objects.get(pk=shop.pk))


def test_callflows_in_variables_are_entered_and_may_lead_back(in_acme: Actor) -> None:
    shop = published("Shop", BUSY)
    document = node(
        "set_variable", name="go", kind="callflow", callflow=shop.pk, _=BUSY
    )
    published("Giver", document)
    assert "no_entry" not in [f.code for f in publishing.check(shop).findings]
    own = node("set_variable", name="go", kind="callflow", callflow=shop.pk, _=BUSY)
    drafts.save_draft(shop, own, shop.revision)
    shop.refresh_from_db()
    found = {f.code: f.level for f in publishing.check(shop).findings}
    assert found["chosen_loop"] == "info"
    assert "loop" not in found
