"""Calls without end, to see what callers notice while something else goes on.

async with Caller(phone, "600", (440, 880), parallel=10) as caller:
    await publish()
    await caller.made(50)
assert {outcome.tones for outcome in caller.outcomes} <= {old, new}
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tests.support.sip_dialog import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.sip_agent import Phone
    from tests.support.sip_calls import OutgoingCall

# No call takes longer to be answered or refused unless something is broken.
_PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one call.

    `began` is the time of the loop when it was placed, `code` the final answer (408:
    none came), `tones` are those of the expected tones that were heard, `cut` tells
    that the other end hung up before we did.
    """

    began: float
    code: int
    setup_ms: int = 0
    tones: frozenset[int] = frozenset()
    cut: bool = False


class Caller:
    """Calls a number all the time, several at once, as long as its block lasts.

    Each call that is answered is listened to for `hold` seconds. Leaving the block
    lets the calls that are on come to their end. `outcomes` grows call by call.
    """

    def __init__(
        self,
        phone: Phone,
        number: str,
        listen_for: Iterable[int],
        parallel: int = 4,
        hold: float = 1.0,
    ) -> None:
        self.outcomes: list[Outcome] = []
        self._phone, self._number = phone, number
        self._listen_for = tuple(listen_for)
        self._parallel, self._hold = parallel, hold
        self._leaving = asyncio.Event()
        self._made = asyncio.Condition()
        self._workers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        # Spread over the time of a call, so that they do not all begin at once.
        self._workers = [
            asyncio.create_task(self._work(n * self._hold / self._parallel))
            for n in range(self._parallel)
        ]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._leaving.set()
        await asyncio.gather(*self._workers)

    async def made(self, count: int, within: float = 60.0) -> None:
        """Wait for so many calls from now on to be over; raises TimeoutError."""
        total = len(self.outcomes) + count
        async with asyncio.timeout(within), self._made:
            await self._made.wait_for(lambda: len(self.outcomes) >= total)

    def summary(self) -> str:
        """How often which code came with which tones, and the slowest answer."""
        kinds = Counter((o.code, tuple(sorted(o.tones))) for o in self.outcomes)
        lines = [
            f"{count} x {code}, heard {' '.join(map(str, tones)) or 'nothing'}"
            for (code, tones), count in sorted(kinds.items())
        ]
        slowest = max((o.setup_ms for o in self.outcomes), default=0)
        cut = sum(o.cut for o in self.outcomes)
        return "; ".join([*lines, f"{cut} cut", f"slowest answer {slowest} ms"])

    async def _work(self, delay: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._leaving.wait(), delay)
        while not self._leaving.is_set():
            outcome = await self._place()
            async with self._made:
                self.outcomes.append(outcome)
                self._made.notify_all()

    async def _place(self) -> Outcome:
        began = asyncio.get_running_loop().time()
        try:
            call = await self._phone.call(self._number, within=_PATIENCE)
        except Refused as refused:
            return Outcome(began, refused.code)
        except TimeoutError:
            return Outcome(began, 408)
        return await self._listen(call)

    async def _listen(self, call: OutgoingCall) -> Outcome:
        with contextlib.suppress(TimeoutError):
            await call.wait_ended(self._hold)
        await call.hang_up()
        return Outcome(
            began=call.began_at,
            code=call.code,
            setup_ms=call.setup_ms,
            tones=call.tones_heard(self._listen_for),
            cut=not call.ended_by_us,
        )
