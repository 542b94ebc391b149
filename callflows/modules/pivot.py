"""Lets a program decide where the call goes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows.instructions import AnswerCase, Ask, Goto
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import WebAddressInfo
from pbxportal.lib.refto import RefTo

Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,29}$")]


class PivotSettings(Settings):
    """Whom to ask, and what may be answered."""

    address: Annotated[UUID, RefTo("web_address")] = setting(_("Web address"))
    answers: tuple[Word, ...] = setting(
        _("Answers"),
        min_length=1,
        max_length=30,
        help=_(
            "Each is an exit: small letters, digits, - and _. The program answers with "
            'JSON such as {"branch": "sales"}.'
        ),
    )


class Pivot(Module[PivotSettings]):
    """The call waits for a program's answer, which names the exit."""

    label, icon, category = _("Pivot"), "arrows-split", "programs"
    help = _(
        "Asks a web address which exit to take. If it is too slow, can't be reached or "
        "answers anything else, the call goes on at “No answer”."
    )
    Settings = PivotSettings
    examples = (
        {
            "address": "01900000-0000-7000-8000-000000000021",
            "answers": ["sales", "support"],
        },
    )
    exits = (Branch(DEFAULT_BRANCH, _("No answer")),)

    def branches(self) -> tuple[Branch, ...]:
        answers = dict.fromkeys(self.settings.answers)
        return (
            *(Branch(answer, answer, chosen=True) for answer in answers),
            *self.exits,
        )

    def lower(self, scope: Scope) -> None:
        otherwise = scope.to(DEFAULT_BRANCH)
        address = scope.find(WebAddressInfo, self.settings.address)
        if address is None:
            scope.emit(Goto(otherwise))
            return
        answers = dict.fromkeys(self.settings.answers)
        cases = tuple(AnswerCase(answer, scope.to(answer)) for answer in answers)
        scope.emit(Ask(address, cases, otherwise))
