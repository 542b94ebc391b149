"""Which trunk a call takes: the dialplan is carried out here, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows.outside_lines import TrunkLimits, Way
from telephony.dialplan.trunks import ENTRIES, take

_GROUP = re.compile(r"GROUP\((\w+)\)=(.*)")
_COUNTED = re.compile(r"\$\[\$\{GROUP_MATCH_COUNT\((.+)\)\} <= (\d+)\]\?(\S+)")
_LOOKED = re.compile(r"\$\{PBX_LOOKED\}\?(\S+)")

NUMBERS = st.none() | st.integers(0, 3)
LIMITS = st.builds(TrunkLimits, NUMBERS, NUMBERS, NUMBERS, st.booleans())
WAYS = st.sampled_from(Way)


@dataclass
class Switch:
    """What Asterisk has: by channel and category the group."""

    limits: TrunkLimits
    groups: dict[tuple[int, str], str] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    ended: dict[int, dict[str, str]] = field(default_factory=dict)

    def steps(self, channel: int, way: Way, slug: str = "acme") -> Iterator[None]:
        """Carries a call out, one priority at a time."""
        bodies, here, place = take(slug, way, self.limits), str(ENTRIES[way]), 0
        known: dict[str, str] = {}
        while True:
            application, arguments = bodies[here][place]  # type: ignore[index]
            place += 1
            text = ",".join(arguments)
            if application == "Return":
                self.ended[channel] = known
                return
            if application == "Set":
                self._set(channel, text, known)
            elif application == "CELGenUserEvent":
                self.events.append(text)
            elif application == "Goto" and text.isdigit():
                place = int(text) - 1
            elif application == "Goto":
                here, place = text.removesuffix(",1"), 0
            elif application == "GotoIf" and (to := self._leads(text, known)):
                here, place = to.removesuffix(",1"), 0
            yield

    def _set(self, channel: int, text: str, known: dict[str, str]) -> None:
        if match := _GROUP.fullmatch(text):
            category, group = match.groups()
            self.groups.pop((channel, category), None)
            if group:
                self.groups[channel, category] = group
            return
        name, _, value = text.partition("=")
        if value.startswith("${GROUP("):
            value = self.groups[channel, value.removeprefix("${GROUP(")[:-2]]
        known[name] = value

    def _leads(self, text: str, known: dict[str, str]) -> str:
        if match := _COUNTED.fullmatch(text):
            pattern, most, to = match.groups()
            taken = sum(bool(re.search(pattern, g)) for g in self.groups.values())
            return to if taken <= int(most) else ""
        match = _LOOKED.fullmatch(text)
        assert match, text
        return match[1] if known["PBX_LOOKED"] == "1" else ""

    def call(self, channel: int, way: Way, slug: str = "acme") -> str:
        """The group that the call gets when nobody else calls meanwhile; "" for none."""
        for _ in self.steps(channel, way, slug):
            pass
        known = self.ended[channel]
        return "" if known.get("PBX_REFUSED") == "full" else known["PBX_TRUNK"]

    def hang_up(self, channel: int) -> None:
        """Groups go with their channel."""
        for key in [key for key in self.groups if key[0] == channel]:
            del self.groups[key]

    def count(self, group: str) -> int:
        """How many channels are in a group."""
        return list(self.groups.values()).count(group)


@pytest.mark.parametrize(
    ("limits", "ways", "expected"),
    [
        (TrunkLimits(), "out out in in", "out out in in"),
        (TrunkLimits(outbound=1), "out out in in", "out - in in"),
        (TrunkLimits(inbound=1), "out out in in", "out out in -"),
        (TrunkLimits(both=2), "out in out in", "both both - -"),
        (TrunkLimits(1, 1, 1), "out in in out in", "out in both - -"),
        (TrunkLimits(1, 1, 1), "out out out in in", "out both - in -"),
        (TrunkLimits(1, None, 1), "out out in", "both - in"),
        (TrunkLimits(0, 0), "out in", "- -"),
        (TrunkLimits(0, 0, over=True), "out in", "over over"),
        (TrunkLimits(outbound=1, over=True), "out out out", "out over over"),
    ],
)
def test_own_trunks_go_first_then_those_of_both_ways(
    limits: TrunkLimits, ways: str, expected: str
) -> None:
    switch = Switch(limits)
    taken = [switch.call(n, Way(way)) for n, way in enumerate(ways.split())]
    shown = [group.removeprefix("acme-") or "-" for group in taken]
    assert shown == expected.split()
    assert len(switch.events) == shown.count("-") + shown.count("over")


def best(switch: Switch, way: Way) -> str:
    """What a call should get, said without any dialplan."""
    own, both = f"acme-{way}", "acme-both"
    found = switch.limits.of(way)
    if found is None:
        return own
    for group, most in ((own, found[0]), (both, found[1])):
        if switch.count(group) < most:
            return group
    return "acme-over" if switch.limits.over else ""


@given(LIMITS, st.lists(st.tuples(WAYS, st.booleans()), max_size=12))
def test_one_after_the_other_each_gets_what_is_free(
    limits: TrunkLimits, calls: list[tuple[Way, bool]]
) -> None:
    switch = Switch(limits)
    for channel, (way, ends) in enumerate(calls):
        expected = best(switch, way)
        assert switch.call(channel, way) == expected
        if ends:
            switch.hang_up(channel)


@given(
    LIMITS,
    st.lists(WAYS, min_size=2, max_size=6),
    st.lists(st.integers(0, 5), max_size=120),
)
def test_however_they_meet_no_more_get_one_than_there_are(
    limits: TrunkLimits, ways: list[Way], turns: list[int]
) -> None:
    switch = Switch(limits)
    running = {n: switch.steps(n, way) for n, way in enumerate(ways)}
    for turn in [*turns, *range(len(ways))]:
        if turn in running and next(running[turn], running) is running:
            del running[turn]
    for steps in running.values():
        for _ in steps:
            pass
    for way in Way:
        if found := limits.of(way):
            assert switch.count(f"acme-{way}") <= found[0]
    assert switch.count("acme-both") <= (limits.both or 0)
    refused = sum(known.get("PBX_REFUSED") == "full" for known in switch.ended.values())
    assert len(switch.groups) == len(ways) - refused
    assert refused == 0 or not limits.over


def test_no_account_counts_another_one_s() -> None:
    switch = Switch(TrunkLimits(outbound=1))
    # The last one's group is a part of the others' names.
    for channel, slug in enumerate(("acme-b", "b-acme", "acme-out", "acme")):
        assert switch.call(channel, Way.OUTBOUND, slug) == f"{slug}-out"
