"""Whom a simulated caller finds by name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Block, To
from callflows.instructions.directory import LEAVE, LETTERS, OPERATOR
from callflows.simulation.leave import Leave
from callflows.snapshot_types import Listed


class FindByName(Leave):
    """Whom a simulated caller finds by name."""

    def emit_FindByName(self, do: op.FindByName) -> To | Block | None:
        for _attempt in range(do.tries):
            key = self._key()
            if key == OPERATOR:
                self.say(_("The caller asks for the operator."))
                return do.operator
            if key == LEAVE:
                self.say(_("The caller leaves the directory."))
                return do.nobody
            if not key:
                self.say(_("The caller presses no key."))
                self.wait(do.seconds)
                continue
            who = self._chosen(do, self._letters(key))
            if who:
                self.say(_("The caller finds %(name)s.") % {"name": who.name})
                return self.emit_Jump(op.Jump(who.callflow))
        return do.nobody

    def _letters(self, first: str) -> str:
        """What the caller spells, without the `#` or the pause that may end it."""
        letters = first
        for _more in range(LETTERS - 1):
            key = self._key()
            if key in ("", "#"):
                break
            letters += key
        return "".join(letter for letter in letters if letter.isdigit())

    def _chosen(self, do: op.FindByName, letters: str) -> Listed | None:
        found = [who for who in do.directory.listed if letters in who.keys]
        if not found:
            self.say(_("Nobody is spelled %(keys)s.") % {"keys": letters})
        if len(found) == 1 and not do.directory.confirm:
            return found[0]
        return next((who for who in found if self._key() == "1"), None)

    def _key(self) -> str:
        return self.keys.pop(0) if self.keys else ""
