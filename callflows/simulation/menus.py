"""What a simulated caller does at a menu."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.dialling import beginnings, by_callers
from callflows.instructions import Block, Cause, To
from callflows.simulation.call import Call
from callflows.time_rules import holds, local_time


class Menus(Call):
    """What a simulated caller does at a menu."""

    def emit_AskMenu(self, do: op.AskMenu) -> To | Block | None:
        self._greet(do)
        prompt, tries = do.prompt, 0
        while True:
            self.hears(prompt)
            prompt = do.again or do.prompt
            entered = self._entered(do)
            if entered and entered == do.repeat_key:
                self.say(_("The caller has it repeated."))
                continue
            case = next((case for case in do.cases if case.key == entered), None)
            if case:
                self.say(_("The caller presses %(key)s.") % {"key": entered})
                return case.to
            if do.extensions and entered in self._numbers(do.extensions):
                self.say(_("The caller dials %(number)s.") % {"number": entered})
                return self.dial_again(entered)
            tries += 1
            to, at_once = self._in_vain(do, entered)
            if at_once or tries >= do.tries:
                return self._leave_menu(to)

    def _greet(self, do: op.AskMenu) -> None:
        if do.key in self.greeted:
            return
        self.greeted.add(do.key)
        local = local_time(self.now, do.timezone)
        for welcome in do.welcomes:
            if holds(welcome.rule, local):
                self.say(_("It is “%(frame)s”.") % {"frame": welcome.frame})
                self.hears(welcome.sound)
                return
        self.hears(do.welcome)

    def _entered(self, do: op.AskMenu) -> str:
        """A key, or as many digits as an extension may still have."""
        entered = self._next_key()
        if not entered or do.extensions is None:
            return entered
        begun = beginnings(self._numbers(do.extensions))
        while entered in begun and len(entered) < do.extensions.digits:
            digit = self._next_key()
            if not digit.isdigit():
                if not digit:
                    self.wait(do.extensions.seconds)
                break
            entered += digit
        return entered

    def _numbers(self, extensions: op.Extensions) -> frozenset[str]:
        return by_callers(self.routes if extensions.all else self.users)

    def _in_vain(self, do: op.AskMenu, entered: str) -> tuple[To | None, bool]:
        if entered:
            text = _("The caller presses %(key)s, which leads nowhere.")
            self.say(text % {"key": entered})
            self.hears(do.invalid)
            return do.other_key, do.other_key_at_once
        self.say(_("The caller presses no key."))
        self.wait(do.seconds)
        return do.no_key, do.no_key_at_once

    def _leave_menu(self, to: To | None) -> To | None:
        if to is None:
            text = _("The menu hangs up.")
            self.finish("hung-up", text, cause=Cause.NORMAL.value)
        return to

    def _next_key(self) -> str:
        return self.keys.pop(0) if self.keys else ""
