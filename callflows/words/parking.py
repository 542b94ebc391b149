"""Parked calls, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.words.said import Said, Words


class Parking(Words):
    """Parked calls, in words."""

    def emit_ParkCall(self, do: op.ParkCall) -> Said:
        text = _("Park the call in the next free space of “%(name)s”.")
        if do.space:
            text = _("Park the call in space %(space)s of “%(name)s”.")
        texts = [text % {"name": do.lot.name, "space": do.space}]
        if do.announce:
            texts.append(_("Say the space to who parks it."))
        if do.lot.ring_seconds:
            texts.append(_("If nobody takes it, ring who parked it."))
        exits = [(_("With no free space:"), do.full), (_("Not taken:"), do.timeout)]
        return " ".join(texts), exits

    def emit_RetrieveCall(self, do: op.RetrieveCall) -> Said:
        text = _("Take the call from the space of “%(name)s” that was dialled.")
        if do.space:
            text = _("Take the call from space %(space)s of “%(name)s”.")
        values = {"name": do.lot.name, "space": do.space}
        return text % values, [(_("With no call there:"), do.nobody)]
