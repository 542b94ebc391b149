"""The applications of the toolbar, and the pages of the control center.

Each app fills this registry. An account sees all of them, or those that who manages it
has chosen; what an account above does not have, nobody below it has. One rule for pages,
REST and websockets: what is closed to the account answers 404, as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from tenants.models import Account

# How routes begin inside an account.
_ACCOUNT = "<slug:account>/"


@dataclass(frozen=True)
class Application:
    """What can be closed to an account.

    `places` are the first words of its addresses after the account, on pages and in REST.
    A place of several applications is open as long as one of them is. `control` says
    that it is a page of the control center.
    """

    key: str
    label: str | Promise
    places: frozenset[str]
    control: bool = False


_applications: dict[str, Application] = {}


def register(*applications: Application) -> None:
    """Adds applications; a second one of the same key is refused."""
    for application in applications:
        if application.key in _applications:
            raise ValueError(f"application {application.key!r} is registered already")
        _applications[application.key] = application


def application(key: str, label: str | Promise, places: str = "") -> Application:
    """One of the toolbar; `places` with blanks between them, the key if there are none."""
    return Application(key, label, frozenset((places or key).split()))


def control_page(key: str, label: str | Promise, places: str = "") -> Application:
    """One of the control center."""
    return Application(key, label, frozenset((places or key).split()), control=True)


def known(control: bool) -> list[Application]:
    """All applications of the toolbar, or all pages of the control center."""
    return [each for each in _applications.values() if each.control == control]


def places() -> frozenset[str]:
    """Every place that some application has."""
    return frozenset[str]().union(*(each.places for each in _applications.values()))


def closed_keys(path: Iterable[Account]) -> frozenset[str]:
    """What is closed to the last account of a path, from the master down to it."""
    closed: set[str] = set()
    for account in path:
        for chosen, control in (
            (account.applications, False),
            (account.control_pages, True),
        ):
            if chosen is not None:
                closed |= {a.key for a in known(control) if a.key not in chosen}
    return frozenset(closed)


def closed_places(keys: Collection[str]) -> frozenset[str]:
    """The places that are closed with these applications."""
    open_ = frozenset[str]().union(
        *(each.places for key, each in _applications.items() if key not in keys)
    )
    return places() - open_


def place_of(route: str) -> str:
    """`seats` for `a/<slug:account>/seats/<uuid:pk>/`."""
    return route.partition(_ACCOUNT)[2].partition("/")[0]
