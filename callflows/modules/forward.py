"""Sends the call to a number of the public network."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows.instructions import CallOutside, Cause, Whose
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot

Number = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{5,20}$")]


class ForwardSettings(Settings):
    """Which number, and what is shown there."""

    number: Number = setting(
        _("Number"), help=_("As a telephone of the account dials it, or with +.")
    )
    caller_id: Literal["caller", "account"] = setting(
        _("Show"),
        "caller",
        choices={
            "caller": _("The caller's number"),
            "account": _("The account's number"),
        },
        help=_("Some carriers refuse numbers that are not the account's."),
    )
    timeout: int = setting(_("Ring for"), 30, ge=1, le=300, help=_("Seconds."))


class Forward(Module[ForwardSettings]):
    """The call leaves to a mobile or any other telephone outside."""

    label, icon, category = _("Forward outside"), "phone-outgoing", "basic"
    help = _(
        "Calls a number of the public network by the account's carriers, if the account "
        "may call it. An exit without a module leads to “Otherwise”."
    )
    Settings = ForwardSettings
    examples = (
        {"number": "+16045550199"},
        {"number": "6045550199", "caller_id": "account", "timeout": 20},
    )
    exits = (
        Branch("busy", _("Busy"), optional=True),
        Branch("no_answer", _("Nobody answers"), optional=True),
        Branch("failed", _("Can't be called"), optional=True),
        Branch(DEFAULT_BRANCH, _("Otherwise")),
    )
    dials_out = True

    def caption(self, snapshot: Snapshot) -> str:
        return self.settings.number

    def lower(self, scope: Scope) -> None:
        ends = {
            "busy": Cause.BUSY,
            "no_answer": Cause.NO_ANSWER,
            "failed": Cause.UNAVAILABLE,
        }
        below = DEFAULT_BRANCH in scope.keys
        exits = {
            key: scope.to(
                DEFAULT_BRANCH if below and key not in scope.keys else key, cause
            )
            for key, cause in ends.items()
        }
        settings = self.settings
        whose = Whose(settings.caller_id)
        scope.emit(CallOutside(settings.number, whose, settings.timeout, **exits))
