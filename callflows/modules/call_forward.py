"""Lets people take their calls elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows.instructions import Feature, Switch, SwitchFeature
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting

Number = Annotated[str, StringConstraints(pattern=r"^[0-9*+]{0,20}$")]


class CallForwardSettings(Settings):
    """Which calls, where to, and what to do."""

    action: Literal["on", "off", "toggle"] = setting(
        _("Do"),
        "on",
        choices={"on": _("Switch on"), "off": _("Switch off"), "toggle": _("Toggle")},
    )
    when: Literal["always", "busy", "no_answer"] = setting(
        _("Which calls"),
        "always",
        choices={
            "always": _("All calls"),
            "busy": _("When busy"),
            "no_answer": _("When nobody answers"),
        },
    )
    number: Number = setting(
        _("Number"), "", help=_("Empty: the caller enters it, and # at its end.")
    )


class CallForward(Module[CallForwardSettings]):
    """Calls to the calling user go on at another number."""

    label, icon, category = _("Call forwarding"), "phone-outgoing", "telephone"
    help = _(
        "Switches call forwarding of the user who calls, and says so. Modules that ring "
        "the user follow it; groups and queues do not."
    )
    Settings = CallForwardSettings
    examples = (
        {"action": "on", "when": "always"},
        {"action": "toggle", "when": "busy", "number": "1002"},
    )
    exits = (
        Branch(DEFAULT_BRANCH, _("Afterwards")),
        Branch("no_number", _("No number entered"), optional=True),
        Branch("no_user", _("Caller is no user"), optional=True),
    )

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        scope.emit(
            SwitchFeature(
                Feature(f"forward_{settings.when}"),
                Switch(settings.action),
                settings.number or None,
                8,
                scope.to(DEFAULT_BRANCH),
                scope.to("no_number"),
                scope.to("no_user"),
            )
        )
