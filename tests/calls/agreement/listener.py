"""The ears and the finger of a caller who presses one key at each prompt."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

from tests.calls.agreement.generate import PROMPTS, PROMPTS_OF_OTHER
from tests.support.hearing import Ear
from tests.support.sip_calls import OutgoingCall
from tests.support.tones import AUDIBLE, goertzel, loudness

BEEP = 700
_WINDOW = 0.1
_POLL = 0.05
_RATE = 8000
_NEAR = 12
_PROMPTS = (*PROMPTS, *PROMPTS_OF_OTHER)


class Listener:
    """Presses the next key whenever a prompt begins; notices a mailbox's tone.

    `beep` is set then. "" as a key lets the prompt pass.
    """

    def __init__(self, call: OutgoingCall, keys: Sequence[str]) -> None:
        self._call, self._keys = call, list(keys)
        self._ear: Ear = call._ear
        self._before = self._on = 0
        self.beep = False
        self._task = asyncio.create_task(self._listen())

    def stop(self) -> None:
        """Listens no longer."""
        self._task.cancel()

    async def _listen(self) -> None:
        while not self._call.ended.is_set():
            self._judge(self._ear.pcm(_WINDOW))
            await asyncio.sleep(_POLL)

    def _judge(self, pcm: Sequence[int]) -> None:
        heard = _pitch(pcm) if len(pcm) >= _RATE * _WINDOW * 0.8 else 0
        steady = heard if abs(heard - self._before) < _NEAR else 0
        self._before = heard
        prompt = next((p for p in _PROMPTS if abs(p - steady) < _NEAR), 0)
        if steady and abs(steady - BEEP) < _NEAR and goertzel(pcm, BEEP) > 0.6:
            self.beep = True
        if prompt and prompt != self._on:
            self._press()
        if steady or not heard:
            # A glitch between two windows of one prompt makes no new prompt.
            self._on = prompt

    def _press(self) -> None:
        key = self._keys.pop(0) if self._keys else ""
        if key:
            self._pressing = asyncio.create_task(self._press_now(key))

    async def _press_now(self, key: str) -> None:
        await self._call.press(key)


def _pitch(pcm: Sequence[int]) -> int:
    """The frequency of a pure tone by its zero crossings; 0 for silence."""
    if loudness(pcm) < AUDIBLE:
        return 0
    signs = [sample > 0 for sample in pcm]
    crossings = sum(a != b for a, b in pairwise(signs))
    return round(crossings * _RATE / (2 * len(pcm)))
