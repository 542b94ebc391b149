"""Says a number, digits, letters, the date or the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows import variables
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Answer, Say, Spoken
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot
from callflows.variables import NAME_HELP, TEXT, VariableName

_VALUES = ("digits", "number", "letters")

Plain = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,20}$")]


class SaySettings(Settings):
    """What is said, and how."""

    what: Literal["digits", "number", "letters", "date", "time"] = setting(
        _("What is said"),
        "digits",
        choices={
            "digits": _("Digits, one by one"),
            "number": _("A whole number"),
            "letters": _("Letters and digits, one by one"),
            "date": _("The date"),
            "time": _("The time of day"),
        },
    )
    value: Plain = setting(
        _("Value"),
        "",
        when=("what", *_VALUES),
        help=_("Letters and digits only; a whole number has nine digits at most."),
    )
    variable: VariableName | None = setting(
        _("Or what a variable holds"), None, when=("what", *_VALUES), help=NAME_HELP
    )


class SayModule(Module[SaySettings]):
    """Asterisk's own voice says it; date and time are the account's."""

    label, icon, category = _("Say"), "speakerphone", "basic"
    help = _(
        "Says digits, a number or letters, as given here or as a variable holds them, or "
        "the date or the time, by the system's own voice."
    )
    Settings = SaySettings
    examples = (
        {"value": "42"},
        {"what": "number", "variable": "place"},
        {"what": "time"},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def takes(self) -> Iterable[tuple[str, str]]:
        return [(self._variable, TEXT)] if self._variable else []

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        if variable := self._variable:
            yield from variables.check(variable, TEXT, node.path, "variable", snapshot)
        elif not self._clock and not Spoken(self.settings.what).of(self.settings.value):
            yield Finding("nothing_said", node.path, "value")

    def caption(self, snapshot: Snapshot) -> str:
        return self._variable or ("" if self._clock else self.settings.value)

    def lower(self, scope: Scope) -> None:
        what = Spoken(self.settings.what)
        value = "" if self._clock or self._variable else what.of(self.settings.value)
        zone = scope.snapshot.timezone
        scope.emit(Answer())
        if self._clock or self._variable or value:
            scope.emit(Say(what, value, self._variable, zone))
        scope.go_on()

    @property
    def _clock(self) -> bool:
        return self.settings.what not in _VALUES

    @property
    def _variable(self) -> str:
        return ("" if self._clock else self.settings.variable) or ""
