"""Sets the stage: seats, telephones, sounds and callflows for each lane."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from tests.calls.agreement.generate import (
    INVALID,
    PROMPTS,
    PROMPTS_OF_OTHER,
    SOUNDS,
    Cast,
)
from tests.calls.agreement.lane import CALLEES, Lane, Person
from tests.calls.portal import Portal
from tests.support import Phone, Refused

_PLACEHOLDER = {"module": "hangup", "data": {}}
_TONES = {**dict.fromkeys((*PROMPTS, *PROMPTS_OF_OTHER), 0.5), INVALID: 0.3}
_TONES.update(dict.fromkeys(SOUNDS, 0.3))


@asynccontextmanager
async def lanes(
    count: int, demo: dict[str, Any], acme: Portal
) -> AsyncIterator[list[Lane]]:
    """So many lanes with registered telephones."""
    await asyncio.to_thread(_clear, acme)
    shared = await asyncio.to_thread(_shared, acme)
    async with AsyncExitStack() as stack:
        made = []
        for number in range(count):
            lane = await _lane(number, demo, acme, shared)
            for person in (lane.caller, *lane.callees):
                stack.push_async_callback(person.phone.close)
            made.append(lane)
        await asyncio.to_thread(acme.wait_until_published)
        yield made


def _clear(acme: Portal) -> None:
    """Removes what an earlier run has left: its passwords are not known any more."""
    flows = [f for f in acme.all("callflows/") if f["name"].startswith("Agreement ")]
    for flow in sorted(flows, key=lambda flow: flow["name"]):
        acme.send("DELETE", f"callflows/{flow['id']}/")
    for seat in acme.all("seats/"):
        if seat["first_name"] == "Lane":
            acme.send("DELETE", f"seats/{seat['id']}/")


def _shared(acme: Portal) -> dict[str, Any]:
    """What all lanes play, and the times that they ask for: always and never."""
    known = {media["name"]: media["id"] for media in acme.all("media/")}
    frames = {frame["name"]: frame["id"] for frame in acme.all("time-frames/")}
    sounds = {
        freq: known.get(f"Agreement {freq}")
        or acme.tone(freq, seconds, f"Agreement {freq}")
        for freq, seconds in _TONES.items()
    }
    rules = {
        "Agreement always": [{}],
        "Agreement never": [
            {"from": "01-01", "to": "01-01", "start": "03:00", "end": "03:01"}
        ],
    }
    for name, rule in rules.items():
        if name not in frames:
            frames[name] = acme.post("time-frames/", {"name": name, "rules": rule})[
                "id"
            ]
    return {"sounds": sounds, "frames": tuple(frames[name] for name in rules)}


async def _lane(
    number: int, demo: dict[str, Any], acme: Portal, shared: dict[str, Any]
) -> Lane:
    people = [
        await _person(demo, acme, f"7{number}{place}") for place in range(1 + CALLEES)
    ]
    caller, *callees = people
    other = await asyncio.to_thread(_flow, acme, f"79{number}1")
    cast = Cast(
        users=tuple(p.user for p in callees),
        devices=tuple(p.device for p in callees),
        boxes=tuple(p.box for p in callees),
        sounds=shared["sounds"],
        frames=shared["frames"],
        other=other,
    )
    main = await asyncio.to_thread(_flow, acme, f"79{number}0")
    records = Path(demo["asterisk"]["spool"])
    lane = Lane(acme, caller, callees, f"79{number}0", main, other, cast, records)
    await lane.begin()
    return lane


async def _person(demo: dict[str, Any], acme: Portal, extension: str) -> Person:
    body = {"first_name": "Lane", "last_name": extension, "extension": extension}
    seat = await asyncio.to_thread(acme.post, "seats/", body)
    host, _, port = demo["sip"].rpartition(":")
    phone = Phone(
        seat["sip_username"], acme.realm, seat["sip_password"], (host, int(port))
    )
    await phone.open()
    await _register(phone)
    return Person(
        extension, seat["user"], seat["device"], seat["voicemail_box"], phone, True
    )


async def _register(phone: Phone) -> None:
    """Registers as soon as the nodes know the telephone."""
    for _ in range(50):
        try:
            await phone.register()
        except Refused:
            await asyncio.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{phone.user} is refused")


def _flow(acme: Portal, number: str) -> str:
    body = {"name": f"Agreement {number}", "numbers": [number], "draft": _PLACEHOLDER}
    flow_id: str = acme.post("callflows/", body)["id"]
    acme.publish(flow_id)
    return flow_id
