"""What callers may dial instead of a key: numbers of the account, digit by digit."""

from __future__ import annotations

from collections.abc import Iterable

# Nobody spells a longer number at a menu; those of the public network are longer.
MOST_DIGITS = 7
# Opens the mailbox of the extension that calls, unless a callflow has this number.
OWN_MAILBOX = "*97"


def by_callers(numbers: Iterable[str]) -> frozenset[str]:
    """Those of the account's numbers that callers can dial: no codes with `*`, `#`, `+`."""
    return frozenset(
        number
        for number in numbers
        if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    )


def beginnings(numbers: Iterable[str]) -> frozenset[str]:
    """All that somebody has entered who is about to dial one of the numbers."""
    return frozenset(n[:length] for n in numbers for length in range(1, len(n)))
