"""How several people are reached, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callflows import instructions as op
from callflows.instructions import Order, Party
from callflows.words.ring import Ring
from callflows.words.said import Said

_ORDERS: Mapping[Order, str | Promise] = {
    Order.TOGETHER: gettext_lazy("Ring together: %(names)s."),
    Order.IN_ORDER: gettext_lazy("Ring one after the other: %(names)s."),
    Order.WEIGHTED: gettext_lazy("Ring one after the other, drawn by lot: %(names)s."),
}


class Team(Ring):
    """How several people are reached, in words."""

    def emit_DialGroup(self, do: op.DialGroup) -> Said:
        names = ", ".join(_party(party) for party in do.parties) or _("nobody")
        text = _ORDERS[do.order] % {"names": names}
        if do.rounds > 1:
            times = ngettext("%(n)s time", "%(n)s times", do.rounds) % {"n": do.rounds}
            text += " " + _("Do so %(times)s.") % {"times": times}
        return text, [(_("If nobody answers:"), do.unanswered)]

    def emit_Page(self, do: op.Page) -> Said:
        text = _("Speak to %(name)s through the loudspeakers.")
        if do.two_way:
            text = _("Speak with %(name)s through the loudspeakers.")
        return text % {"name": do.name}, [(_("If nobody is there:"), do.nobody)]


def _party(party: Party) -> str:
    values = {"name": party.name, "n": party.seconds, "delay": party.delay}
    if party.delay:
        return _("%(name)s (after %(delay)s s, for %(n)s s)") % values
    return _("%(name)s (%(n)s s)") % values
