"""What a call is expected to meet, and what about a trace is not so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from callflows.instructions import Path
from callflows.simulation.scenario import Trace


@dataclass(frozen=True)
class Expectation:
    """What must be so; what is empty does not matter.

    `end` is a kind of End and `who` the id of whoever gets the call at the end.
    `passes` is a module's place in the first callflow's document. `rings` is the id of
    somebody who must ring, no later than `within` seconds after the call has come in.
    """

    end: str = ""
    who: str = ""
    passes: Path | None = None
    rings: str = ""
    within: int | None = None

    def faults(self, trace: Trace, begin: datetime) -> tuple[str, ...]:
        """What is not as it should be, in words; nothing if all is well."""
        return tuple(self._faults(trace, begin))

    def _faults(self, trace: Trace, begin: datetime) -> Iterator[str]:
        if self.end and trace.end.kind != self.end:
            yield _("The call ends otherwise: %(text)s") % {"text": trace.end.text}
        elif self.who and trace.end.who != self.who:
            yield _("Somebody else gets the call: %(text)s") % {"text": trace.end.text}
        if self.passes is not None and not _passes(trace, self.passes):
            yield _("The call does not come to the module that it should pass.")
        if self.rings:
            yield from self._ringing(trace, begin)

    def _ringing(self, trace: Trace, begin: datetime) -> Iterator[str]:
        rung = [r for step in trace.steps for r in step.rings if r.who == self.rings]
        if not rung:
            yield _("Somebody who should ring does not.")
            return
        late = rung[0].at - begin
        if self.within is not None and late > timedelta(seconds=self.within):
            yield _("%(name)s rings after %(late)s seconds, not within %(within)s.") % {
                "name": rung[0].name,
                "late": int(late.total_seconds()),
                "within": self.within,
            }


def _passes(trace: Trace, path: Path) -> bool:
    return any(
        step.unit == trace.steps[0].unit and step.path == path for step in trace.steps
    )
