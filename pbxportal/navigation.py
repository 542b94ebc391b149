"""The application toolbar as data, and what every page's shell shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.access import Right
from tenants.models import Account


@dataclass(frozen=True)
class Item:
    """A page in the toolbar, for those who have the right."""

    route: str
    label: str | Promise
    icon: str
    right: Right


TOOLBAR = (
    Item("accounts", _("Accounts"), "building", Right.MANAGE_ACCOUNTS),
    Item("seats", _("Seats"), "users", Right.VIEW),
    Item("callflows", _("Callflows"), "sitemap", Right.VIEW),
    Item("devices", _("Devices"), "device-landline-phone", Right.VIEW),
    Item("voicemail-boxes", _("Voicemail"), "mailbox", Right.VIEW),
    Item("media-list", _("Media"), "music", Right.VIEW),
    Item("time-frames", _("Time frames"), "clock", Right.VIEW),
    Item("live-calls", _("Live calls"), "phone-call", Right.VIEW_CALLS),
    Item("registrations", _("Registrations"), "plug-connected", Right.VIEW_CALLS),
    Item("history", _("Call history"), "history", Right.VIEW_CALLS),
    Item("errors", _("Error log"), "alert-triangle", Right.VIEW_LOGS),
    Item("audit", _("Audit"), "list-check", Right.VIEW_LOGS),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: account, actor, toolbar, accounts of the person."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None}
    account = actor.account
    accounts = Account.objects.filter(memberships__user=actor.user).order_by("name")[
        :20
    ]
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
        "toolbar": [
            {
                "label": item.label,
                # Templates ask for it; without the key they find the dict's own method.
                "items": (),
                "icon": item.icon,
                "url": (url := reverse(item.route, args=[account.slug])),
                "active": request.path.startswith(url),
            }
            for item in TOOLBAR
            if actor.may(item.right)
        ],
    }
