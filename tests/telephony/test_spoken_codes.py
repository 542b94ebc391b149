"""What Asterisk is asked for so that somebody hears a code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from extensions.models import Blacklist
from pbxportal.lib.names import prompt_language
from telephony.ami.client import AmiError
from telephony.ami.encode import encode
from telephony.dialplan.text import NotSafe
from telephony.models import Carrier, OutsideRules
from telephony.services import spoken_codes
from tenants.actor import Actor, acting
from tenants.models import Account
from tenants.services import tree

pytestmark = pytest.mark.django_db


class Node:
    """A node that notes what it is asked for, or is away, or refuses."""

    asked: list[list[tuple[str, str]]]

    def __init__(self, fault: str = "") -> None:
        self.asked, self.fault = [], fault
        self.client, self.closed = self, False

    def request_many(self, actions: Sequence[Any]) -> None:
        if self.fault:
            raise AmiError(self.fault)
        self.asked += [list(action) for action in actions]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> list[Node]:
    """Two nodes, in the order in which they are tried."""
    found = [Node(), Node()]
    monkeypatch.setattr(spoken_codes.nodes, "load", lambda: found)
    monkeypatch.setattr(spoken_codes.NodeLink, "connect", lambda node: node)
    return found


@pytest.fixture
def rules(acme: Account) -> OutsideRules:
    """Acme calls national numbers in Canada, by a carrier of its own."""
    Carrier.objects.create(account=acme, name="West", host="sip.example")
    return OutsideRules.objects.create(
        account=acme, country="CA", allowed=["national"], caller_number="+16045550100"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "+1 604 555-0199",
        "+1 (604) 555.0199",
        "(604) 555-0199",
        "1-604-555-0199",
        "6045550199",
    ],
)
def test_a_mobile_is_called_however_it_is_written(
    acme: Account, rules: OutsideRules, typed: str
) -> None:
    assert spoken_codes.number_of(acme, typed) == "16045550199"


def test_a_zero_that_is_not_dialled_from_abroad_is_left_out(
    acme: Account, rules: OutsideRules
) -> None:
    rules.allowed = ["international"]
    rules.save()
    assert spoken_codes.number_of(acme, "+44 (0)20 7946 0000") == "442079460000"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("+44 20 7946 0000", "may not be called (International)"),
        ("+1 900 555 0199", "may not be called (Premium rate and satellite)"),
        ("911", "is for calls for help alone"),
        ("112", "is for calls for help alone"),
        ("1001", "is no number of the public network"),
        ("by mail", "is no number of the public network"),
        ("", "is no number of the public network"),
    ],
)
def test_why_nobody_is_called(
    acme: Account, rules: OutsideRules, typed: str, why: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        spoken_codes.number_of(acme, typed)
    assert why in caught.value.messages[0]


def test_a_number_on_a_blacklist_is_not_called(
    acme: Account, rules: OutsideRules
) -> None:
    with acting(Actor(acme)):
        Blacklist.objects.create(name="Unwanted", numbers=["+16045550199"])
    with pytest.raises(ValidationError, match="blacklist “Unwanted”"):
        spoken_codes.number_of(acme, "6045550199")


def test_a_suspended_account_calls_nobody(acme: Account, rules: OutsideRules) -> None:
    assert acme.parent is not None
    with acting(Actor(acme.parent)):
        tree.suspend(acme, "unpaid")
    with pytest.raises(ValidationError, match="may not be called"):
        spoken_codes.number_of(acme, "6045550199")


def test_without_carrier_or_trunk_nobody_takes_the_call(
    acme: Account, rules: OutsideRules
) -> None:
    rules.outbound_trunks = 0
    rules.save()
    with pytest.raises(ValidationError, match="Nobody takes calls"):
        spoken_codes.number_of(acme, "6045550199")
    rules.outbound_trunks = None
    rules.save()
    spoken_codes.number_of(acme, "6045550199")
    Carrier.objects.all().delete()
    with pytest.raises(ValidationError, match="Nobody takes calls"):
        spoken_codes.number_of(acme, "6045550199")


def test_a_node_is_asked_for_a_call_of_the_account(
    acme: Account, rules: OutsideRules, nodes: list[Node]
) -> None:
    spoken_codes.speak(acme, "16045550199", "012345")
    (headers,) = nodes[0].asked
    assert nodes[0].closed and nodes[1].asked == []
    assert ("Channel", "Local/+16045550199@pbx-code/n") in headers
    assert ("Account", "acme") in headers
    assert ("CallerID", "16045550100") in headers
    assert [value for key, value in headers if key == "Variable"] == [
        "__ACCOUNT=acme",
        "PBX_LANGUAGE=en_own/acme/prompts",
        "PBX_CODE=012345",
    ]


@pytest.mark.parametrize(("chosen", "spoken"), [("fr", "fr"), ("", "en"), ("x", "en")])
def test_it_speaks_the_accounts_language(
    acme: Account, nodes: list[Node], chosen: str, spoken: str
) -> None:
    acme.preferences = {"language": chosen}
    spoken_codes.speak(acme, "16045550199", "012345")
    value = f"PBX_LANGUAGE={spoken}_own/acme/prompts"
    assert ("Variable", value) in nodes[0].asked[0]


def test_the_next_node_calls_when_one_is_away(acme: Account, nodes: list[Node]) -> None:
    nodes[0].fault = "away"
    spoken_codes.speak(acme, "16045550199", "012345")
    assert nodes[0].closed and len(nodes[1].asked) == 1
    nodes[1].fault = "away"
    with pytest.raises(ValidationError, match="can't be reached"):
        spoken_codes.speak(acme, "16045550199", "012345")


@given(st.text(max_size=12), st.text(max_size=12))
def test_nothing_but_digits_reaches_asterisk(number: str, code: str) -> None:
    language = prompt_language("acme")
    try:
        asked = spoken_codes._originate("acme", language, "", number, code)
    except NotSafe:
        assert not (number + code).isascii() or not (number + code).isdigit()
        return
    assert encode(asked).count(b"\r\n") == len(list(asked)) + 1
    assert all(each in "0123456789" for each in number + code)
