"""How a call gets from place to place, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows import instructions as op
from callflows.instructions import Cause
from callflows.words.said import Said, Words

CAUSES: Mapping[Cause, str | Promise] = {
    Cause.NORMAL: gettext_lazy("the callflow is over"),
    Cause.BUSY: gettext_lazy("busy"),
    Cause.NO_ANSWER: gettext_lazy("nobody answers"),
    Cause.UNAVAILABLE: gettext_lazy("not available"),
    Cause.REJECTED: gettext_lazy("rejected"),
    Cause.NOT_FOUND: gettext_lazy("no such number"),
    Cause.AS_DIALLED: gettext_lazy("busy, or nobody answers"),
}


class Leave(Words):
    """How a call gets from place to place, in words."""

    def emit_Mark(self, do: op.Mark) -> Said:
        return "", []

    def emit_Goto(self, do: op.Goto) -> Said:
        return "", [(_("Then:"), do.to)]

    def emit_Jump(self, do: op.Jump) -> Said:
        return _("Go on in “%(name)s”.") % {"name": do.callflow.name}, []

    def emit_HangUp(self, do: op.HangUp) -> Said:
        return _("End the call: %(why)s.") % {"why": CAUSES[do.cause]}, []
