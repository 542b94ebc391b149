"""Sound files of strangers, made into what Asterisk plays.

ffmpeg decodes them in a process of its own: with little memory and time, without
protocols but files, and with the one demuxer that the first bytes name. So a playlist,
or a file that is two things at once, can't lead it to other files.
"""

from __future__ import annotations

import os
import re
import tempfile
import wave
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO
from uuid import uuid4

from pbxportal.lib import confined

# What the two rates are called by Asterisk: it plays the one nearer to the call's codec.
RATES: Mapping[str, int] = {".wav": 8000, ".wav16": 16000}
_BEST = max(RATES.values())

# dBFS: a mean near that of Asterisk's own sounds, and a peak that is not clipped.
_MEAN, _PEAK, _MOST_GAIN = -21.0, -1.0, 30.0

_PIECE, _UNKNOWN_SIZE = 1 << 20, 0x7FF00000
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d\.\d+)")
_LEVEL = re.compile(r"(mean|max)_volume: (-?[\d.]+) dB")
_CUT_OFF, _GUESSED = "File ended prematurely", "Estimating duration"
_MP3 = re.compile(rb"ID3[\x02-\x04]|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfb]")


class NotASound(ValueError):
    """Why a file was not taken. `reason` is one of the codes below."""

    UNKNOWN = "unknown"  # of none of the kinds
    TOO_BIG = "too_big"
    TOO_LONG = "too_long"
    CUT_OFF = "cut_off"  # it ends before its own end
    BROKEN = "broken"  # it says that it is of a kind, but can't be read

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sound:
    """What a file was, and how long it is now."""

    kind: str
    seconds: Decimal


def kind_of(head: bytes) -> str:
    """wav, mp3, ogg or webm, by a file's first 12 bytes; empty for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"OggS":
        return "ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm"
    return "mp3" if _MP3.match(head) else ""


def convert(source: IO[bytes], stem: Path, most_bytes: int, most_seconds: int) -> Sound:
    """Writes the sound as `stem` with each suffix of RATES: mono, 16 bits, normalised.

    Raises NotASound and leaves nothing then. Several formats, one after the other, are
    not looked for: what counts is the first sound in the file.
    """
    with tempfile.TemporaryDirectory(prefix="pbxportal-sound-") as folder:
        given, plain = Path(folder, "given"), Path(folder, "plain")
        kind = _copy(source, given, most_bytes)
        if kind == "wav":
            _check_whole(given)
        told = _decode(kind, given, plain, most_seconds)
        seconds = _length(plain)
        _check(told, seconds, most_seconds)
        try:
            _write(plain, stem, _gain(told))
        except NotASound:
            remove(stem)
            raise
    return Sound(kind, seconds)


def remove(stem: Path) -> None:
    """Removes what convert() has written."""
    for suffix in RATES:
        Path(f"{stem}{suffix}").unlink(missing_ok=True)


def move(stem: Path, to: Path) -> None:
    """Puts what convert() has written in the place of others; who plays them goes on."""
    for suffix in RATES:
        Path(f"{stem}{suffix}").replace(f"{to}{suffix}")


def lead(stem: Path, to: Path) -> None:
    """Has `stem` lead to what convert() has written, also to what replaces that later.

    Both are in the same tree of folders, which may lie elsewhere for other machines.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    for suffix in RATES:
        place = Path(f"{stem}{suffix}")
        waiting = place.with_name(f".{uuid4().hex}")
        waiting.symlink_to(os.path.relpath(f"{to}{suffix}", place.parent))
        waiting.replace(place)


def _copy(source: IO[bytes], to: Path, most_bytes: int) -> str:
    source.seek(0)
    kind = kind_of(source.read(12))
    if not kind:
        raise NotASound(NotASound.UNKNOWN)
    source.seek(0)
    left = most_bytes
    with to.open("wb") as file:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise NotASound(NotASound.TOO_BIG)
            file.write(piece)
    return kind


def _check_whole(given: Path) -> None:
    """ffmpeg plays what there is of a WAV file, however much its head has promised."""
    with given.open("rb") as file:
        promised = int.from_bytes(file.read(8)[4:], "little")
    # A program that wrote to a pipe did not know: it left 0 or a number without end.
    if promised < _UNKNOWN_SIZE and promised > given.stat().st_size:
        raise NotASound(NotASound.CUT_OFF)


def _decode(kind: str, given: Path, plain: Path, most_seconds: int) -> str:
    """Decodes and measures; what ffmpeg tells of the file."""
    demuxer = {"webm": "matroska"}.get(kind, kind)
    # One second more than is allowed shows that there is more.
    source = ("-f", demuxer, "-t", str(most_seconds + 1), "-i", f"file:{given}")
    only = ("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1")
    return _ffmpeg(
        (*source, *only, "-af", "volumedetect", *_wav(_BEST, plain)),
        most_bytes=(most_seconds + 2) * _BEST * 2,
    )


def _write(plain: Path, stem: Path, gain: float) -> None:
    louder = ("-af", f"volume={gain:.1f}dB")
    outputs = [
        part
        for suffix, rate in RATES.items()
        for part in (*louder, *_wav(rate, Path(f"{stem}{suffix}")))
    ]
    _ffmpeg(
        ("-f", "wav", "-i", f"file:{plain}", *outputs),
        most_bytes=plain.stat().st_size + 1024,
    )


def _wav(rate: int, path: Path) -> Iterable[str]:
    # `-bitexact` leaves out the chunk that names the encoder.
    shape = ("-ac", "1", "-ar", str(rate), "-c:a", "pcm_s16le", "-bitexact")
    return (*shape, "-f", "wav", f"file:{path}")


def _ffmpeg(arguments: Sequence[str], most_bytes: int) -> str:
    files_only = ("-protocol_whitelist", "file,pipe")
    quiet = ("-nostdin", "-hide_banner", "-nostats", "-y", "-threads", "1")
    try:
        return confined.run(("ffmpeg", *quiet, *files_only, *arguments), most_bytes)
    except confined.Stopped as error:
        raise NotASound(NotASound.BROKEN) from error


def _length(plain: Path) -> Decimal:
    try:
        with wave.open(str(plain)) as reader:
            return (Decimal(reader.getnframes()) / _BEST).quantize(Decimal("0.01"))
    except (wave.Error, EOFError) as error:
        raise NotASound(NotASound.BROKEN) from error


def _check(told: str, seconds: Decimal, most_seconds: int) -> None:
    if seconds > most_seconds:
        raise NotASound(NotASound.TOO_LONG)
    if not seconds:
        raise NotASound(NotASound.BROKEN)
    promised = _promised(told)
    lacks = promised - float(seconds)
    if _CUT_OFF in told or lacks > max(0.5, promised * 0.05):
        raise NotASound(NotASound.CUT_OFF)


def _promised(told: str) -> float:
    """How long the file says that it is; 0 if it does not."""
    found = _DURATION.search(told)
    if found is None or _GUESSED in told:
        return 0
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _gain(told: str) -> float:
    """By how much the sound is made louder, in dB; as much quieter if negative."""
    levels = {name: float(level) for name, level in _LEVEL.findall(told)}
    if not {"mean", "max"} <= levels.keys() or levels["max"] < -60:
        return 0  # silence stays what it is
    return min(_MEAN - levels["mean"], _PEAK - levels["max"], _MOST_GAIN)
