"""Whom a simulated call rings."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Block, Cause, Feature, To
from callflows.simulation.call import Call
from callflows.simulation.scenario import Outcome
from callflows.snapshot_types import DeviceInfo


class Ring(Call):
    """Whom a simulated call rings."""

    def emit_Dial(self, do: op.Dial) -> To | Block | None:
        if do.forwards and (number := self.state(do.whom, Feature.FORWARD_ALWAYS)):
            return self._forward(do, number)
        self._ring(do)
        if self.end:
            return None
        busy = self.dialled == Cause.BUSY
        when = Feature.FORWARD_BUSY if busy else Feature.FORWARD_NO_ANSWER
        if do.forwards and (number := self.state(do.whom, when)):
            return self._forward(do, number)
        return do.unanswered

    def _forward(self, do: op.Dial, number: str) -> Block | None:
        values = {"name": do.name, "number": number}
        self.say(_("%(name)s has forwarded the call to %(number)s.") % values)
        return self.dial_again(number)

    def _ring(self, do: op.Dial) -> None:
        outcome = self.outcome_of(do.whom, do.devices)
        name = {"name": do.name, "seconds": do.seconds}
        self.dialled = Cause.BUSY if outcome == Outcome.BUSY else Cause.NO_ANSWER
        if outcome in (Outcome.ANSWER, Outcome.NO_ANSWER):
            self.rings(do.whom, do.name, do.seconds)
        if outcome == Outcome.ANSWER:
            self.say(_("%(name)s rings and answers.") % name)
            text = _("%(name)s talks to the caller.") % name
            self.finish("answered", text, who=str(do.whom))
        elif outcome == Outcome.NO_ANSWER:
            self.say(_("%(name)s rings for %(seconds)s seconds in vain.") % name)
            self.wait(do.seconds)
        elif outcome == Outcome.BUSY:
            self.say(_("%(name)s is busy.") % name)
        else:
            self.say(_("%(name)s has no telephone that is registered.") % name)

    def outcome_of(self, whom: UUID, devices: Iterable[DeviceInfo]) -> Outcome:
        """What comes of ringing all devices of a user together."""
        named, by = str(whom), self.scenario.outcomes
        each = {
            Outcome.BUSY
            if d.owner and self.state(d.owner, Feature.DO_NOT_DISTURB)
            else by.get(str(d.id), by.get(named, Outcome.ANSWER))
            for d in devices
        }
        for outcome in (Outcome.ANSWER, Outcome.NO_ANSWER, Outcome.BUSY):
            if outcome in each:
                return outcome
        return Outcome.OFFLINE

    def emit_Voicemail(self, do: op.Voicemail) -> None:
        name = {"name": do.box.name}
        self.say(_("The mailbox “%(name)s” takes a message.") % name)
        text = _("The caller leaves a message for “%(name)s”.") % name
        self.finish("voicemail", text, who=str(do.box.id))
