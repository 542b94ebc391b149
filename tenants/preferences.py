"""How a person sees pages: chosen by them, else by the account, else by the portal.

Set for the length of a request by the middleware; below, templates and tables ask
Django's localisation, and `current()` for what that doesn't know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import (
    AbstractContextManager,
    ExitStack,
    contextmanager,
    nullcontext,
)
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import formats
from tenants.actor import Actor
from tenants.models import Account, User

# What the account says for all its people in columns of its own.
OF_ACCOUNT = ("timezone", "number_format")
DEFAULTS = (
    "language",
    "date_format",
    "time_format",
    "digits",
    "colour_scheme",
    "palette",
    "start_page",
)
NAMES = (*OF_ACCOUNT, *DEFAULTS)
# What telephones go by: the account's default, and each of their users' own.
OF_TELEPHONES = ("caller_privacy",)
SET_BY_ACCOUNT = (*DEFAULTS, *OF_TELEPHONES)


class Colours(models.TextChoices):
    """The scheme of a page's colours."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Palette(models.TextChoices):
    """By which colours states and findings are told apart (`tokens.css`)."""

    STANDARD = "standard", _("Standard")
    COLOUR_BLIND = "colour-blind", _("For colour-blind people")


class CallerPrivacy(models.TextChoices):
    """What a telephone's calls hide of who is calling, from colleagues and outside."""

    NOTHING = "nothing", _("Nothing")
    NAME = "name", _("The name")
    NUMBER = "number", _("The number")
    BOTH = "both", _("Name and number")

    @property
    def hides_name(self) -> bool:
        """Whether the name is not shown."""
        return self in (CallerPrivacy.NAME, CallerPrivacy.BOTH)

    @property
    def hides_number(self) -> bool:
        """Whether the number is not shown."""
        return self in (CallerPrivacy.NUMBER, CallerPrivacy.BOTH)


@dataclass(frozen=True)
class Preferences:
    """What counts (`values`), and what of it the person has chosen (`own`), by name."""

    values: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def formats(self) -> formats.Formats:
        """How dates, times and numbers are written."""
        return formats.Formats(self["date_format"], self["time_format"], self["digits"])

    def theme(self, cookie: str) -> str:
        """`light`, `dark`, or nothing: as the device.

        A browser's own choice (its cookie) stands between the person's and the account's.
        """
        chosen = self.own.get("colour_scheme") or cookie or self["colour_scheme"]
        return chosen if chosen in (Colours.LIGHT, Colours.DARK) else ""


def of_portal() -> dict[str, str]:
    """What counts where nobody has chosen."""
    return {"timezone": "UTC", "number_format": "international", **settings.PREFERENCES}


def of_account(account: Account | None) -> dict[str, str]:
    """What counts for people of the account who have not chosen."""
    if account is None:
        return of_portal()
    columns = {name: getattr(account, name) for name in OF_ACCOUNT}
    return {**of_portal(), **still_there(account.preferences), **columns}


def of_person(user: User | None, account: Account | None) -> Preferences:
    """What counts for the person in the account."""
    own = still_there(user.preferences) if user else {}
    return Preferences({**of_account(account), **own}, own)


def caller_privacy(own: str, account: Account) -> CallerPrivacy:
    """What telephones of somebody hide who has chosen `own`; empty: what the account says."""
    return CallerPrivacy(own or of_account(account)["caller_privacy"])


def still_there(chosen: Mapping[str, Any]) -> dict[str, str]:
    """What of a choice can be had: a language may have gone since."""
    return {
        name: str(value)
        for name, value in chosen.items()
        if name in (*NAMES, *OF_TELEPHONES) and _known(name, value)
    }


def _known(name: str, value: Any) -> bool:
    tables: dict[str, Any] = {
        "language": dict(settings.LANGUAGES),
        "date_format": formats.DATES,
        "time_format": formats.TIMES,
        "digits": formats.DIGITS,
        "colour_scheme": Colours.values,
        "palette": Palette.values,
        "caller_privacy": CallerPrivacy.values,
    }
    if name == "timezone":
        return _zone_there(value)
    return name not in tables or value in tables[name]


def _zone_there(name: Any) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, TypeError, ValueError):
        return False
    return True


def speaking(
    account: Account | None, user: User | None = None
) -> AbstractContextManager[None]:
    """Texts are in the person's language, else in the account's.

    Where neither has chosen one they stay in that of the request.
    """
    language = of_person(user, account)["language"]
    return translation.override(language) if language else nullcontext()


def seen_by(
    actor: Actor, by_account_clock: bool = False
) -> AbstractContextManager[None]:
    """Everything is shown, and typed, as the actor has it in the account.

    Who acts for the reseller sees what the account's people see, or the one person as whom
    they look at it. `by_account_clock` is for
    pages that type or imagine a moment of a callflow.
    """
    user = actor.masquerade.seen_as if actor.masquerade else actor.user
    zone = actor.account.timezone if by_account_clock else ""
    return in_force(of_person(user, actor.account), zone)


_current: ContextVar[Preferences | None] = ContextVar("preferences", default=None)


def current() -> Preferences | None:
    """What counts for this request; None outside of pages."""
    return _current.get()


@contextmanager
def in_force(preferences: Preferences, zone: str = "") -> Iterator[None]:
    """Shows everything so until the block is left; `zone` in place of the person's."""
    with ExitStack() as stack:
        stack.enter_context(
            timezone.override(ZoneInfo(zone or preferences["timezone"]))
        )
        if preferences["language"]:
            stack.enter_context(translation.override(preferences["language"]))
        stack.enter_context(formats.using(preferences.formats))
        token = _current.set(preferences)
        try:
            yield
        finally:
            _current.reset(token)
