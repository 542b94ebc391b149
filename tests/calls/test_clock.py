"""Which time frame a call meets: simulator and Asterisk, at moments of our choice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Refused

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

ZONE = ZoneInfo("America/St_Johns")
WEEK = ["mon", "tue", "wed", "thu", "fri"]
# The reason for which each exit ends the call, and what the telephone is told then.
OFFICE, NOON, HOLIDAY, RANGE, OTHER = (
    ("busy", 486),
    ("rejected", 403),
    ("not-found", 404),
    ("no-answer", 480),
    ("normal", 603),
)
RULES: dict[tuple[str, int], list[dict[str, Any]]] = {
    OFFICE: [{"weekdays": WEEK, "start": "09:00", "end": "17:00"}],
    NOON: [{"weekdays": ["mon", "wed", "fri"], "start": "12:00", "end": "13:00"}],
    HOLIDAY: [
        {"name": "New Year", "from": "01-01"},
        {"name": "Boxing Day", "from": "12-26"},
        {"name": "Easter Monday", "from": "2026-04-06"},
        {"name": "New Year's Eve", "from": "12-31 12:30", "to": "12-31"},
    ],
    RANGE: [{"from": "2026-12-24 12:00", "to": "2026-12-27 08:30"}],
}
MOMENTS = [
    # A week in November: Monday the 23rd to Sunday the 29th.
    ("2026-11-23 08:59:58", OTHER),
    ("2026-11-23 09:00", OFFICE),
    ("2026-11-23 11:59", OFFICE),
    ("2026-11-23 12:00", NOON),
    ("2026-11-23 12:59", NOON),
    ("2026-11-23 13:00", OFFICE),
    ("2026-11-24 12:30", OFFICE),
    ("2026-11-25 12:30", NOON),
    ("2026-11-27 12:30", NOON),
    ("2026-11-27 16:59", OFFICE),
    ("2026-11-27 17:00", OTHER),
    ("2026-11-28 12:30", OTHER),
    # Days of every year, of one year, and part of a day.
    ("2027-01-01 12:30", HOLIDAY),
    ("2026-01-02 12:30", NOON),
    ("2026-04-06 10:00", HOLIDAY),
    ("2027-04-05 10:00", OFFICE),
    ("2026-12-31 12:29", OFFICE),
    ("2026-12-31 12:30", HOLIDAY),
    # A range of one year beats a day of every year, though that is shorter.
    ("2026-12-24 11:59", OFFICE),
    ("2026-12-24 12:00", RANGE),
    ("2026-12-26 10:00", RANGE),
    ("2025-12-26 10:00", HOLIDAY),
    ("2026-12-27 08:29", RANGE),
    ("2026-12-27 08:30", OTHER),
]
# Sunday nights: clocks are put forward on March 8, back on November 1, 2026.
NIGHT = [
    ("2026-03-08T04:59", OTHER),  # 01:29
    ("2026-03-08T05:00", OFFICE),  # 01:30
    ("2026-03-08T05:29", OFFICE),  # 01:59
    ("2026-03-08T05:30", OTHER),  # 03:00
    ("2026-03-08T03:44", NOON),  # 00:14, in a window of Saturday night
    ("2026-03-08T03:45", OTHER),  # 00:15
    ("2026-11-01T04:00", OFFICE),  # 01:30
    ("2026-11-01T04:29", OFFICE),  # 01:59
    ("2026-11-01T04:30", OTHER),  # 01:00 again
    ("2026-11-01T05:00", OFFICE),  # 01:30 again
    ("2026-11-01T05:59", OFFICE),  # 02:29
    ("2026-11-01T06:00", OTHER),  # 02:30
    ("2026-11-01T02:44", NOON),  # 00:14
    ("2026-11-02T03:44", OTHER),  # 00:14 on Monday
]
NIGHT_RULES = {
    OFFICE: [{"weekdays": ["sun"], "start": "01:30", "end": "02:30"}],
    NOON: [{"weekdays": ["sat"], "start": "23:45", "end": "00:15"}],
}


async def test_calls_at_moments_of_a_year(acme: Portal, phone_of: PhoneOf) -> None:
    flow = await asyncio.to_thread(make, acme, "Clock", "8450", RULES)
    for text, expected in MOMENTS:
        at = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        await meets(acme, phone_of, flow, "8450", at, expected)


async def test_calls_in_the_nights_in_which_clocks_are_changed(
    acme: Portal, phone_of: PhoneOf
) -> None:
    flow = await asyncio.to_thread(make, acme, "Night", "8451", NIGHT_RULES)
    for text, expected in NIGHT:
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        await meets(acme, phone_of, flow, "8451", at, expected)


def make(acme: Portal, name: str, number: str, rules: Any) -> str:
    """A callflow that ends calls for another reason in each time frame."""
    known = {frame["name"]: frame for frame in acme.all("time-frames/")}
    children: dict[str, Any] = {"_": hang_up(OTHER)}
    for expected, of_frame in rules.items():
        title = f"{name} {expected[0]}"
        body = {"name": title, "rules": of_frame}
        frame = known.get(title) or acme.post("time-frames/", body)
        assert frame["rules"] == of_frame
        children[frame["id"]] = hang_up(expected)
    frames = [key for key in children if key != "_"]
    data = {"frames": frames, "timezone": str(ZONE)}
    draft = {"module": "time_of_day", "data": data, "children": children}
    return acme.make_flow(name, number, draft)


def hang_up(end: tuple[str, int]) -> dict[str, Any]:
    return {"module": "hangup", "data": {"cause": end[0]}}


async def meets(
    acme: Portal,
    phone_of: PhoneOf,
    flow: str,
    number: str,
    at: datetime,
    expected: tuple[str, int],
) -> None:
    """Simulator and telephone both end as expected at that moment."""
    asked = {"dialled": number, "caller": "1001", "at": at.isoformat()}
    trace = await asyncio.to_thread(acme.post, f"callflows/{flow}/simulate/", asked)
    alex = await phone_of("acme", "1001")
    with pytest.raises(Refused) as refused:
        await alex.call(number, at=at)
    assert (trace["end"]["cause"], refused.value.code) == expected, at
