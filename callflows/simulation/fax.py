"""What a simulated fax machine meets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.simulation.call import Call


class Fax(Call):
    """What a simulated fax machine meets."""

    def emit_ReceiveFax(self, do: op.ReceiveFax) -> None:
        text = _("The fax box “%(name)s” receives a fax.") % {"name": do.box.name}
        self.finish("fax", text, who=str(do.box.id))
