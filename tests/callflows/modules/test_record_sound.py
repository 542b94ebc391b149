"""A sound is spoken anew by those who may, and by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT, SOUND, USER, node

FLOW = node(
    "record_sound",
    media=SOUND,
    allowed=[{"user": USER}],
    pin="4711",
)
FLOW["children"] = {
    "_": node("hangup", cause="normal"),
    "dropped": node("hangup", cause="no-answer"),
    "refused": node("hangup", cause="rejected"),
}


def lines(document: Any = FLOW) -> list[tuple[str, str]]:
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    return [(p.application, p.data) for p in context.priorities if p.extension == "n0"]


def tried(*keys: str, caller: str = "1001") -> Trace:
    program = lower(parse(FLOW), SNAPSHOT)
    at = datetime(2026, 11, 25, tzinfo=UTC)
    scenario = Scenario("8400", caller, at, keys=keys)
    return simulate({"u": program}, "u", scenario)


def test_what_is_spoken_is_told_of_only_when_it_is_kept() -> None:
    main = lines()
    assert ("Record", "${PBX_RECORDINGS}/acme/${PBX_RECORDING}.wav,5,900") in main
    told = ("CELGenUserEvent", f"recording,${{PBX_RECORDING}}/{SOUND}/media")
    keep = next(data for _, data in main if '"${PBX_KEY}" = "1"' in data)
    # Priorities count from 1, and nothing but the key 1 leads to that line.
    assert keep.endswith(f"?{main.index(told) + 1}")
    assert main[main.index(told) - 1][0] == "Goto"


def test_keys_lead_back_to_where_they_say() -> None:
    main = lines()
    for key, application in (("2", "Playback"), ("3", "Playback")):
        (data,) = (data for _, data in main if f'"${{PBX_KEY}}" = "{key}"' in data)
        place = int(data.rpartition("?")[2]) - 1
        assert main[place][0] == application
        heard = "vm-intro" if key == "3" else "${PBX_RECORDINGS}/acme/${PBX_RECORDING}"
        assert main[place][1] == heard


@pytest.mark.parametrize(
    ("keys", "cause"),
    [
        (("4711#", "1"), "normal"),
        (("4711#", "2", "3", "1"), "normal"),
        (("4711#", "5", "", "7"), "no-answer"),
        (("4711#",), "no-answer"),
        (("1#", "2#", "3#"), "rejected"),
    ],
)
def test_the_what_if_follows_the_keys(keys: tuple[str, ...], cause: str) -> None:
    end = tried(*keys).end
    assert end is not None
    assert end.cause == cause


def test_others_are_refused() -> None:
    end = tried("4711#", "1", caller="1002").end
    assert end is not None
    assert end.cause == "rejected"


def test_words_name_the_sound() -> None:
    assert "Let the caller speak “Welcome” anew." in in_words(
        lower(parse(FLOW), SNAPSHOT)
    )
