"""Streamed CSV whose cells a spreadsheet can't take for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

# What spreadsheets take for the start of a formula (OWASP, CSV injection).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file whose write() gives back what it was given."""

    def write(self, value: str) -> str:
        return value


def neutral(value: Any) -> str:
    """The cell's text; a leading apostrophe disarms what looks like a formula.

    Callers choose their own names, so any text can come from strangers. Plain numbers
    (also negative ones and +1604… telephone numbers) are left as they are.
    """
    text = "" if value is None else str(value)
    if text.startswith(_DANGEROUS) and not text.lstrip("+-").replace(".", "").isdigit():
        return "'" + text
    return text


def lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV lines (RFC 4180), one at a time, for a streamed answer."""
    writer = csv.writer(_Echo())
    yield writer.writerow([neutral(cell) for cell in header])
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])
