"""The ears and the finger of a caller who presses one key at each prompt."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from itertools import pairwise

from tests.calls.agreement.generate import (
    COLLECTS,
    COLLECTS_OF_OTHER,
    DIAL,
    DIRECTORIES,
    DIRECTORIES_OF_OTHER,
    MENUS,
    MENUS_OF_OTHER,
    MOST_DIGITS,
    PROMPTS,
    PROMPTS_OF_OTHER,
)
from tests.support.hearing import Ear
from tests.support.sip_calls import OutgoingCall
from tests.support.tones import AUDIBLE, goertzel, loudness

BEEP = 700
_WINDOW = 0.1
_POLL = 0.05
_RATE = 8000
_NEAR = 12
_SPELL = (*DIRECTORIES, *DIRECTORIES_OF_OTHER)
_COLLECT = (*COLLECTS, *COLLECTS_OF_OTHER)
_PROMPTS = (*PROMPTS, *PROMPTS_OF_OTHER, *_SPELL, *_COLLECT, *MENUS, *MENUS_OF_OTHER)


class Listener:
    """Presses the next key whenever a prompt begins; notices a mailbox's tone.

    `beep` is set then. "" as a key lets the prompt pass. `begun` is what extensions begin
    with, of which more digits are pressed where one may be dialled.
    """

    def __init__(
        self, call: OutgoingCall, keys: Sequence[str], begun: Collection[str] = ()
    ) -> None:
        self._call, self._keys, self._begun = call, list(keys), begun
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
            self._press(prompt)
        if steady or not heard:
            # A glitch between two windows of one prompt makes no new prompt.
            self._on = prompt

    def _press(self, prompt: int) -> None:
        key = self._next()
        # Keys that are alone: in a directory they lead out, `#` ends what is collected.
        alone = ("", "0", "*") if prompt in _SPELL else ("", "#")
        if prompt in (*_SPELL, *_COLLECT) and key not in alone:
            # Up to three, ended by # or by a pause: as many as a directory takes.
            while len(key) < 3 and key[-1:] != "#":
                if not (more := self._next()):
                    break
                key += more
        if prompt in DIAL:
            key = self._dialled(key)
        if key:
            self._pressing = asyncio.create_task(self._press_now(key))

    def _dialled(self, entered: str) -> str:
        """What is pressed where an extension may follow; a pause, `*` or `#` ends it."""
        more = entered
        while more.isdigit() and entered in self._begun and len(entered) < MOST_DIGITS:
            more = self._next()
            entered += more
        return entered

    def _next(self) -> str:
        return self._keys.pop(0) if self._keys else ""

    async def _press_now(self, key: str) -> None:
        await self._call.press(key)


def _pitch(pcm: Sequence[int]) -> int:
    """The frequency of a pure tone by its zero crossings; 0 for silence."""
    if loudness(pcm) < AUDIBLE:
        return 0
    signs = [sample > 0 for sample in pcm]
    crossings = sum(a != b for a, b in pairwise(signs))
    return round(crossings * _RATE / (2 * len(pcm)))
