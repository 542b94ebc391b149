"""What a simulated caller does with the calls and lamps of others."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import TRIES, Hearing, Lamp, To
from callflows.simulation.call import Call
from callflows.simulation.conference import WAIT_FOR_A_KEY
from callflows.simulation.scenario import Activity
from callflows.snapshot_types import DeviceInfo


class Colleague(Call):
    """What a simulated caller does with the calls and lamps of others."""

    def emit_Admit(self, do: op.Admit) -> To | None:
        """A telephone is known by its user, or by its name, which it shows as number."""
        if any(self._calls_from(device) for device in do.devices):
            self.say(_("The caller may do it."))
            return None
        self.say(_("The caller may not do it."))
        return do.refused

    def emit_AskPin(self, do: op.AskPin) -> To | None:
        for _attempt in range(TRIES):
            self.hears_prompts("vm-password")
            if self.enter_number(WAIT_FOR_A_KEY) == do.pin:
                self.say(_("The PIN is right."))
                return None
            self.hears_prompts("vm-invalidpassword")
        self.say(_("The PIN is wrong."))
        return do.refused

    def emit_PickUp(self, do: op.PickUp) -> To | None:
        device = self._first(do.devices, Activity.RINGING)
        if device is None:
            self.say(_("No call rings at %(name)s.") % {"name": do.name})
            return do.nobody
        text = _("The caller answers the call that rings at “%(name)s”.")
        self.finish("picked-up", text % {"name": device.name}, who=str(device.id))
        return None

    def emit_Eavesdrop(self, do: op.Eavesdrop) -> To:
        device = self._first(do.devices, Activity.TALKING)
        if device is None:
            self.say(_("Nobody talks: %(name)s.") % {"name": do.name})
            return do.nobody
        texts = {
            Hearing.LISTEN: _("The caller hears the call of “%(name)s” until its end."),
            Hearing.WHISPER: _("The caller speaks to “%(name)s” alone until its end."),
            Hearing.BARGE: _(
                "The caller speaks in the call of “%(name)s” until its end."
            ),
            Hearing.KEYS: _("The caller hears the call of “%(name)s” until its end."),
        }
        self.say(texts[do.hearing] % {"name": device.name})
        return do.done

    def emit_SetLamp(self, do: op.SetLamp) -> None:
        texts = {
            Lamp.ON: _("The lamp %(number)s is on now."),
            Lamp.OFF: _("The lamp %(number)s is off now."),
            Lamp.RINGING: _("The lamp %(number)s shows ringing now."),
            Lamp.TOGGLE: _("The lamp %(number)s is switched over."),
        }
        self.say(texts[do.shows] % {"number": do.number})

    def _calls_from(self, device: DeviceInfo) -> bool:
        user, caller = self.scenario.calling_user, self.scenario.caller
        known = bool(user) and str(device.owner) == user
        return known or device.endpoint.partition("@")[0] == caller

    def _first(
        self, devices: Iterable[DeviceInfo], doing: Activity
    ) -> DeviceInfo | None:
        """The first of the devices of which the scenario says that it does that."""
        by = self.scenario.activity
        for device in devices:
            named = by.get(str(device.id)) or by.get(str(device.owner))
            if named == doing:
                return device
        return None
