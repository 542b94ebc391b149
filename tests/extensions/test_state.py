"""Features of users: portal and telephones may both set them; the later one counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from callflows.instructions import Feature
from extensions.models import PhoneUser, UserState
from extensions.services import state
from extensions.services.state import Stamped
from telephony.publish import states
from tenants.actor import Actor, acting
from tenants.models import Account, OutboxEntry

pytestmark = pytest.mark.django_db

DND, ALWAYS = Feature.DO_NOT_DISTURB, Feature.FORWARD_ALWAYS
LATER = 4_000_000_000


@pytest.fixture
def user(acme: Account) -> Iterator[PhoneUser]:
    with acting(Actor(acme)):
        yield PhoneUser.objects.get(extension="1001")


class FakeNode:
    """AstDB of a node."""

    def __init__(self, **held: str) -> None:
        self.held = held

    def database(self, family: str) -> dict[str, str]:
        return dict(self.held)

    def put(self, family: str, key: str, value: str) -> None:
        self.held[f"/{family}/{key}"] = value

    def forget_tree(self, family: str, key: str) -> None:
        prefix = f"/{family}/{key}/"
        self.held = {k: v for k, v in self.held.items() if not k.startswith(prefix)}


def key(user: PhoneUser, feature: Feature, slug: str = "acme") -> str:
    return f"/user/{slug}/{user.pk}/{feature}"


def test_all_is_off_at_first(user: PhoneUser) -> None:
    assert set(state.features(user).values()) == {""}


def test_a_change_is_kept_and_published(user: PhoneUser) -> None:
    OutboxEntry.objects.all().delete()
    state.change(user, {DND: "1", ALWAYS: "1002"})
    assert state.features(user)[ALWAYS] == "1002"
    assert [e.kind for e in OutboxEntry.objects.all()] == ["user_state"]
    state.change(user, {DND: "1"})
    assert OutboxEntry.objects.count() == 1


@pytest.mark.parametrize("number", ["12x", "1#2", "1001", "1" * 30])
def test_a_number_that_is_none_is_refused_by_name(user: PhoneUser, number: str) -> None:
    with pytest.raises(ValidationError) as refused:
        state.change(user, {ALWAYS: number, DND: "1"})
    assert list(refused.value.message_dict) == ["forward_always"]
    assert not state.features(user)[DND]


def test_the_later_value_counts(user: PhoneUser) -> None:
    assert state.learn(user.pk, DND, Stamped(LATER, "1"))
    assert not state.learn(user.pk, DND, Stamped(LATER - 1, ""))
    assert state.features(user)[DND] == "1"
    state.change(user, {DND: ""})
    assert UserState.objects.get(user=user, feature=DND).stamp == LATER + 1


@pytest.mark.parametrize("stored", ["", "1", "12:1", f"{LATER}:1;x", f"{LATER}:a"])
def test_what_nobody_of_us_wrote_is_nothing(stored: str) -> None:
    assert Stamped.read(stored) is None


def test_a_node_that_was_away_and_the_portal_agree_again(user: PhoneUser) -> None:
    state.change(user, {ALWAYS: "1002"})
    node = FakeNode(**{key(user, DND): f"{LATER}:1", key(user, ALWAYS): "1000000000:7"})
    assert states.mend(node) == ["acme-states"]  # type: ignore[arg-type]
    assert state.features(user)[DND] == "1"
    assert node.held[key(user, ALWAYS)].endswith(":1002")
    assert states.mend(node) == []  # type: ignore[arg-type]


def test_what_is_left_of_others_goes(user: PhoneUser, globex: Account) -> None:
    """A user of another account, and an account that is gone."""
    foreign = key(user, DND, "globex")
    node = FakeNode(**{foreign: f"{LATER}:1", key(user, DND, "gone"): f"{LATER}:1"})
    states.mend(node)  # type: ignore[arg-type]
    assert node.held == {}
    assert not state.features(user)[DND]


def test_an_event_of_a_telephone_is_taken_in(user: PhoneUser) -> None:
    states.learn("acme", str(user.pk), "do_not_disturb", f"{LATER}:1")
    assert state.features(user)[DND] == "1"
    for odd in (("nobody", str(user.pk)), ("acme", "x"), ("globex", str(user.pk))):
        states.learn(*odd, "forward_always", f"{LATER}:1009")
    assert not state.features(user)[ALWAYS]
