"""Files of each kind become what Asterisk plays; others leave nothing behind."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path

import pytest

from pbxportal.lib import transcode
from pbxportal.lib.transcode import NotASound, kind_of
from tests.support.tones import goertzel

MOST_BYTES, MOST_SECONDS = 3_000_000, 20
KINDS = ("wav", "mp3", "ogg", "webm")


def made(
    path: Path, *synth: str, seconds: float = 2, more: tuple[str, ...] = ()
) -> Path:
    """A sound as people have them: 44.1 kHz, two channels."""
    plain = path.with_suffix(".plain.wav")
    shape = ("sox", "-n", "-r", "44100", "-c", "2", str(plain), "synth", str(seconds))
    subprocess.run([*shape, *(synth or ("sine", "440"))], check=True)
    quiet = ("ffmpeg", "-loglevel", "error", "-y", "-i", str(plain))
    subprocess.run([*quiet, *more, str(path)], check=True)
    return path


def take(path: Path, to: Path) -> transcode.Sound:
    with path.open("rb") as file:
        return transcode.convert(file, to, MOST_BYTES, MOST_SECONDS)


def refused(path: Path, to: Path) -> str:
    with pytest.raises(NotASound) as caught:
        take(path, to)
    assert [p for p in to.parent.iterdir() if p.name.startswith(to.name)] == []
    return caught.value.reason


def read(path: Path) -> tuple[int, int, list[int]]:
    """Channels, rate and samples."""
    with wave.open(str(path)) as reader:
        frames = reader.readframes(reader.getnframes())
        shape = reader.getnchannels(), reader.getframerate()
    pcm = memoryview(frames).cast("h").tolist()
    return *shape, pcm


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_taken_at_both_rates(kind: str, tmp_path: Path) -> None:
    sound = take(made(tmp_path / f"given.{kind}"), tmp_path / "out")
    assert sound.kind == kind
    assert abs(float(sound.seconds) - 2) < 0.1
    for suffix, rate in transcode.RATES.items():
        channels, got, pcm = read(tmp_path / f"out{suffix}")
        assert (channels, got) == (1, rate)
        assert abs(len(pcm) / rate - 2) < 0.1
        middle = pcm[rate : rate + rate // 5]
        assert goertzel(middle, 440 * 8000 / rate) > 0.9


@pytest.mark.parametrize("volume", ["0.02", "1"])
def test_loud_and_quiet_sounds_end_up_alike(volume: str, tmp_path: Path) -> None:
    given = made(tmp_path / "given.wav", "sine", "440", "vol", volume)
    take(given, tmp_path / "out")
    _, _, pcm = read(tmp_path / "out.wav")
    assert 3500 < max(pcm) < 5000  # a mean of -21 dBFS


def test_a_peak_is_not_clipped(tmp_path: Path) -> None:
    """A short loud click in silence: its mean alone would call for more."""
    click = ("sine", "440", "vol", "0.5", "pad", "0", "15")
    given = made(tmp_path / "given.wav", *click, seconds=0.1)
    take(given, tmp_path / "out")
    _, _, pcm = read(tmp_path / "out.wav")
    assert 20_000 < max(pcm) < 32_000


def test_silence_is_no_noise(tmp_path: Path) -> None:
    take(made(tmp_path / "given.wav", "sine", "440", "vol", "0"), tmp_path / "out")
    assert max(read(tmp_path / "out.wav")[2]) < 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_that_is_too_long_is_refused(kind: str, tmp_path: Path) -> None:
    small = ("-ac", "1", "-ar", "8000") if kind != "webm" else ()
    given = made(tmp_path / f"given.{kind}", seconds=30, more=small)
    assert refused(given, tmp_path / "out") == NotASound.TOO_LONG


def test_a_file_that_is_too_big_is_refused(tmp_path: Path) -> None:
    given = made(tmp_path / "given.wav", seconds=19)
    assert refused(given, tmp_path / "out") == NotASound.TOO_BIG


@pytest.mark.parametrize("kind", ["wav", "mp3", "webm"])
def test_a_file_that_was_cut_off_is_refused(kind: str, tmp_path: Path) -> None:
    given = made(tmp_path / f"given.{kind}", seconds=5)
    content = given.read_bytes()
    given.write_bytes(content[: len(content) // 2])
    assert refused(given, tmp_path / "out") == NotASound.CUT_OFF


@pytest.mark.parametrize("kind", KINDS)
def test_a_head_alone_is_no_sound(kind: str, tmp_path: Path) -> None:
    given = made(tmp_path / f"given.{kind}")
    given.write_bytes(given.read_bytes()[:40])
    assert refused(given, tmp_path / "out") in (NotASound.BROKEN, NotASound.CUT_OFF)


def secret(folder: Path) -> Path:
    """A sound of the machine's that no upload may reach."""
    return made(folder / "secret.wav")


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {}\n",
        "v=0\nm=audio 5004 RTP/AVP 0\n",
        "[playlist]\nFile1={}\n",
    ],
)
@pytest.mark.parametrize("head", [b"", b"ID3\x03\0\0\0\0\0\0", b"RIFF\0\0\0\0WAVE"])
def test_a_playlist_leads_nowhere(playlist: str, head: bytes, tmp_path: Path) -> None:
    given = tmp_path / "given.mp3"
    given.write_bytes(head + playlist.format(secret(tmp_path)).encode())
    assert refused(given, tmp_path / "out")


def test_other_containers_are_not_looked_into(tmp_path: Path) -> None:
    """Such as MP4, whose tracks may lie in other files."""
    given = made(tmp_path / "given.mp4", more=("-c:a", "aac"))
    assert refused(given, tmp_path / "out") == NotASound.UNKNOWN
    assert kind_of(b"<svg xmlns='") == kind_of(b"") == ""


def test_a_picture_in_webm_is_no_sound(tmp_path: Path) -> None:
    given = tmp_path / "given.webm"
    test_picture = ("-f", "lavfi", "-i", "testsrc=duration=1:size=64x64:rate=5")
    command = (
        "ffmpeg",
        "-loglevel",
        "error",
        *test_picture,
        "-c:v",
        "libvpx",
        str(given),
    )
    subprocess.run(command, check=True)
    assert refused(given, tmp_path / "out") == NotASound.BROKEN


def test_the_new_sound_takes_the_old_ones_place(tmp_path: Path) -> None:
    """Whoever has the old file open hears it to its end."""
    take(made(tmp_path / "a.wav", seconds=1), tmp_path / "old")
    take(made(tmp_path / "b.wav", seconds=2), tmp_path / "new")
    with (tmp_path / "old.wav").open("rb") as playing:
        transcode.move(tmp_path / "new", tmp_path / "old")
        with wave.open(io.BytesIO(playing.read())) as reader:
            assert reader.getnframes() == 8000
    assert len(read(tmp_path / "old.wav16")[2]) == 32000
    assert not (tmp_path / "new.wav").exists()
