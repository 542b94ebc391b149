"""Tones survive the codec and are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.tones import (
    decode,
    dominant,
    encode,
    goertzel,
    loudness,
    read_wav,
    tone,
    tone_frames,
    write_wav,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_codec_keeps_samples_within_its_steps() -> None:
    pcm = [0, 8, -8, 100, -100, 5000, -5000, 32000, -32000]
    for before, after in zip(pcm, decode(encode(pcm)), strict=True):
        assert abs(before - after) <= max(8, abs(before) // 16)


def test_codec_has_the_silence_of_the_standard() -> None:
    assert encode([0]) == b"\xff"
    assert decode(b"\xff\x7f\x80\x00") == [0, 0, 32124, -32124]


def test_codec_clips_what_is_too_loud() -> None:
    assert decode(encode([99999, -99999])) == [32124, -32124]


def test_goertzel_tells_tones_apart() -> None:
    heard = decode(encode(tone(440, seconds=0.2)))
    assert goertzel(heard, 440) > 0.97
    assert goertzel(heard, 480) < 0.05
    assert goertzel([0] * 1600, 440) == 0.0
    assert goertzel([], 440) == 0.0


def test_goertzel_splits_a_sum_of_tones() -> None:
    both = tone(350, 440, seconds=0.2)
    assert goertzel(both, 350) == pytest.approx(0.5, abs=0.05)
    assert goertzel(both, 440) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("freq", [110, 440, 880, 1004, 1333, 2600, 3890])
def test_dominant_finds_the_frequency(freq: int) -> None:
    assert dominant(tone(freq, seconds=0.3)) == pytest.approx(freq, abs=1)


def test_dominant_is_nothing_in_silence() -> None:
    assert dominant([0] * 800) == 0
    assert dominant([]) == 0


def test_frames_of_a_tone_loop_without_a_seam() -> None:
    frames = tone_frames(441)
    assert {len(frame) for frame in frames} == {160}
    twice = decode(b"".join(frames * 2))
    assert goertzel(twice[7200:8800], 441) > 0.97


def test_wav_is_read_as_it_was_written(tmp_path: Path) -> None:
    pcm = tone(700, seconds=0.1)
    path = write_wav(tmp_path / "acme" / "prompt.wav", pcm)
    assert read_wav(path) == pcm
    assert loudness(pcm) == pytest.approx(8000 / 2**0.5, rel=0.02)
