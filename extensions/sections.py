"""Which blacklists count, as a section of an account's settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from extensions.forms.blacklists import ActiveListsForm
from extensions.models import Blacklist
from extensions.services.blacklists import choose_active
from tenants.access import Right
from tenants.actor import acting_in
from tenants.models import Account
from tenants.sections import Section


def _read(account: Account) -> dict[str, Any]:
    with acting_in(account):
        rows = Blacklist.objects.filter(active=True).values_list("pk", flat=True)
        return {"active": [str(pk) for pk in rows]}


def _write(account: Account, data: dict[str, Any]) -> None:
    choose_active(account, data["active"])


BLACKLISTS = Section(
    "blacklists",
    _("Blacklists"),
    _("Which lists of unwanted numbers count."),
    ActiveListsForm,
    _read,
    _write,
    order=52,
    own=Right.MANAGE,
    only_later=True,
)
