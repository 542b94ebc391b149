"""From a committed change to a worker, without ever losing the way.

`put()` writes a row in the caller's transaction and, once that is committed, nudges a
worker. When the nudge is lost (Redis away, worker killed), the next sweep finds the row.
A handler must be safe to call twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.actor import Actor, acting, current
from tenants.models import Account, OutboxEntry

log = logging.getLogger(__name__)

Handler = Callable[[Account, list[str]], None]
_handlers: dict[str, Handler] = {}
BATCH = 200
# How far ahead people have something done: two years.
FURTHEST = timedelta(days=732)


def register(kind: str, handler: Handler) -> None:
    """Names who takes requests of this kind: `handler(account, keys)`."""
    if kind in _handlers:
        raise ValueError(f"outbox kind {kind!r} has a handler already")
    _handlers[kind] = handler


def put(kind: str, key: str = "", due_at: datetime | None = None) -> None:
    """Asks for `kind` on `key` in the current account, when the transaction commits.

    With `due_at` (aware) it is asked for then, within a sweep's interval; a request that
    could not be handed over in time is handed over late.
    """
    actor = current()
    if actor is None:
        raise RuntimeError("outbox.put() needs an actor: wrap it in acting()")
    if kind not in _handlers:
        raise ValueError(f"nobody handles outbox kind {kind!r}")
    OutboxEntry.objects.create(account=actor.account, kind=kind, key=key, due_at=due_at)
    if due_at is not None:
        return
    # One nudge a transaction: the worker takes all that is waiting.
    if not any(entry[1] is _nudge for entry in connection.run_on_commit):
        transaction.on_commit(_nudge)


def refuse_unfit(field: str, at: datetime) -> None:
    """Raises ValidationError for `field` unless `at`, aware, can be waited for."""
    now = timezone.now()
    if at <= now:
        raise ValidationError({field: _("Choose a time to come.")})
    if at > now + FURTHEST:
        raise ValidationError({field: _("Choose a time within two years.")})


def _nudge() -> None:
    from tenants.tasks import relay_outbox

    try:
        relay_outbox.delay()
    except Exception as error:  # noqa: BLE001  any broker fault: the sweep will find the row
        log.warning("worker not reached, the sweep will hand over: %s", error)


def relay() -> int:
    """Hands waiting requests to their handlers; gives how many were handed over.

    Equal requests are handed over once. Rows that another worker holds are skipped. A
    handler's failure keeps its rows for the next sweep and does not stop the others.
    """
    done = 0
    while batch := _relay_batch():
        done += batch
    return done


def _relay_batch() -> int:
    with transaction.atomic():
        rows = list(
            OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(Q(due_at=None) | Q(due_at__lte=timezone.now()))
            .select_related("account")
            .order_by("account_id", "kind", "id")[:BATCH]
        )
        handled: list[int] = []
        for (account, kind), group in groupby(
            rows, key=lambda row: (row.account, row.kind)
        ):
            entries = list(group)
            if _handle(account, kind, list(dict.fromkeys(e.key for e in entries))):
                handled += [entry.pk for entry in entries]
        OutboxEntry.objects.filter(pk__in=handled).delete()
    return len(handled) if len(rows) == BATCH else 0


def _handle(account: Account, kind: str, keys: list[str]) -> bool:
    try:
        with transaction.atomic(), acting(Actor(account)):
            _handlers[kind](account, keys)
    except Exception:
        log.exception("outbox: %s %s of %s failed, it stays", kind, keys, account.slug)
        return False
    return True
