"""Switching a lamp by hand."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import SNAPSHOT, node


@pytest.mark.parametrize(
    ("shows", "state"),
    [
        ("on", "INUSE"),
        ("off", "NOT_INUSE"),
        ("ringing", "RINGING"),
        (
            "toggle",
            '${IF($["${DEVICE_STATE(Custom:acme-*31)}" = "INUSE"]?NOT_INUSE:INUSE)}',
        ),
    ],
)
def test_the_lamp_is_the_accounts_own(shows: str, state: str) -> None:
    program = lower(parse(node("presence", lamp="*31", shows=shows)), SNAPSHOT)
    (context,) = render(program, "acme-cf-k3v9qa", 1)
    lines = [(p.application, p.data) for p in context.priorities]
    assert ("Set", f"DEVICE_STATE(Custom:acme-*31)={state}") in lines


def test_words_and_findings() -> None:
    text = in_words(lower(parse(node("presence", lamp="31")), SNAPSHOT))
    assert "Switch the lamp 31 over." in text
    for lamp in ("", "3", "31,x", "٣١"):
        assert ("invalid_setting", "", "lamp") in found(node("presence", lamp=lamp))
