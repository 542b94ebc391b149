"""The compiler's only window to the database.

Loads what a flow points at, in a constant number of queries. People and mailboxes live in
apps above this one, which register how theirs are loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from callflows.models import Callflow, Media, TimeFrame
from callflows.snapshot_types import (
    PARTS,
    CallflowInfo,
    Info,
    MediaInfo,
    Snapshot,
    TimeFrameInfo,
)
from callflows.time_rules import read_rules
from tenants.models import Account

Loader = Callable[[Account, set[UUID]], Mapping[UUID, Info]]
_loaders: dict[str, Loader] = {}


def register(kind: str, loader: Loader) -> None:
    """Says how objects of a kind are loaded: `loader(account, ids)`."""
    if kind in _loaders:
        raise ValueError(f"kind {kind!r} has a loader already")
    _loaders[kind] = loader


def load(account: Account, references: Iterable[tuple[str, UUID]]) -> Snapshot:
    """What the references point at, as it is now; what the account lacks is left out."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for kind, pk in references:
        wanted[kind].add(pk)
    parts = {PARTS[kind]: _loaders[kind](account, ids) for kind, ids in wanted.items()}
    return Snapshot(account=account.slug, timezone=account.timezone, **parts)  # type: ignore[arg-type]


def load_media(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Sounds with their path, without the suffix."""
    return {
        media.pk: MediaInfo(
            media.pk, media.name, str(media.path(account.slug).with_suffix(""))
        )
        for media in Media.objects.filter(pk__in=ids)
    }


def load_callflows(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Other callflows by the name of their unit."""
    return {
        flow.pk: CallflowInfo(
            flow.pk, flow.name, flow.unit(account.slug), flow.live_id is not None
        )
        for flow in Callflow.objects.filter(pk__in=ids)
    }


def load_time_frames(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Named times with their rules."""
    return {
        frame.pk: TimeFrameInfo(frame.pk, frame.name, read_rules(frame.rules))
        for frame in TimeFrame.objects.filter(pk__in=ids)
    }
