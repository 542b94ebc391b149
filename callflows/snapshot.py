"""The compiler's only window to the database.

Loads what a flow points at, in a constant number of queries. People and mailboxes live in
apps above this one, which register how theirs are loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings

from callflows.models import Callflow, Media, Menu, ParkingLot, TimeFrame, WebAddress
from callflows.prompt_languages import ENGLISH, LANGUAGES
from callflows.snapshot_types import (
    CallflowInfo,
    Info,
    MediaInfo,
    MenuInfo,
    ParkingLotInfo,
    Snapshot,
    TimeFrameInfo,
    WebAddressInfo,
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


def kinds() -> frozenset[str]:
    """All kinds of objects that can be loaded."""
    return frozenset(_loaders)


def load(account: Account, references: Iterable[tuple[str, UUID]]) -> Snapshot:
    """What the references point at, as it is now; what the account lacks is left out."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for kind, pk in references:
        wanted[kind].add(pk)
    objects: dict[UUID, Info] = {}
    for kind, ids in wanted.items():
        objects.update(_loaders[kind](account, ids))
    return Snapshot(account.slug, account.timezone, objects, languages=languages())


def languages() -> frozenset[str]:
    """Those in which the nodes speak: each has a folder among Asterisk's sounds."""
    folder = Path(settings.SOUNDS_DIR)
    return frozenset(each for each in LANGUAGES if (folder / each).is_dir()) | {ENGLISH}


def load_media(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Sounds with their path, without the suffix."""
    found = Media.objects.filter(pk__in=ids)
    return {media.pk: _media(account, media) for media in found}


def _media(account: Account, media: Media) -> MediaInfo:
    return MediaInfo(media.pk, media.name, str(media.stem(account.slug)))


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
    found = TimeFrame.objects.filter(pk__in=ids)
    return {frame.pk: _frame(frame) for frame in found}


def _frame(frame: TimeFrame) -> TimeFrameInfo:
    return TimeFrameInfo(frame.pk, frame.name, read_rules(frame.rules))


_MENU_SOUNDS = ("greeting", "prompt", "again", "invalid")


def load_menus(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Menus with their sounds, and their greetings with the time frames."""
    menus = Menu.objects.filter(pk__in=ids).select_related(*_MENU_SOUNDS)
    rows = menus.prefetch_related("greetings__frame", "greetings__media")
    return {menu.pk: _menu(account, menu) for menu in rows}


def _menu(account: Account, menu: Menu) -> MenuInfo:
    stored = {name: getattr(menu, name) for name in _MENU_SOUNDS}
    sounds = {name: _media(account, it) for name, it in stored.items() if it}
    return MenuInfo(
        menu.pk,
        menu.name,
        tuple(
            (_frame(g.frame), _media(account, g.media)) for g in menu.greetings.all()
        ),
        **sounds,
        tries=menu.tries,
        timeout=menu.timeout,
        no_key=menu.no_key,
        other_key=menu.other_key,
        repeat_key=menu.repeat_key,
        dialled=menu.dialled if menu.by_extension else "",
        digits=menu.digits,
        digit_seconds=menu.digit_seconds,
    )


def load_web_addresses(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Programs of the customer's by name; where they are is nobody's business here."""
    return {
        address.pk: WebAddressInfo(address.pk, address.name, address.seconds)
        for address in WebAddress.objects.filter(pk__in=ids)
    }


def load_parking_lots(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Parking lots by their name in Asterisk."""
    lots = ParkingLot.objects.filter(pk__in=ids)
    return {lot.pk: lot_info(lot, account.slug) for lot in lots}


def lot_info(lot: ParkingLot, slug: str) -> ParkingLotInfo:
    """A parking lot as the compiler sees it."""
    return ParkingLotInfo(
        lot.pk,
        lot.name,
        lot.lot(slug),
        lot.first,
        lot.last,
        lot.seconds,
        lot.ring_seconds,
    )
