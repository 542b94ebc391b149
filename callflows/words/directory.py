"""How people are found by name, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.words.leave import Leave
from callflows.words.said import Said


class FindByName(Leave):
    """How people are found by name, in words."""

    def emit_FindByName(self, do: op.FindByName) -> Said:
        text = _("Ask for the first letters of a name in “%(name)s”, and connect.")
        exits = [(_("Key 0:"), do.operator), (_("Nobody found:"), do.nobody)]
        return text % {"name": do.directory.name}, exits
