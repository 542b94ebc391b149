"""Whom a simulated caller meets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import TRIES, To
from callflows.simulation.call import Call
from callflows.snapshot_types import ConferenceInfo

MOST_DIGITS = 10
WAIT_FOR_A_KEY = 7


class Conference(Call):
    """Whom a simulated caller meets."""

    def emit_Confer(self, do: op.Confer) -> To | None:
        conference = self._which(do)
        if conference is None:
            self.say(_("There is no such conference."))
            return do.unknown
        name = {"name": conference.name}
        if not self._may_enter(conference):
            self.say(_("The PIN of “%(name)s” is wrong.") % name)
            return do.wrong_pin
        if conference.record:
            self.say(_("The conference is recorded."))
        text = _("The caller is in the conference “%(name)s”.") % name
        self.finish("conference", text, who=str(conference.id))
        return None

    def _which(self, do: op.Confer) -> ConferenceInfo | None:
        if not do.ask:
            return do.conferences[0]
        by_number = {info.number: info for info in do.conferences}
        for _attempt in range(TRIES):
            self.hears_prompts("conf-getconfno")
            typed = self._typed()
            if typed in by_number:
                return by_number[typed]
            self.hears_prompts("conf-invalid")
        return None

    def _may_enter(self, conference: ConferenceInfo) -> bool:
        if not conference.asks:
            return True
        for _attempt in range(TRIES):
            self.hears_prompts("conf-getpin")
            typed = self._typed()
            if typed == conference.pin or typed == conference.moderator_pin != "":
                return True
            self.hears_prompts("conf-invalidpin")
        return False

    def _typed(self) -> str:
        """Digits up to `#`, or until the caller presses nothing."""
        typed = ""
        while len(typed) < MOST_DIGITS:
            key = self.keys.pop(0) if self.keys else ""
            if key in ("", "#"):
                if not key:
                    self.wait(WAIT_FOR_A_KEY)
                break
            typed += key
        return typed
