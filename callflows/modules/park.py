"""Leaves the call in a parking lot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, HangUp, ParkCall
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import ParkingLotInfo, Snapshot
from callflows.spaces import findings
from pbxportal.lib.refto import RefTo


class ParkSettings(Settings):
    """Where, and who is told."""

    lot: Annotated[UUID, RefTo("parking_lot")] = setting(_("Parking lot"))
    space: int | None = setting(
        _("Space"),
        None,
        ge=10,
        le=99_999_999,
        help=_("Without one it is the first free space."),
    )
    announce: bool = setting(
        _("Say the space"),
        True,
        help=_(
            "To who calls here first and then transfers; after a transfer without a "
            "question only the caller is there, and hears nothing."
        ),
    )


class Park(Module[ParkSettings]):
    """The call waits in a space, with music, until somebody takes it from there."""

    label, icon, category = _("Park"), "parking", "telephone"
    help = _(
        "Transfer a call here and dial the space on any telephone of the account to take "
        "it. A call that nobody takes rings who parked it, and then goes on."
    )
    Settings = ParkSettings
    examples = (
        {"lot": "01900000-0000-7000-8000-000000000086"},
        {"lot": "01900000-0000-7000-8000-000000000086", "space": 705},
        {"lot": "01900000-0000-7000-8000-000000000086", "announce": False},
    )
    exits = (
        Branch(DEFAULT_BRANCH, _("Not taken in time")),
        Branch("full", _("No free space"), optional=True),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        return findings(self.settings.lot, self.settings.space, node, snapshot)

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        lot = scope.find(ParkingLotInfo, settings.lot)
        if lot is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        scope.emit(
            ParkCall(
                lot,
                settings.space,
                settings.announce,
                full=scope.to("full", Cause.BUSY),
                timeout=scope.to(DEFAULT_BRANCH, Cause.NO_ANSWER),
            )
        )
