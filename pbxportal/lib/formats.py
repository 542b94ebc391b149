"""How dates, times and numbers are written: what there is to choose, and what counts now.

Django asks `pbxportal.formats` for its formats and keeps the answer; so the answer is text
that is read anew each time it is used, from what `using()` has set for this request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext

# By key: the date in Django's letters.
DATES = {
    "ymd": "Y-m-d",
    "dmy": "d/m/Y",
    "dmy-dots": "d.m.Y",
    "mdy": "m/d/Y",
    "day-month": "j M Y",
    "month-day": "M j, Y",
}
# By key: the time to the minute, and what follows the seconds.
TIMES = {"24": ("H:i", ""), "12": ("g:i", " A")}
# By an example: what stands before the decimals, and between thousands.
DIGITS = {
    "1,234.5": (".", ","),
    "1.234,5": (",", "."),
    "1 234,5": (",", "\u00a0"),
    "1'234.5": (".", "'"),
}


@dataclass(frozen=True)
class Formats:
    """A choice; each a key of the tables above."""

    date: str = "ymd"
    time: str = "24"
    digits: str = "1,234.5"

    @property
    def dates(self) -> str:
        """The date."""
        return DATES[self.date]

    def clock(self, seconds: str = "") -> str:
        """The time; `seconds` is what follows the minutes."""
        minutes, half = TIMES[self.time]
        return f"{minutes}{seconds}{half}"


_USUAL = Formats()
_current: ContextVar[Formats] = ContextVar("formats", default=_USUAL)


def current() -> Formats:
    """What counts now."""
    return _current.get()


@contextmanager
def using(formats: Formats) -> Iterator[None]:
    """Writes everything so until the block is left."""
    token = _current.set(formats)
    try:
        yield
    finally:
        _current.reset(token)


def clock_shown(minute: int) -> str:
    """A minute of the day: 540 is "09:00" or "9:00 AM"; the end of the day is "24:00"."""
    hour, rest = divmod(minute, 60)
    if _current.get().time == "24":
        return f"{hour:02}:{rest:02}"
    if hour == 24:
        return gettext("midnight")
    return f"{hour % 12 or 12}:{rest:02} {'AM' if hour < 12 else 'PM'}"


def live(read: Callable[[Formats], str]) -> Any:
    """Text that is `read` from what counts whenever it is looked at."""

    class Live:
        def __str__(self) -> str:
            return read(_current.get())

    return lazystr(Live())
