"""The application toolbar as data, and what every page's shell shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callflows.services.problems import red_findings
from tenants import preferences
from tenants.access import Right
from tenants.actor import Actor
from tenants.applications import place_of
from tenants.branding import Brand
from tenants.models import Account
from tenants.services import brands, errors
from tenants.services.entrance import closed_places


@dataclass(frozen=True)
class Item:
    """A page in the toolbar, for those who have the right."""

    route: str
    label: str | Promise
    icon: str
    right: Right
    # How many things want to be looked at there; asked for on every page.
    count: Callable[[], int] | None = None


@dataclass(frozen=True)
class Group:
    """Pages that belong together, under one button; shown to whom may see one of them."""

    label: str | Promise
    icon: str
    items: tuple[Item, ...]


TOOLBAR: tuple[Item | Group, ...] = (
    Item("accounts", _("Accounts"), "building", Right.MANAGE_ACCOUNTS),
    Item("callflows", _("Callflows"), "sitemap", Right.VIEW),
    Group(
        _("Users"),
        "users",
        (
            Item("seats", _("Seats"), "user", Right.VIEW),
            Item("devices", _("Devices"), "device-landline-phone", Right.VIEW),
            Item("voicemail-boxes", _("Voicemail"), "mailbox", Right.VIEW),
            Item("fax-boxes", _("Fax boxes"), "printer", Right.VIEW),
            Item("groups", _("Groups"), "users-group", Right.VIEW),
            Item("directories", _("Directories"), "address-book", Right.VIEW),
        ),
    ),
    Group(
        _("Call handling"),
        "route",
        (
            Item("attendants", _("Auto attendants"), "message-circle", Right.VIEW),
            Item("menus", _("Menus"), "dialpad", Right.VIEW),
            Item("media-list", _("Media"), "music", Right.VIEW),
            Item("prompts", _("System prompts"), "message", Right.VIEW),
            Item("time-frames", _("Time frames"), "clock", Right.VIEW),
            Item("conferences", _("Conferences"), "messages", Right.VIEW),
            Item("parking-lots", _("Parking lots"), "parking", Right.VIEW),
            Item("web-addresses", _("Web addresses"), "webhook", Right.VIEW),
            Item(
                "scheduled-publications", _("Scheduled"), "calendar-event", Right.VIEW
            ),
        ),
    ),
    Group(
        _("Call center"),
        "headset",
        (
            Item("queues", _("Queues"), "hourglass", Right.VIEW),
            Item("agents", _("Agents"), "headset", Right.VIEW),
        ),
    ),
    Group(
        _("Outside"),
        "world",
        (
            Item("outside-calls", _("Outside calls"), "phone-outgoing", Right.VIEW),
            Item("blacklists", _("Blacklists"), "ban", Right.VIEW),
            Item("carriers", _("Carriers"), "world", Right.VIEW),
        ),
    ),
    Group(
        _("Calls"),
        "phone-call",
        (
            Item("live-calls", _("Live calls"), "phone-call", Right.VIEW_CALLS),
            Item("history", _("Call history"), "history", Right.VIEW_CALLS),
            Item("recordings", _("Recordings"), "player-record", Right.LISTEN),
            Item("faxes", _("Faxes"), "file-text", Right.LISTEN),
            Item(
                "registrations",
                _("Registrations"),
                "plug-connected",
                Right.VIEW_CALLS,
            ),
        ),
    ),
    Group(
        _("Billing"),
        "coin",
        (
            Item("billing", _("Plan and balance"), "file-invoice", Right.VIEW_BILLING),
            Item("transactions", _("Transactions"), "receipt", Right.VIEW_BILLING),
            Item("plans", _("Plans"), "tag", Right.MANAGE_ACCOUNTS),
        ),
    ),
    Item("problems", _("Problems"), "bug", Right.VIEW, red_findings),
    Group(
        _("Account"),
        "settings",
        (
            Item("contacts", _("Contacts"), "address-book", Right.VIEW),
            Item("people", _("People"), "user-shield", Right.MANAGE_PEOPLE),
            Item(
                "identity-providers", _("Single sign-on"), "login", Right.MANAGE_PEOPLE
            ),
            Item("settings", _("Settings"), "settings", Right.MANAGE),
            Item("delayed-saves", _("Delayed saves"), "calendar-time", Right.MANAGE),
            Item(
                "errors",
                _("Error log"),
                "alert-triangle",
                Right.VIEW_LOGS,
                errors.unseen_here,
            ),
            Item("audit", _("Audit"), "list-check", Right.VIEW_LOGS),
            Item(
                "masquerades",
                _("Who was in our account"),
                "masks-theater",
                Right.VIEW_LOGS,
            ),
            Item("notices", _("Notices"), "send", Right.VIEW_LOGS),
        ),
    ),
)


# One's own, in the menu of the person.
PERSONAL: tuple[Item, ...] = (
    Item("my-telephone", _("My telephone"), "device-landline-phone", Right.MEMBER),
)


def _offered(items: Iterable[Item], actor: Actor) -> Iterator[tuple[Item, str]]:
    """What this person has a right to, of what the account sees; with its address."""
    closed = closed_places(actor.account)
    for item in items:
        if actor.may(item.right) and _place(item.route) not in closed:
            yield item, reverse(item.route, args=[actor.account.slug])


@cache
def _place(route: str) -> str:
    return place_of(resolve(reverse(route, args=["any"])).route)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: account, actor, toolbar, accounts of the person.

    Made once a request: tables render a small template for each of their rows.
    """
    if getattr(request, "actor", None) is None:
        return {"actor": None, "seen": _seen(request), "brand": _brand(request)}
    if not hasattr(request, "shell"):
        request.shell = _shell(request)  # type: ignore[attr-defined]
    made: dict[str, Any] = request.shell  # type: ignore[attr-defined]
    return made


def _brand(request: Any) -> Brand:
    """Looked up once a request."""
    if not hasattr(request, "brand"):
        request.brand = brands.of_request(request)
    found: Brand = request.brand
    return found


def _seen(request: HttpRequest) -> dict[str, str]:
    """How this page is shown, for <html>: scripts go by it, too."""
    cookie = request.COOKIES.get("theme", "")
    found = preferences.current()
    if found is None:
        return {"theme": cookie if cookie in ("light", "dark") else ""}
    names = ("date_format", "time_format", "timezone", "palette")
    return {"theme": found.theme(cookie), **{name: found[name] for name in names}}


def _shell(request: Any) -> dict[str, Any]:
    actor = request.actor
    account = actor.account
    accounts = Account.objects.in_use().filter(memberships__user=actor.user)
    accounts = accounts.order_by("name")[:20]
    return {
        "actor": actor,
        "account": account,
        "accounts": [
            {
                "label": other.name,
                "url": reverse("account-home", args=[other.slug]),
                "active": other.pk == account.pk,
            }
            for other in accounts
        ],
        "toolbar": list(_toolbar(request)),
        "personal": [
            _shown(item, url, request.path) for item, url in _offered(PERSONAL, actor)
        ],
        "seen": _seen(request),
        "brand": _brand(request),
    }


def _toolbar(request: Any) -> Iterator[dict[str, Any]]:
    """What this person may see, as templates show it."""
    for entry in TOOLBAR:
        items = entry.items if isinstance(entry, Group) else (entry,)
        shown = [
            _shown(item, url, request.path)
            for item, url in _offered(items, request.actor)
        ]
        if isinstance(entry, Item):
            yield from shown
        elif shown:
            yield {
                "label": entry.label,
                "icon": entry.icon,
                "items": shown,
                "count": sum(item["count"] for item in shown),
                "active": any(item["active"] for item in shown),
            }


def _shown(item: Item, url: str, path: str) -> dict[str, Any]:
    return {
        "label": item.label,
        # Templates ask for it; without the key they find the dict's own method.
        "items": (),
        "icon": item.icon,
        "count": item.count() if item.count else 0,
        "url": url,
        "active": path.startswith(url),
    }
