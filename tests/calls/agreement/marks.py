"""The nodes that real calls went through, as Asterisk's records tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from telephony.history import lines
from telephony.history.lines import Step

Nodes = tuple[tuple[str, str], ...]


def finished_calls(records: Path, channel: str) -> list[Nodes]:
    """Unit and node of every mark of each call that a channel placed, in order.

    `channel` is how the channel's name begins. Only calls that are over are told.
    """
    steps = sorted(_steps(records), key=attrgetter("at"))
    placed = [
        step.linkedid
        for step in steps
        if step.kind == "start"
        and step.uniqueid == step.linkedid
        and step.channel.startswith(channel)
    ]
    marks: dict[str, list[tuple[str, str]]] = {linkedid: [] for linkedid in placed}
    for step in steps:
        if step.kind == "node" and step.linkedid in marks:
            unit = step.context.rpartition("-v")[0]
            marks[step.linkedid].append((unit, step.node))
    ended = {step.linkedid for step in steps if step.kind == "end"}
    return [tuple(marks[linkedid]) for linkedid in placed if linkedid in ended]


def _steps(records: Path) -> Iterator[Step]:
    """Each event once, wherever the importer has put its file by now."""
    seen = set()
    for path in sorted(records.rglob("cel*.json")):
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            continue  # it was renamed while we looked: its next place comes later
        for line in text.splitlines(keepends=True):
            step = None if line in seen else _step(line)
            seen.add(line)
            if step:
                yield step


@lru_cache(maxsize=200_000)
def _step(line: bytes) -> Step | None:
    records, _ = lines.split(line)
    return lines.step(records[0]) if records else None
