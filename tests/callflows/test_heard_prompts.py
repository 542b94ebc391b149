"""What the system itself says to a simulated caller, and what the account says instead."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.document import parse
from callflows.lowering import lower
from callflows.models import Media
from callflows.module import modules
from callflows.services import drafts, prompts
from callflows.services.media import create_media
from callflows.simulation import Scenario, simulate
from callflows.system_prompts import BY_NAME
from callflows.tidy import tidy
from extensions.models import Conference
from telephony.dialplan.contexts import conf_text, render
from tenants.actor import Actor, acting
from tests.callflows.samples import SNAPSHOT, USER
from tests.support.objects import wav

AT = datetime(2025, 12, 25, 18, 5, tzinfo=UTC)
# What callers press: nothing, something wrong, and what some of the examples want.
PRESSED: tuple[tuple[str, ...], ...] = ((), ("9", "#", "9", "#"), ("3", "1"), ("1",))
EXAMPLES = [
    pytest.param({"module": name, "data": dict(example)}, id=f"{name}-{number}")
    for name, cls in modules().items()
    for number, example in enumerate(cls.examples)
]


def heard(document: dict[str, Any]) -> set[str]:
    """Of all calls to the document that the tests imagine."""
    program = lower(parse(document), SNAPSHOT)
    found = set()
    for keys in PRESSED:
        for agent in ("", "in", "out"):
            call = Scenario(
                "8000", "1001", AT, keys, agent=agent, calling_user=str(USER)
            )
            for step in simulate({"u": program}, "u", call).steps:
                found |= set(step.prompts)
    return found


@pytest.mark.parametrize("document", EXAMPLES)
def test_a_simulated_caller_hears_only_what_the_dialplan_plays(
    document: dict[str, Any],
) -> None:
    program = tidy(lower(parse(document), SNAPSHOT))
    text = "\n".join(conf_text(render(program, "acme-cf-k3v9qa", 3)))
    for prompt in heard(document):
        assert prompt in BY_NAME
        assert prompt in text


def test_most_of_what_the_dialplan_plays_is_heard() -> None:
    names = set().union(*(heard(param.values[0]) for param in EXAMPLES))  # type: ignore[arg-type]
    assert names >= {
        *("agent-pass", "vm-incorrect", "vm-password", "vm-invalidpassword"),
        *("conf-getconfno", "conf-invalid", "vm-intro", "vm-review", "vm-msgsaved"),
        *("do-not-disturb", "activated", "vm-enter-num-to-call"),
        *("agent-loginok", "agent-loggedoff", "beep"),
    }


@pytest.fixture
def welcome(in_acme: Actor) -> Media:
    return create_media("Who goes there", wav(1))


def test_the_accounts_own_sound_is_told_where_it_is_heard(
    api: APIClient, page: Client, in_acme: Actor, welcome: Media
) -> None:
    room = Conference.objects.create(name="Board", number="700", pin="1234")
    document = {"module": "conference", "data": {"conference": str(room.pk)}}
    flow = drafts.create_callflow("Main", document)
    url = f"/api/v1/accounts/acme/callflows/{flow.pk}/simulate/"

    def told() -> list[str]:
        answer = api.post(url, {"keys": ["9#", "1234#"]}, format="json").json()
        return list(answer["steps"][0]["heard"])

    assert told() == []
    with acting(in_acme):
        prompts.replace_prompt("conf-getpin", welcome)
    own = "Who goes there (your sound in place of “conf-getpin”)"
    # Twice asked, and the complaint in between is the system's own.
    assert told() == [own]
    asked = {"keys": "9#1234#", "at": "2026-11-25T10:00", "caller": "1001"}
    shown = page.get(f"/a/acme/callflows/{flow.pk}/what-if/", asked)
    assert own in shown.content.decode()
    with acting(in_acme):
        prompts.put_back("conf-getpin")
    assert told() == []
