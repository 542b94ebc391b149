"""How a simulated call is parked, and taken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import To
from callflows.simulation.call import Call
from callflows.simulation.scenario import LotScenario
from callflows.snapshot_types import ParkingLotInfo


class Parking(Call):
    """How a simulated call is parked, and taken."""

    def emit_ParkCall(self, do: op.ParkCall) -> To | None:
        state = self._lot(do.lot)
        free = [
            space
            for space in range(do.lot.first, do.lot.last + 1)
            if space not in state.parked and do.space in (None, space)
        ]
        name = {"name": do.lot.name, "space": do.space}
        if not free:
            self.say(_("“%(name)s” has no free space for the call.") % name)
            return do.full
        name = {"name": do.lot.name, "space": free[0], "n": do.lot.seconds}
        self.say(_("The call is parked in space %(space)s.") % name)
        if state.taken_after is not None and state.taken_after < do.lot.seconds:
            self.wait(state.taken_after)
            text = _("Somebody takes the call from space %(space)s.") % name
            self.finish("retrieved", text, who=str(do.lot.id))
            return None
        self.wait(do.lot.seconds)
        self.say(_("Nobody takes it for %(n)s seconds.") % name)
        return do.timeout

    def emit_RetrieveCall(self, do: op.RetrieveCall) -> To | None:
        space = str(do.space or self._asked(do))
        name = {"space": space}
        if not do.lot.has(space) or int(space) not in self._lot(do.lot).parked:
            self.say(_("No call is parked in space %(space)s.") % name)
            return do.nobody
        text = _("The caller talks to the call from space %(space)s.") % name
        self.finish("retrieved", text, who=str(do.lot.id))
        return None

    def _asked(self, do: op.RetrieveCall) -> str:
        dialled = self.scenario.dialled
        return dialled if do.lot.has(dialled) else self.enter_number(do.seconds)

    def _lot(self, lot: ParkingLotInfo) -> LotScenario:
        return self.scenario.lots.get(str(lot.id), LotScenario())
