"""Receives a fax."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Answer, Cause, HangUp, ReceiveFax
from callflows.lowering import Scope
from callflows.module import Module, Settings, setting
from callflows.snapshot_types import FaxBoxInfo
from pbxportal.lib.refto import RefTo


class FaxBoxSettings(Settings):
    """Whose fax."""

    box: Annotated[UUID, RefTo("fax_box")] = setting(_("Fax box"))


class FaxBox(Module[FaxBoxSettings]):
    """The fax is received; the call ends there.

    It has no exit: whoever calls without a fax machine hears the tones of one for half a
    minute, and has hung up by then.
    """

    label, icon, category = _("Fax box"), "printer", "advanced"
    help = _(
        "Answers as a fax machine. The fax is listed, and mailed as PDF to the addresses "
        "of the fax box; the call ends."
    )
    Settings = FaxBoxSettings
    examples = ({"box": "01900000-0000-7000-8000-000000000081"},)

    def lower(self, scope: Scope) -> None:
        box = scope.find(FaxBoxInfo, self.settings.box)
        if box is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        scope.emit(Answer(), ReceiveFax(box))
