"""Lets callers from outside dial as if they sat at a telephone of the account."""

from __future__ import annotations

from typing import Annotated, Self

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints, model_validator

from callflows.instructions import Answer, Cause, DialIn
from callflows.lowering import Scope
from callflows.module import Branch, Module, Settings, setting

Pin = Annotated[str, StringConstraints(pattern=r"^([0-9]{6,12})?$")]


class DisaSettings(Settings):
    """How callers say who they are."""

    pin: Pin = setting(_("PIN"), "", help=_("6 to 12 digits."))
    without_pin: bool = setting(
        _("Let anybody in without a PIN"),
        False,
        help=_("Whoever finds the number makes calls at the account's cost."),
    )
    tries: int = setting(_("Tries"), 3, ge=1, le=5)
    timeout: int = setting(
        _("Wait for a key"), 5, ge=1, le=30, help=_("Seconds; a # ends it at once.")
    )

    @model_validator(mode="after")
    def _has_a_pin(self) -> Self:
        if not self.pin and not self.without_pin:
            raise ValueError("set a PIN, or let anybody in without one")
        return self


class Disa(Module[DisaSettings]):
    """After a PIN the caller hears a dial tone and calls any number that the account may."""

    label, icon, category = _("Dial in to dial out"), "phone-call", "advanced"
    help = _(
        "Direct inward system access: asks for a PIN, then for a number, and calls it, "
        "inside or outside under the account's rules and showing the account's number. "
        "After 10 wrong PINs every PIN is refused for a quarter of an hour."
    )
    Settings = DisaSettings
    examples = ({"pin": "480216"}, {"pin": "48021607", "tries": 1, "timeout": 8})
    exits = (
        Branch("wrong_pin", _("Wrong PIN"), optional=True),
        Branch("no_number", _("No number"), optional=True),
    )
    dials_out = True

    def authenticated(self) -> bool:
        return bool(self.settings.pin)

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        dial_in = DialIn(
            settings.pin,
            settings.tries,
            settings.timeout,
            scope.to("wrong_pin", Cause.REJECTED),
            scope.to("no_number"),
        )
        scope.emit(Answer(), dial_in)
