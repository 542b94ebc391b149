"""How a simulated call reaches several people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Cause, Feature, Order, Party, To
from callflows.simulation.ring import Ring
from callflows.simulation.scenario import Outcome


class Team(Ring):
    """How a simulated call reaches several people."""

    def emit_DialGroup(self, do: op.DialGroup) -> To | None:
        """The order of a weighted group is left to chance; here the heaviest is first."""
        parties = do.parties[: op.MOST_PARTIES]
        if do.order == Order.WEIGHTED:
            parties = tuple(sorted(parties, key=lambda p: p.weight, reverse=True))
        outcomes = {self.outcome_of(p.id, p.devices) for p in parties}
        ring = self._together if do.order == Order.TOGETHER else self._one_by_one
        for _round in range(do.rounds):
            if who := ring(parties):
                self._talks(who)
                return None
        silent = Outcome.NO_ANSWER not in outcomes and Outcome.BUSY in outcomes
        self.dialled = Cause.BUSY if silent else Cause.NO_ANSWER
        if outcomes <= {Outcome.OFFLINE}:
            text = _("%(name)s: nobody has a telephone that is registered.")
            self.say(text % {"name": do.name})
        return do.unanswered

    def _together(self, parties: tuple[Party, ...]) -> Party | None:
        """Everybody from their own delay on; the earliest who answers, or None."""
        outcome = {p.id: self.outcome_of(p.id, p.devices) for p in parties}
        willing = [p for p in parties if outcome[p.id] == Outcome.ANSWER]
        if willing:
            who = min(willing, key=lambda p: p.delay)
            self.wait(who.delay)
            return who
        self.wait(max((_time(p, outcome[p.id]) for p in parties), default=0))
        self._say_in_vain(p for p in parties if outcome[p.id] != Outcome.OFFLINE)
        return None

    def _one_by_one(self, parties: tuple[Party, ...]) -> Party | None:
        """The first in turn who answers, or None."""
        for party in parties:
            outcome = self.outcome_of(party.id, party.devices)
            if outcome == Outcome.ANSWER:
                self.wait(party.delay)
                return party
            self.wait(_time(party, outcome))
            if outcome != Outcome.OFFLINE:
                self._say_in_vain([party])
        return None

    def _talks(self, who: Party) -> None:
        name = {"name": who.name}
        self.say(_("%(name)s rings and answers.") % name)
        text = _("%(name)s talks to the caller.") % name
        self.finish("answered", text, who=str(who.id))

    def _say_in_vain(self, parties: Iterable[Party]) -> None:
        names = ", ".join(party.name for party in parties)
        if names:
            self.say(_("%(name)s: does not answer.") % {"name": names})

    def emit_Page(self, do: op.Page) -> To | None:
        by = self.scenario.outcomes
        reached = [
            d
            for d in do.devices
            if by.get(str(d.id), Outcome.ANSWER) != Outcome.OFFLINE
            and not (d.owner and self.state(d.owner, Feature.DO_NOT_DISTURB))
        ]
        name = {"name": do.name}
        if not reached:
            self.say(_("%(name)s: nobody has a telephone that is registered.") % name)
            return do.nobody
        self.finish("answered", _("The caller speaks to %(name)s.") % name)
        return None


def _time(party: Party, outcome: Outcome) -> int:
    """How long it takes until a party has not answered, in seconds."""
    if outcome == Outcome.OFFLINE:
        return 0
    return party.delay + (party.seconds if outcome == Outcome.NO_ANSWER else 0)
