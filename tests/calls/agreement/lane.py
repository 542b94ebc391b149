"""One caller, the people it can reach, and the callflows that it tries.

Lanes share nothing but the stack, so that several of them can call at once.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.calls.agreement import generate
from tests.calls.agreement.generate import Cast, Document
from tests.calls.agreement.listener import Listener
from tests.calls.agreement.marks import Nodes, finished_calls
from tests.calls.portal import Portal
from tests.support import Phone, answer_with_tone, busy, ring_only
from tests.support.sip_calls import IncomingCall, OutgoingCall

# What a telephone is told by each reason.
CODES = {
    "normal": 603,
    "busy": 486,
    "no-answer": 480,
    "unavailable": 480,
    "rejected": 403,
    "not-found": 404,
}
CALLEES = 2
# Calls are placed at any minute of a year; the seconds keep clear of a minute's end.
_FIRST = datetime(2026, 3, 1, 0, 0, 15, tzinfo=UTC)
_MINUTES = 365 * 24 * 60
LONGEST = 60.0


@dataclass(frozen=True)
class Seen:
    """What a call did: nodes as (unit, node), and how it ended.

    `kind` is `answered`, `voicemail` or `ended`; `who` the extension that answered;
    `code` what the telephone was told if nobody did.
    """

    nodes: Nodes
    kind: str
    who: str = ""
    code: int = 0


@dataclass
class Person:
    """A seat with a telephone that does as it is told."""

    extension: str
    user: str
    device: str
    box: str
    phone: Phone
    registered: bool = False
    answered: list[IncomingCall] = field(default_factory=list)

    async def prepare(self, outcome: str) -> None:
        """From now on calls meet this outcome."""
        self.answered.clear()
        if (outcome == "offline") == self.registered:
            await (self.phone.unregister if self.registered else self.phone.register)()
            self.registered = not self.registered
        self.phone.on_call = {
            "answer": self._answer,
            "busy": busy(),
            "no-answer": ring_only,
            "offline": None,
        }[outcome]

    async def _answer(self, call: IncomingCall) -> None:
        await answer_with_tone(840)(call)
        self.answered.append(call)


@dataclass
class Lane:
    """Caller, callees, and the two callflows that are drawn anew."""

    acme: Portal
    caller: Person
    callees: list[Person]
    number: str
    main: str
    other: str
    cast: Cast
    records: Path
    placed: int = 0
    # What may be the beginning of an extension.
    begun: frozenset[str] = frozenset()

    async def draw(self, random: Random) -> tuple[Document, list[str]]:
        """Publishes two random callflows; the main one, and the keys of both."""
        other, keys = generate.other_flow(random, self.cast)
        await asyncio.to_thread(self.acme.redraw, self.other, other)
        main, more = generate.main_flow(random, self.cast)
        await asyncio.to_thread(self.acme.redraw, self.main, main)
        # It is published again if it looks for what the main one sets now.
        await asyncio.to_thread(self.acme.settle, self.other)
        return {"main": main, "other": other}, keys + more

    def scenario(self, random: Random, keys: list[str]) -> dict[str, Any]:
        """A random call: when, keys, and what the telephones do."""
        at = _FIRST + timedelta(minutes=random.randrange(_MINUTES))
        drawn = generate.scenario(random, self.cast, keys)
        return {"at": at.isoformat(), **drawn}

    async def expect(self, scenario: dict[str, Any]) -> dict[str, Any]:
        """What the simulator says."""
        body = {
            "dialled": self.number,
            "caller": self.caller.extension,
            **scenario,
        }
        path = f"callflows/{self.main}/simulate/"
        answer: dict[str, Any] = await asyncio.to_thread(self.acme.post, path, body)
        return answer

    async def call(self, scenario: dict[str, Any]) -> Seen:
        """What a real call does."""
        for person in self.callees:
            await person.prepare(scenario["outcomes"].get(person.device, "answer"))
        self.placed += 1
        at = datetime.fromisoformat(scenario["at"])
        call = await self.caller.phone.call(self.number, wait=False, at=at)
        listener = Listener(call, scenario["keys"], self.begun)
        try:
            async with asyncio.timeout(LONGEST):
                kind, who = await self._end(call, listener)
        finally:
            listener.stop()
            with contextlib.suppress(TimeoutError):
                await call.hang_up()
        nodes = await self._marks()
        code = 0 if call.answered.is_set() else call.code
        return Seen(nodes, kind, who, code if kind == "ended" else 0)

    async def _end(self, call: OutgoingCall, listener: Listener) -> tuple[str, str]:
        """How the call ended, or that it got to somebody or something that listens."""
        while not call.ended.is_set():
            for person in self.callees:
                if person.answered:
                    return "answered", person.extension
            if listener.beep:
                return "voicemail", ""
            await asyncio.sleep(0.05)
        return "ended", ""

    async def begin(self) -> None:
        """Counts the calls of earlier runs."""
        self.placed = len(await self._finished())

    async def _finished(self) -> list[Nodes]:
        channel = f"PJSIP/{self.caller.phone.user}@{self.acme.realm}-"
        return await asyncio.to_thread(finished_calls, self.records, channel)

    async def _marks(self) -> Nodes:
        """The marks of the call that was placed last."""
        for _ in range(100):
            calls = await self._finished()
            if len(calls) >= self.placed:
                return calls[self.placed - 1]
            await asyncio.sleep(0.1)
        raise TimeoutError("the call's records did not come")


def told(trace: dict[str, Any], lane: Lane) -> Seen:
    """The simulator's answer in the terms of what is seen of a real call."""
    nodes = tuple((step["unit"], step["node"]) for step in trace["steps"])
    end = trace["end"]
    if end["kind"] == "answered":
        who = next(
            p.extension for p in lane.callees if end["who"] in (p.user, p.device)
        )
        return Seen(nodes, "answered", who)
    if end["kind"] == "voicemail":
        return Seen(nodes, "voicemail")
    cause = end["cause"] or "unavailable"
    # A reason by its name, or the response itself.
    return Seen(nodes, "ended", "", CODES.get(cause) or int(cause))


def agree(expected: Seen, seen: Seen) -> bool:
    """Whether both mean the same; a call that was taken before is ended without code."""
    same = (expected.nodes, expected.kind, expected.who) == (
        seen.nodes,
        seen.kind,
        seen.who,
    )
    return same and (not seen.code or seen.code == expected.code)
