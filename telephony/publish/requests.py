"""Requests to publish: kept in the database, so that none is forgotten."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F

from telephony.models import PublishedUnit
from telephony.publish import compiler
from telephony.publish.compile import unit_name
from tenants.models import Account
from tenants.units import Unit

# Units of an older version that one sweep takes up: changes of today come through between.
BATCH = 200

log = logging.getLogger(__name__)


def want(account: Account, kind: str, keys: list[str]) -> None:
    """Notes that the units must be published again, and wakes a worker after commit."""
    for key in keys:
        unit = PublishedUnit.objects.filter(account=account, kind=kind, key=key).first()
        name = unit.name if unit else unit_name(account, kind, key)
        if name is None:
            continue
        unit, _ = PublishedUnit.objects.get_or_create(
            account=account, kind=kind, key=key, defaults={"name": name}
        )
        PublishedUnit.objects.filter(pk=unit.pk).update(wanted=F("wanted") + 1)
        transaction.on_commit(partial(_wake, unit.pk))


def want_missing() -> None:
    """Every account has its way out: help is called there, whatever else is set up."""
    known = PublishedUnit.objects.filter(kind=Unit.OUTBOUND).values("account")
    for account in Account.objects.filter(deleted_at=None).exclude(pk__in=known):
        want(account, Unit.OUTBOUND, [""])


def want_outdated() -> None:
    """What another version of the portal has compiled is published anew, bit by bit."""
    old = PublishedUnit.objects.filter(wanted=F("done"), account__deleted_at=None)
    rows = old.exclude(compiler=compiler.digest()).values_list("pk", flat=True)
    batch = list(rows[:BATCH])
    PublishedUnit.objects.filter(pk__in=batch).update(wanted=F("wanted") + 1)


def waiting() -> list[UUID]:
    """Units whose newest request is not carried out yet."""
    late = PublishedUnit.objects.filter(wanted__gt=F("done"))
    return list(late.values_list("pk", flat=True))


def _wake(unit_id: UUID) -> None:
    from telephony.publish.tasks import publish_unit

    try:
        publish_unit.delay(str(unit_id))
    except Exception as error:  # noqa: BLE001  any broker fault: the sweep will find the unit
        log.warning("worker not reached, the sweep will publish: %s", error)
