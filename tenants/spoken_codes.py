"""Who can tell people a code by telephone: a higher app, which says so here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tenants.models import Account


@dataclass(frozen=True)
class Speaker:
    """`number_of` gives what is called for a number that was typed, in E.164 (digits).

    `speak` calls such a number and says a code of digits. Both take the account that
    calls, and raise ValidationError when it may not, or can't.
    """

    number_of: Callable[[Account, str], str]
    speak: Callable[[Account, str, str], None]


_speakers: list[Speaker] = []


def register(speaker: Speaker) -> None:
    """Makes it the one that speaks."""
    _speakers[:] = [speaker]


def speaker() -> Speaker | None:
    """The one that speaks; None where nobody can."""
    return _speakers[0] if _speakers else None
