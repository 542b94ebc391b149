"""Sets the stage: seats, telephones, sounds and callflows for each lane."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from callflows.dialling import beginnings, by_callers
from tests.calls.agreement.generate import (
    COLLECTS,
    COLLECTS_OF_OTHER,
    DIRECTORIES,
    DIRECTORIES_OF_OTHER,
    INVALID,
    LAST_SPACE,
    MENUS,
    MENUS_OF_OTHER,
    PROMPTS,
    PROMPTS_OF_OTHER,
    SOUNDS,
    Cast,
    account_menu,
)
from tests.calls.agreement.lane import CALLEES, Lane, Person
from tests.calls.portal import Portal
from tests.support import Phone, Refused

_MENUS_A_PROMPT = 3
_PLACEHOLDER = {"module": "hangup", "data": {}}
_ASKING = (
    *PROMPTS,
    *PROMPTS_OF_OTHER,
    *DIRECTORIES,
    *DIRECTORIES_OF_OTHER,
    *COLLECTS,
    *COLLECTS_OF_OTHER,
)
# A menu that is repeated by a key begins its prompt anew: a pause before it tells that.
_BEFORE = dict.fromkeys((*MENUS, *MENUS_OF_OTHER), 0.2)
_TONES = {**dict.fromkeys((*_ASKING, *_BEFORE), 0.5), INVALID: 0.3}
_TONES.update(dict.fromkeys(SOUNDS, 0.3))


@asynccontextmanager
async def lanes(
    count: int, demo: dict[str, Any], acme: Portal, seed: str
) -> AsyncIterator[list[Lane]]:
    """So many lanes with registered telephones; `seed` draws the menus."""
    await asyncio.to_thread(_clear, acme)
    shared = await asyncio.to_thread(_shared, acme, seed)
    async with AsyncExitStack() as stack:
        made = []
        for number in range(count):
            lane = await _lane(number, demo, acme, shared)
            for person in (lane.caller, *lane.callees):
                stack.push_async_callback(person.phone.close)
            made.append(lane)
        await asyncio.to_thread(acme.wait_until_published)
        yield made
    await asyncio.to_thread(_clear, acme)


def _clear(acme: Portal) -> None:
    """Removes what an earlier run has left: its passwords are not known any more."""
    flows = [f for f in acme.all("callflows/") if f["name"].startswith("Agreement ")]
    for flow in sorted(flows, key=lambda flow: flow["name"]):
        acme.send("DELETE", f"callflows/{flow['id']}/")
    for kind in ("directories", "groups", "menus"):
        for thing in acme.all(f"{kind}/"):
            if thing["name"].startswith("Agreement "):
                acme.send("DELETE", f"{kind}/{thing['id']}/")
    for seat in acme.all("seats/"):
        if seat["first_name"] == "Lane":
            acme.send("DELETE", f"seats/{seat['id']}/")


def _shared(acme: Portal, seed: str) -> dict[str, Any]:
    """What all lanes play, and the times that they ask for."""
    known = {media["name"]: media["id"] for media in acme.all("media/")}
    frames = {frame["name"]: frame["id"] for frame in acme.all("time-frames/")}
    sounds = {
        freq: known.get(f"Agreement {freq}")
        or acme.tone(freq, seconds, f"Agreement {freq}", before=_BEFORE.get(freq, 0))
        for freq, seconds in _TONES.items()
    }
    rules: dict[str, list[dict[str, Any]]] = {
        "Agreement always": [{}],
        "Agreement never": [{"from": "2001-01-01"}],
        "Agreement day": [
            {"weekdays": ["mon", "wed"], "start": "08:00", "end": "17:00"}
        ],
        "Agreement night": [{"start": "19:00", "end": "05:30"}],
        "Agreement winter": [{"from": "12-21 12:00", "to": "03-20 06:00"}],
        "Agreement 2026": [{"from": "2026-05-01", "to": "2026-12-24 18:00"}],
    }
    for name, rule in rules.items():
        if name not in frames:
            frames[name] = acme.post("time-frames/", {"name": name, "rules": rule})[
                "id"
            ]
    queues = {queue["name"]: queue["id"] for queue in acme.all("queues/")}
    # Nobody answers in either: callers wait in the first one, and may not in the second.
    for name, join in {
        "Agreement waits": "always",
        "Agreement none": "available",
    }.items():
        if name not in queues:
            body = {"name": name, "join": join}
            queues[name] = acme.post("queues/", body)["id"]
    own = tuple(queues[name] for name in ("Agreement waits", "Agreement none"))
    lots = {lot["name"]: lot["id"] for lot in acme.all("parking-lots/")}
    body = {"name": "Agreement", "first": LAST_SPACE - 19, "last": LAST_SPACE}
    lot = (
        lots.get("Agreement")
        or acme.post("parking-lots/", {**body, "seconds": 3})["id"]
    )
    parts = {"sounds": sounds, "frames": tuple(frames[name] for name in rules)}
    return {"lot": lot, "queues": own, "menus": _menus(acme, parts, seed), **parts}


def _menus(
    acme: Portal, parts: dict[str, Any], seed: str
) -> dict[int, tuple[str, ...]]:
    """Some menus of the account for each depth, by their prompt."""
    return {
        prompt: tuple(
            acme.post(
                "menus/",
                {
                    "name": f"Agreement {prompt} {number}",
                    **account_menu(Random(f"{seed}/{prompt}/{number}"), parts, prompt),
                },
            )["id"]
            for number in range(_MENUS_A_PROMPT)
        )
        for prompt in _BEFORE
    }


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
        menus=shared["menus"],
        other=other,
        nowhere=await asyncio.to_thread(_flow, acme, f"79{number}2"),
        variables=(f"one_{number}", f"two_{number}"),
        group=await asyncio.to_thread(_group, acme, number, callees),
        directory=await asyncio.to_thread(_directory, acme, number, callees),
        spelled=tuple(p.extension for p in callees),
        queues=shared["queues"],
        lot=shared["lot"],
        caller=caller.user,
    )
    main = await asyncio.to_thread(_flow, acme, f"79{number}0")
    records = Path(demo["asterisk"]["spool"])
    lane = Lane(acme, caller, callees, f"79{number}0", main, other, cast, records)
    users = await asyncio.to_thread(acme.all, "users/")
    lane.begun = beginnings(by_callers(user["extension"] for user in users))
    await lane.begin()
    return lane


async def _person(demo: dict[str, Any], acme: Portal, extension: str) -> Person:
    names = {"first_name": "Lane", "last_name": extension}
    body = {**names, "extension": extension, "ring_seconds": 2}
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


def _group(acme: Portal, number: int, people: list[Person]) -> str:
    body = {"name": f"Agreement {number}", "users": [p.user for p in people]}
    group: str = acme.post("groups/", body)["id"]
    return group


def _directory(acme: Portal, number: int, people: list[Person]) -> str:
    """A directory in which the digits of an extension are a last name."""
    body = {
        "name": f"Agreement {number}",
        "confirm": False,
        "everybody": False,
        "entries": [{"user": p.user} for p in people],
    }
    directory: str = acme.post("directories/", body)["id"]
    return directory
