"""Tones as numbers: make them, find them, store them (8 kHz, mono, G.711 u-law).

PCM is a sequence of 16 bit samples as ints throughout.
"""

from __future__ import annotations

import math
import struct
import wave
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

RATE = 8000
AMPLITUDE = 8000
# The beep of Asterisk, after which a mailbox records.
BEEP = 700
# Below this RMS nobody hears anything: line noise and rounding of the codec.
AUDIBLE = 100.0

_BIAS = 132
_CLIP = 32635
_LOWEST, _HIGHEST = 100, 3900


def _compress(sample: int) -> int:
    magnitude = min(abs(sample), _CLIP) + _BIAS
    exponent = magnitude.bit_length() - 8
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    sign = 0x80 if sample < 0 else 0
    return ~(sign | (exponent << 4) | mantissa) & 0xFF


def _expand(code: int) -> int:
    code = ~code & 0xFF
    scaled = (((code & 0x0F) << 3) + _BIAS) << ((code >> 4) & 0x07)
    return _BIAS - scaled if code & 0x80 else scaled - _BIAS


# The codec only keeps 14 bits, so a quarter of the table does.
_TO_ULAW = bytes(_compress(quarter << 2) for quarter in range(-8192, 8192))
_FROM_ULAW = tuple(_expand(code) for code in range(256))


def encode(pcm: Iterable[int]) -> bytes:
    """Samples in, one u-law byte a sample out; too loud ones are clipped."""
    return bytes(_TO_ULAW[max(0, min(16383, (s >> 2) + 8192))] for s in pcm)


def decode(ulaw: bytes) -> list[int]:
    """U-law bytes in, samples out."""
    table = _FROM_ULAW
    return [table[code] for code in ulaw]


def tone(*freqs: float, seconds: float, amplitude: int = AMPLITUDE) -> list[int]:
    """Samples of one tone or the sum of several, each of the given amplitude."""
    steps = [2 * math.pi * freq / RATE for freq in freqs]
    return [
        round(amplitude * sum(math.sin(step * n) for step in steps))
        for n in range(round(RATE * seconds))
    ]


@lru_cache(maxsize=64)
def tone_frames(freq: int, frame: int = 160) -> tuple[bytes, ...]:
    """One second of a tone in u-law frames; a whole number of Hz loops seamlessly."""
    ulaw = encode(tone(freq, seconds=1))
    return tuple(ulaw[at : at + frame] for at in range(0, RATE, frame))


def loudness(pcm: Sequence[int]) -> float:
    """Root mean square of the samples; 0 of none."""
    if not pcm:
        return 0.0
    return math.sqrt(sum(sample * sample for sample in pcm) / len(pcm))


def goertzel(pcm: Sequence[int], freq: float) -> float:
    """Which share of the energy is at this frequency: 1.0 a pure tone, 0.0 none."""
    energy = sum(sample * sample for sample in pcm)
    if not energy:
        return 0.0
    factor = 2 * math.cos(2 * math.pi * freq / RATE)
    last = before = 0.0
    for sample in pcm:
        last, before = sample + factor * last - before, last
    power = last * last + before * before - factor * last * before
    return 2 * power / (len(pcm) * energy)


def dominant(pcm: Sequence[int]) -> int:
    """The strongest frequency in Hz, 0 of silence; looks at up to 0.2 s of it."""
    if loudness(pcm) < AUDIBLE:
        return 0
    pcm = pcm[-RATE // 5 :]

    def strongest(freqs: range, samples: Sequence[int]) -> int:
        return max(freqs, key=lambda freq: goertzel(samples, freq))

    # A short window is blunt enough to be searched in wide steps.
    coarse = strongest(range(_LOWEST, _HIGHEST, 20), pcm[-240:])
    fine = strongest(range(coarse - 40, coarse + 41, 4), pcm)
    return strongest(range(fine - 3, fine + 4), pcm)


def write_wav(path: Path, pcm: Sequence[int]) -> Path:
    """Store the samples as Asterisk plays them: WAV, 8 kHz, mono, 16 bit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(pcm)}h", *pcm))
    return path


def read_wav(path: Path) -> list[int]:
    """The samples of a recording in the same form as `write_wav` makes."""
    with wave.open(str(path), "rb") as file:
        form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        if form != (1, 2, RATE):
            raise ValueError(f"{path} is not mono, 16 bit, {RATE} Hz but {form}")
        data = file.readframes(file.getnframes())
    return list(struct.unpack(f"<{len(data) // 2}h", data))
