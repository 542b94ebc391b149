"""What was read out of versions. They never change, so it is worth remembering."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from uuid import UUID

from callflows.models import CallflowVersion

T = TypeVar("T")
REMEMBERED = 10_000


class OfVersions(Generic[T]):
    """What `read` finds in the documents of versions, in this process."""

    def __init__(self, read: Callable[[Any], T]) -> None:
        self._read = read
        self._known: dict[UUID, T] = {}

    def of(self, versions: Iterable[UUID]) -> dict[UUID, T]:
        """By the versions' ids; one query at most."""
        wanted = set(versions)
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = CallflowVersion.objects.filter(pk__in=wanted - self._known.keys())
        for pk, document in new.values_list("pk", "document"):
            self._known[pk] = self._read(document)
        return {pk: self._known[pk] for pk in wanted}
