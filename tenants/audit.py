"""The audit: written by services, in the transaction of the change.

The actor is added here, so no caller can forget or forge it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from tenants import origin
from tenants.actor import acting_in, current, required
from tenants.models import Account, AuditEntry, ErrorEntry, Severity

HIDDEN = "•••"
# Rows of the error log that an account may have.
MOST_ERRORS = 2_000
# The last word of a name says what the value is: of `moderator_pin` a PIN.
_SECRETS = frozenset({"digest", "password", "passwords", "pin", "pins"})
_SECRETS |= {"secret", "secrets", "token", "tokens"}
# The account reads its own audit, and not what is written about it above.
_PRIVATE = frozenset({"private_notes"})


@dataclass(frozen=True)
class Secret:
    """A value that may be compared, so that a change of it is noticed, and not shown."""

    value: Any = field(repr=False)

    def __str__(self) -> str:
        return HIDDEN if self.value else ""


def hides(name: str) -> bool:
    """Whether a value of that name, of a column or inside of a document, is secret."""
    words = re.findall(r"[a-z]+", name.lower())
    return name in _PRIVATE or (bool(words) and words[-1] in _SECRETS)


def without_secrets(value: Any, name: str = "") -> Any:
    """The value as it may be read, also what stands inside of it.

    Whether there is a secret can be told; yes and no are none.
    """
    if isinstance(value, Secret):
        return str(value)
    if hides(name) and not isinstance(value, bool | None):
        return HIDDEN if value else ""
    if isinstance(value, Mapping):
        return {key: without_secrets(each, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(each) for each in value]
    return str(value) if isinstance(value, models.Model) else value


def snapshot(instance: models.Model) -> dict[str, Any]:
    """The object's column values as they are now, secrets as `Secret`."""
    values: dict[str, Any] = {}
    for column in instance._meta.concrete_fields:
        value = column.value_from_object(instance)
        values[column.name] = Secret(value) if hides(column.name) else value
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
        key: [without_secrets(side.get(key), key) for side in (before, after)]
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    }
    came = origin.current()
    AuditEntry.objects.create(
        account=actor.account,
        user=actor.user,
        masquerade=actor.masquerade,
        verb=verb,
        kind=instance._meta.model_name or "",
        object_id=instance.pk if _is_uuid(instance) else None,
        label=str(instance)[:200],
        changes=changed,
        request_id=came.request_id,
        address=came.address,
    )


def record_of_account(
    verb: str, account: Account, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """What was done to an account: noted in it, and where the person acts."""
    if required().account.pk != account.pk:
        record(verb, account, before, after)
    with acting_in(account):
        record(verb, account, before, after)


def error(
    account: Account,
    source: str,
    message: str,
    *,
    about: models.Model | None = None,
    severity: Severity = Severity.ERROR,
    alike: str = "",
) -> None:
    """Puts a failure into the account's error log; `about` is the object concerned.

    One that is alike and that nobody has seen is counted instead, so that what fails in
    a loop fills nothing. `alike` is what such failures share, by default the message.
    """
    known = about if about is not None and _is_uuid(about) else None
    row = {
        "at": timezone.now(),
        "message": message,
        "kind": known._meta.model_name if known else "",
        "object_id": known.pk if known else None,
        "label": str(known)[:200] if known else "",
    }
    digest = _digest(source, severity, alike or message)
    again = ErrorEntry.objects.filter(account=account, alike=digest, seen_at=None)
    if again.update(count=models.F("count") + 1, **row):
        return
    row |= {"account": account, "alike": digest}
    row |= {"source": source, "severity": severity}
    try:
        with transaction.atomic():
            ErrorEntry.objects.create(**row)
    except IntegrityError:
        # Another process has noted the same just now.
        again.update(count=models.F("count") + 1)
    else:
        _keep_few(account)


def _keep_few(account: Account) -> None:
    """Whatever the messages are, an account's log has an end: the oldest go."""
    rows = ErrorEntry.objects.filter(account=account).order_by("-at")
    surplus = rows.values("pk")[MOST_ERRORS:]
    ErrorEntry.objects.filter(pk__in=surplus).delete()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _is_uuid(instance: models.Model) -> bool:
    return isinstance(instance._meta.pk, models.UUIDField)
