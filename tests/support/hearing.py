"""What is heard on a stream, now or within some seconds."""

from __future__ import annotations

import asyncio
from itertools import takewhile
from typing import TYPE_CHECKING

from tests.support.tones import AUDIBLE, decode, dominant, goertzel, loudness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.support.rtp import Stream

WINDOW = 0.2
POLL = 0.04
# A pure tone has 1.0, the sum of two equal ones 0.5 each.
CLEARLY = 0.6
_FRAMES_A_WINDOW = 10
# In less than 0.1 s neighbouring tones are not told apart.
_ENOUGH = 800


class NotHeard(AssertionError):
    """What should have been heard was not."""


class Ear:
    """Listens to what a stream receives."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._loop = asyncio.get_running_loop()

    def _recent(self, last: float) -> list[tuple[float, bytes]]:
        since = (self._stream.closed_at or self._loop.time()) - last
        frames = list(
            takewhile(lambda frame: frame[0] > since, reversed(self._stream.received))
        )
        frames.reverse()
        return frames

    def pcm(self, last: float = WINDOW) -> list[int]:
        """The samples of the last seconds (of an ended call: its last)."""
        return decode(b"".join(frame for _, frame in self._recent(last)))

    def heard(self, freq: float, last: float = WINDOW) -> float:
        """Which share of what was heard is this tone: 0.0 to 1.0."""
        pcm = self.pcm(last)
        return goertzel(pcm, freq) if _judged(pcm) else 0.0

    def tones(self, freqs: Iterable[int]) -> frozenset[int]:
        """Those of the tones that were heard clearly at any time of the call."""
        frames = [frame for _, frame in self._stream.received]
        windows = [
            decode(b"".join(frames[at : at + _FRAMES_A_WINDOW]))
            for at in range(0, len(frames), _FRAMES_A_WINDOW)
        ]
        loud = [window for window in windows if _judged(window)]
        return frozenset(freq for freq in freqs if _clear_in_any(loud, freq))

    async def hears(
        self, freq: float, within: float = 5.0, share: float = CLEARLY
    ) -> float:
        """Wait for a tone; returns after how many seconds it began (0 if it was on).

        Raises NotHeard with what was heard instead.
        """
        began = self._loop.time()
        if not await self._until(lambda: self.heard(freq) >= share, within):
            raise NotHeard(f"no {freq} Hz within {within} s, but {self._instead()}")
        return max(0.0, self._onset(freq) - began)

    async def hears_silence(self, lasting: float = 0.4, within: float = 5.0) -> float:
        """Wait until nothing was heard for so long; returns when that began.

        Counts the moments that were listened to, not the clock: a loop that was
        held up must not take its own pause for silence.
        """
        began = self._loop.time()
        quiet = 0

        def still() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if loudness(self.pcm(2 * POLL)) < AUDIBLE else 0
            return quiet * POLL >= lasting

        if not await self._until(still, within):
            raise NotHeard(f"no silence within {within} s, but {self._instead()}")
        return max(0.0, self._loop.time() - began - lasting)

    async def _until(self, true: Callable[[], bool], within: float) -> bool:
        end = self._loop.time() + within
        while not (done := true()) and self._loop.time() < end:
            if self._stream.closed_at:
                break
            await asyncio.sleep(POLL)
        return done

    def _onset(self, freq: float) -> float:
        """When the first frame of the last window came that has the tone."""
        frames = self._recent(WINDOW)
        times = (at for at, frame in frames if goertzel(decode(frame), freq) > 0.5)
        return next(times, self._loop.time())

    def _instead(self) -> str:
        state = "the call is over, " if self._stream.closed_at else ""
        total = len(self._stream.received)
        return f"{state}{dominant(self.pcm())} Hz at last, {total} frames in all"


def _judged(pcm: Sequence[int]) -> bool:
    return len(pcm) >= _ENOUGH and loudness(pcm) > AUDIBLE


def _clear_in_any(windows: Sequence[Sequence[int]], freq: int) -> bool:
    return any(goertzel(window, freq) >= CLEARLY for window in windows)
