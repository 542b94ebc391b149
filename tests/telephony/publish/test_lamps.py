"""What telephones can watch, and how it gets to the nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from callflows.models import ParkingLot
from extensions.models import Seat
from telephony import realtime
from telephony.models import Endpoint
from telephony.publish import lamps
from telephony.publish.steps import Outcome
from tenants.actor import Actor

Sections = list[tuple[str, list[tuple[str, str]]]]


class Node:
    """In place of a node: holds hints, notes what is changed."""

    def __init__(self, **held: str) -> None:
        self.held, self.changed = dict(held), dict[str, str | None]()
        self.files: dict[str, Sections] = {}
        self.states: dict[str, str] = {}

    def hints(self, context: str) -> dict[str, str]:
        assert context == "acme-lamps"
        return dict(self.held)

    def set_hint(self, context: str, number: str, shows: str | None) -> None:
        self.changed[number] = shows

    def read_sections(self, folder: str, name: str) -> Sections:
        return self.files.get(f"{folder}/{name}", [])

    def write_sections(self, folder: str, name: str, sections: Sections) -> None:
        self.files[f"{folder}/{name}"] = sections

    def set_state(self, device: str, state: str) -> None:
        self.states[device] = state


def test_only_what_differs_is_changed_and_all_is_kept_for_the_next_start() -> None:
    node: Any = Node(a="1", b="2", c="3")
    hints = [["a", "1"], ["b", "4"], ["d", "5"]]
    lamps.bring(node, "acme", hints)
    assert node.changed == {"b": "4", "c": None, "d": "5"}
    ((_, lines),) = node.files["lamps/acme"]
    assert ("exten", "d,hint,5") in lines
    assert lamps.holds(node, "acme", [["a", "1"], ["b", "2"], ["c", "3"]])
    assert not lamps.holds(node, "acme", hints)


@pytest.mark.django_db
def test_colleagues_spaces_and_everything_else_can_be_watched(in_acme: Actor) -> None:
    lot = ParkingLot.objects.create(name="Office", first=701, last=702)
    seat = Seat.objects.select_related("user").first()
    assert seat
    hints = dict(lamps.wanted(in_acme.account))
    assert hints["702"] == f"park:702@{lot.lot('acme')}"
    realm = in_acme.account.realm
    assert hints[seat.user.extension] == f"PJSIP/{seat.user.extension}@{realm}"
    assert hints[lamps.LAMPS] == "Custom:acme-${EXTEN}"


@pytest.mark.django_db
def test_a_telephone_watches_its_own_account_and_has_its_marks(in_acme: Actor) -> None:
    seat = Seat.objects.select_related("device").first()
    assert seat
    realtime.write(in_acme.account, seat.device)
    endpoint = Endpoint.objects.get(id=seat.device.endpoint(in_acme.account.realm))
    assert endpoint.subscribe_context == "acme-lamps"
    marks = endpoint.set_var.split(";")
    assert "SPYGROUP=acme" in marks
    assert f"PICKUPMARK={seat.device.pk}" in marks


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lamp", "state", "told"),
    [
        ("*31", "INUSE", {"Custom:acme-*31": "INUSE"}),
        ("*31)", "INUSE", {}),
        ("*31", "INUSE)", {}),
    ],
)
def test_what_one_node_tells_is_shared_if_it_is_a_lamp(
    in_acme: Actor,
    monkeypatch: pytest.MonkeyPatch,
    lamp: str,
    state: str,
    told: dict[str, str],
) -> None:
    node = Node()

    def on_all(_: Any, work: Callable[[Any], object]) -> list[Outcome]:
        work(node)
        return [Outcome("pbx1", "ready")]

    monkeypatch.setattr(lamps, "on_all", on_all)
    lamps.share("acme", lamp, state)
    assert node.states == told
