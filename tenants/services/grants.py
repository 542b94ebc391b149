"""Rights that a reseller grants to an account below."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import get_public_schema_name, schema_context

from tenants import audit
from tenants.access import GRANTABLE
from tenants.actor import Actor, acting, required
from tenants.models import Account
from tenants.services import entrance


@transaction.atomic
def grant(account: Account, rights: Iterable[str]) -> Account:
    """Exactly these rights from now on; other processes see it within five seconds.

    Raises ValidationError for a right that can't be granted.
    """
    wanted = sorted(set(rights))
    if unknown := [right for right in wanted if right not in list(GRANTABLE)]:
        raise ValidationError({"rights": _("Can't be granted: %s") % unknown[0]})
    stored: Account = Account.objects.select_for_update().get(pk=account.pk)
    before, stored.granted = stored.granted, wanted
    with schema_context(get_public_schema_name()):
        stored.save(update_fields=["granted"])
    with acting(Actor(stored, required().user)):
        audit.record("grant", stored, {"rights": before}, {"rights": wanted})
    transaction.on_commit(entrance.forget_accounts)
    return stored
