"""What is expected of a call, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.services.cast import names
from callflows.services.outline import label
from callflows.services.programs import Programs
from callflows.simulation.expectation import Expectation

# Kinds of ends, as something to expect.
ENDINGS: Mapping[str, str | Promise] = {
    "answered": gettext_lazy("Somebody answers"),
    "voicemail": gettext_lazy("A mailbox takes a message"),
    "fax": gettext_lazy("A fax is received"),
    "waiting": gettext_lazy("The caller waits until hanging up"),
    "retrieved": gettext_lazy("A parked call is taken"),
    "picked-up": gettext_lazy("A ringing call is picked up"),
    "own-mailbox": gettext_lazy("The caller hears the own mailbox"),
    "hung-up": gettext_lazy("The call is ended"),
    "no-callflow": gettext_lazy("It goes to a callflow that is not there"),
    "no-number": gettext_lazy("It goes to a number that leads nowhere"),
    "loop": gettext_lazy("It goes in circles"),
}


def words(expected: Expectation, programs: Programs) -> list[str]:
    """Each thing that must be so as a sentence, on the first of the programs."""
    return list(_words(expected, programs))


def _words(expected: Expectation, programs: Programs) -> Iterator[str]:
    known = names(programs)
    if expected.end:
        yield _("%s.") % ENDINGS.get(expected.end, expected.end)
    if expected.who:
        yield _("The call gets to %s.") % _name(known, expected.who)
    if expected.passes is not None:
        yield _passes(expected, programs)
    if expected.rings and expected.within is not None:
        values = {"name": _name(known, expected.rings), "n": expected.within}
        yield _("%(name)s rings within %(n)s seconds.") % values
    elif expected.rings:
        yield _("%s rings.") % _name(known, expected.rings)


def _passes(expected: Expectation, programs: Programs) -> str:
    checked = next(iter(programs.values())).checked
    node = checked.flow.nodes.get(expected.passes or ())
    if node is None:
        return _("The call passes a module that is not there any more.")
    return _("The call passes “%s”.") % label(node, checked.snapshot)


def _name(known: Mapping[str, str], id: str) -> str:
    return known.get(id) or _("somebody who is not in the callflow any more")
