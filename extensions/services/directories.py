"""Directories: who is in them, and where each of them leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.db import transaction

from callflows.models import Callflow, CallflowNumber
from callflows.services.usage import touch_callflows_using
from callflows.snapshot_types import CallflowInfo, Listed
from extensions.models import Directory, DirectoryEntry, PhoneUser
from pbxportal.lib.keypad import keys_of
from tenants import audit
from tenants.services import objects

Entries = Mapping[PhoneUser, Callflow | None]


def touch_directory(directory: Directory) -> None:
    """Callflows that lead callers to the directory."""
    touch_callflows_using(directory.pk)


@transaction.atomic
def save_directory(directory: Directory, entries: Entries | None = None) -> None:
    """Saves a new or changed directory; None leaves its entries as they are.

    Raises ValidationError by field.
    """
    objects.save(directory, touch_directory)
    if entries is None:
        return
    before = _entries(directory)
    directory.entries.all().delete()
    DirectoryEntry.objects.bulk_create(
        DirectoryEntry(directory=directory, user=user, callflow=callflow)
        for user, callflow in entries.items()
    )
    after = _entries(directory)
    if before != after:
        audit.record("entries", directory, before, after)
        touch_directory(directory)


def listed(directory: Directory, slug: str) -> tuple[Listed, ...]:
    """Who can be found, by name; whose extension leads nowhere is left out."""
    return listed_in([directory], slug)[directory.pk]


def listed_in(
    directories: Iterable[Directory], slug: str
) -> dict[UUID, tuple[Listed, ...]]:
    """The same for several at once, in a constant number of queries."""
    directories = list(directories)
    rows = DirectoryEntry.objects.filter(directory__in=directories)
    own: dict[UUID, dict[UUID, Callflow | None]] = defaultdict(dict)
    for entry in rows.select_related("callflow"):
        own[entry.directory_id][entry.user_id] = entry.callflow
    people = list(PhoneUser.objects.prefetch_related("voicemail_boxes"))
    targets = _by_extension()
    return {
        each.pk: tuple(_found(each, own[each.pk], people, targets, slug))
        for each in directories
    }


def _found(
    directory: Directory,
    own: Mapping[UUID, Callflow | None],
    people: Iterable[PhoneUser],
    targets: Mapping[str, Callflow],
    slug: str,
) -> Iterator[Listed]:
    for user in people:
        if not directory.everybody and user.pk not in own:
            continue
        keys = spelled(user, directory.names)
        callflow = own.get(user.pk) or targets.get(user.extension)
        if keys and callflow:
            yield _listed(user, keys, callflow, slug)


def spelled(user: PhoneUser, names: str) -> tuple[str, ...]:
    """The keys that a user is found by; none for names without Latin letters."""
    parts = {
        Directory.Names.FIRST: (user.first_name,),
        Directory.Names.LAST: (user.last_name or user.first_name,),
        Directory.Names.EITHER: (user.first_name, user.last_name),
    }[Directory.Names(names)]
    return tuple(dict.fromkeys(keys for part in parts if (keys := keys_of(part))))


def _listed(
    user: PhoneUser, keys: tuple[str, ...], callflow: Callflow, slug: str
) -> Listed:
    box = next(iter(user.voicemail_boxes.all()), None)
    target = CallflowInfo(
        callflow.pk, callflow.name, callflow.unit(slug), callflow.live_id is not None
    )
    number = box.number if box else ""
    return Listed(user.pk, user.name, user.extension, keys, target, number)


def _by_extension() -> dict[str, Callflow]:
    numbers = CallflowNumber.objects.filter(
        number__in=PhoneUser.objects.values("extension")
    )
    return {
        entry.number: entry.callflow for entry in numbers.select_related("callflow")
    }


def _entries(directory: Directory) -> dict[str, list[str]]:
    rows = directory.entries.select_related("user", "callflow").order_by(
        "user__extension"
    )
    return {
        "entries": [
            f"{row.user} → {row.callflow}" if row.callflow else str(row.user)
            for row in rows
        ]
    }


def chosen(directory: Directory) -> dict[UUID, UUID | None]:
    """Users who have an entry, and the callflow of each."""
    return dict(directory.entries.values_list("user_id", "callflow_id"))
