"""AMI streams and record files taken from an Asterisk 22, for tests to replay.

`recordings/<name>.ami` holds the bytes of a listener's connection: events, and the
lists that it asked for while the call went on (`ActionID: resync-…`); the carriage
returns are left out.
`<name>.cdr.json`, `<name>.cel.json` are what the same call left behind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).parent / "recordings"
Event = dict[str, str]


def names() -> list[str]:
    """All recorded calls."""
    return sorted(path.stem for path in RECORDINGS.glob("*.ami"))


def parse(text: str) -> list[Event]:
    """AMI packets as dicts, in order; answers to actions are left out."""
    packets = (_packet(part) for part in text.split("\n\n"))
    return [packet for packet in packets if "Event" in packet]


def _packet(text: str) -> Event:
    lines = (line.partition(": ") for line in text.split("\n"))
    return {name.rstrip(":"): value for name, _, value in lines if name}


def stream(name: str) -> list[Event]:
    """A recorded connection, lists included."""
    return parse((RECORDINGS / f"{name}.ami").read_text())


def is_list(event: Event) -> bool:
    """Whether the event answers an action, rather than tells what happened."""
    return "ActionID" in event


def events(name: str) -> list[Event]:
    """A recorded connection without the lists."""
    return [event for event in stream(name) if not is_list(event)]


def lines(name: str, kind: str) -> list[bytes]:
    """The lines of the call's record file; `kind` is cdr or cel."""
    return (RECORDINGS / f"{name}.{kind}.json").read_bytes().splitlines()


def records(name: str, kind: str) -> list[dict[str, Any]]:
    """The same, parsed."""
    return [json.loads(line) for line in lines(name, kind)]
