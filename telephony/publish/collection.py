"""Removing versions that no call can be on any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from telephony import nodes
from telephony.models import Publication
from telephony.publish import steps

# Longer than any call: whoever entered a version finishes on it.
LONGEST_CALL = timedelta(hours=6)
AT_ONCE = 200


def collect(age: timedelta = LONGEST_CALL) -> int:
    """Removes versions that were replaced longer ago than `age`; gives how many."""
    old = Publication.objects.filter(
        replaced_at__lt=timezone.now() - age, collected=False
    ).select_related("unit")[:AT_ONCE]
    addresses = nodes.load()
    count = 0
    for publication in old:
        names = [str(name) for name, _ in publication.contexts]
        outcomes = steps.collect(
            addresses, publication.unit.name, publication.version, names
        )
        # A node that was away has lost the version with its restart, or is asked again.
        if all(outcome.state == "ready" for outcome in outcomes):
            publication.collected = True
            publication.contexts = []
            publication.save(update_fields=["collected", "contexts"])
            count += 1
    return count
