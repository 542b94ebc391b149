"""The audit: written by services, in the transaction of the change.

The actor is added here, so no caller can forget or forge it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tenants.actor import current
from tenants.models import Account, AuditEntry, ErrorEntry

_HIDDEN = frozenset({"password", "password_digest", "digest", "pin"})


@dataclass(frozen=True)
class Secret:
    """A value that may be compared, so that a change of it is noticed, and not shown."""

    value: Any = field(repr=False)

    def __str__(self) -> str:
        return "•••" if self.value else ""


def snapshot(instance: models.Model) -> dict[str, Any]:
    """The object's column values as they are now, secrets as `Secret`."""
    values: dict[str, Any] = {}
    for column in instance._meta.concrete_fields:
        value = column.value_from_object(instance)
        hidden = column.name in _HIDDEN
        values[column.name] = Secret(value) if hidden else value
    return values


def record(
    verb: str,
    instance: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Notes that the current actor did `verb` to the object.

    Only what differs between `before` and `after` is kept, as `{field: [old, new]}`.
    """
    actor = current()
    if actor is None:
        raise RuntimeError("an audited change needs an actor: wrap it in acting()")
    before, after = before or {}, after or {}
    changed = {
        key: [_plain(before.get(key)), _plain(after.get(key))]
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    }
    AuditEntry.objects.create(
        account=actor.account,
        user=actor.user,
        masquerade=actor.masquerade,
        verb=verb,
        kind=instance._meta.model_name or "",
        object_id=instance.pk if _is_uuid(instance) else None,
        label=str(instance)[:200],
        changes=changed,
    )


def error(account: Account, source: str, message: str) -> None:
    """Puts a failure into the account's error log."""
    ErrorEntry.objects.create(account=account, source=source, message=message)


def _is_uuid(instance: models.Model) -> bool:
    return isinstance(instance._meta.pk, models.UUIDField)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model | Secret) else value
