"""Takes the call."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Answer
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings


class AnswerSettings(Settings):
    """There is nothing to set."""


class AnswerModule(Module[AnswerSettings]):
    """From here on the caller is connected, and pays for it."""

    label, icon, category = _("Answer"), "phone-check", "advanced"
    help = _(
        "Answers the call. Modules that play something do so themselves; this one is for "
        "callers who shall not hear ringing before."
    )
    Settings = AnswerSettings
    examples = ({},)
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def lower(self, scope: Scope) -> None:
        scope.emit(Answer())
        scope.go_on()
