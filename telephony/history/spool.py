"""Asterisk's record files on their way into the database: none lost, none skipped.

A file goes records/cdr.json -> claimed/ -> done/, each time by a rename, which is
atomic: wherever the importer dies, the file is in one of the three, and starting
again goes on from there. What is done twice by that is harmless, as the store takes
every record once.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)

KINDS = ("cdr", "cel")
# Asterisk opens the file for each record, appends one line and closes it, all in one
# function and under one lock. A record that was being written while the file was
# renamed still lands in the renamed file, and that takes microseconds, so a second is
# ample. Should Asterisk be stopped in between for longer, the line arrives in a file
# that was imported already: `Spool.sweep` finds that it grew, and imports it again.
GRACE = 1.0
KEEP = 3600.0


class Spool:
    """The record files of one node; `records` is where Asterisk writes them."""

    def __init__(self, records: Path) -> None:
        self.records = records
        self.claimed = records / "claimed"
        self.done = records / "done"
        self.rejected = records / "rejected"

    def drain(
        self,
        kind: str,
        store: Callable[[str, Sequence[bytes]], Sequence[bytes]],
        now: float | None = None,
    ) -> int:
        """Hand all ripe files of a kind to the store; gives how many there were.

        What the store raises comes through: the file stays claimed. Nothing new is
        claimed while an older file waits, so a long outage of the database makes one
        long file and not one a second.
        """
        now = time.time() if now is None else now
        if not self.waiting(kind):
            self.claim(kind, now)
        files = [path for path in self.waiting(kind) if _ripe(path, now)]
        for path in files:
            self._import(kind, path, store)
        return len(files)

    def claim(self, kind: str, now: float) -> Path | None:
        """Take what Asterisk has written so far; None when there is nothing."""
        source = self.records / f"{kind}.json"
        if not source.exists():
            return None
        self.claimed.mkdir(exist_ok=True)
        stamp = int(now * 1000)
        while (target := self.claimed / f"{kind}-{stamp:015d}.json").exists():
            # A rename would replace it without a word.
            stamp += 1
        return source.rename(target)

    def waiting(self, kind: str) -> list[Path]:
        """Claimed files, oldest first."""
        return sorted(self.claimed.glob(f"{kind}-*.json"))

    def sweep(self, now: float | None = None, keep: float = KEEP) -> None:
        """Take back imported files that grew since; delete those older than `keep`
        seconds. To be called now and then."""
        now = time.time() if now is None else now
        for path in sorted(self.done.glob("*.json")):
            stem, _, size = path.stem.partition(".")
            if path.stat().st_size != int(size):
                logger.warning("%s grew after it was imported", path)
                path.rename(self._free(self.claimed, stem))
            elif now - _stamp(path) > keep:
                path.unlink()

    def _import(
        self,
        kind: str,
        path: Path,
        store: Callable[[str, Sequence[bytes]], Sequence[bytes]],
    ) -> None:
        text = path.read_bytes()
        # Not splitlines: a stray carriage return in a name ends no record.
        rejected = store(kind, [line for line in text.split(b"\n") if line])
        # Here all is stored. Dying from here on only means doing it again.
        if rejected:
            self._reject(path, rejected)
        self.done.mkdir(exist_ok=True)
        path.rename(self.done / f"{path.stem}.{len(text)}.json")

    def _reject(self, path: Path, lines: Sequence[bytes]) -> None:
        """Keep what could not be read; written whole, so twice is once."""
        self.rejected.mkdir(exist_ok=True)
        target = self.rejected / path.name
        draft = target.with_suffix(".new")
        draft.write_bytes(b"".join(line + b"\n" for line in lines))
        draft.rename(target)
        logger.error("%d lines of %s are unreadable: see %s", len(lines), path, target)

    def _free(self, folder: Path, stem: str) -> Path:
        folder.mkdir(exist_ok=True)
        target = folder / f"{stem}.json"
        while target.exists():
            kind, _, stamp = target.stem.partition("-")
            target = folder / f"{kind}-{int(stamp) + 1:015d}.json"
        return target


def _stamp(path: Path) -> float:
    """When a file was claimed, as its name tells."""
    return int(path.stem.partition(".")[0].partition("-")[2]) / 1000


def _ripe(path: Path, now: float) -> bool:
    """Past the grace; a claim in the future means that the clock was set back."""
    age = now - _stamp(path)
    return age >= GRACE or age < 0
