"""Takes a call from a parking lot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, HangUp, RetrieveCall
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import ParkingLotInfo, Snapshot
from callflows.spaces import findings
from pbxportal.lib.refto import RefTo


class RetrieveSettings(Settings):
    """From where."""

    lot: Annotated[UUID, RefTo("parking_lot")] = setting(_("Parking lot"))
    space: int | None = setting(
        _("Space"),
        None,
        ge=10,
        le=99_999_999,
        help=_("Without one it is the dialled number, or else the caller is asked."),
    )
    timeout: int = setting(
        _("Time for a key"),
        5,
        ge=1,
        le=30,
        help=_("Seconds, when the caller is asked."),
    )


class Retrieve(Module[RetrieveSettings]):
    """The caller talks to the call that is parked in a space."""

    label, icon, category = _("Retrieve parked call"), "parking-circle", "telephone"
    help = _(
        "Takes the call from a space of a parking lot. Dialling a space does so without "
        "a callflow, unless its number leads elsewhere."
    )
    Settings = RetrieveSettings
    examples = (
        {"lot": "01900000-0000-7000-8000-000000000086"},
        {"lot": "01900000-0000-7000-8000-000000000086", "space": 701},
    )
    exits = (Branch(DEFAULT_BRANCH, _("No call there")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        return findings(self.settings.lot, self.settings.space, node, snapshot)

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        lot = scope.find(ParkingLotInfo, settings.lot)
        if lot is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        nobody = scope.to(DEFAULT_BRANCH, Cause.NOT_FOUND)
        scope.emit(RetrieveCall(lot, settings.space, settings.timeout, nobody))
