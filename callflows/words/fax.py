"""What fax machines send, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.words.said import Said, Words


class Fax(Words):
    """What fax machines send, in words."""

    def emit_ReceiveFax(self, do: op.ReceiveFax) -> Said:
        text = _("Receive a fax for “%(name)s” and end the call.")
        return text % {"name": do.box.name}, []
