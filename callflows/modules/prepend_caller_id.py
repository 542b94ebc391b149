"""Puts something before the caller's name and number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import ShowCaller, Showing
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.shown import ShownName
from callflows.snapshot_types import Snapshot

# A plus sign stands first or nowhere: before a number of its own it would stand twice.
Prefix = Annotated[str, StringConstraints(pattern=r"^[0-9*#]{0,10}$")]

HOW = {
    "current": Showing.BEFORE_CURRENT,
    "original": Showing.BEFORE_ORIGINAL,
    "reset": Showing.ORIGINAL,
}


class PrependSettings(Settings):
    """What stands before name and number."""

    action: Literal["current", "original", "reset"] = setting(
        _("What to do"),
        "current",
        choices={
            "current": _("Put before what is shown now"),
            "original": _("Put before the original caller ID"),
            "reset": _("Back to the original caller ID"),
        },
    )
    name: ShownName = setting(
        _("Before the name"),
        "",
        help=_("As it is: end it with a blank or a dash, such as “GEN - ”."),
    )
    number: Prefix = setting(_("Before the number"), "", help=_("Digits, * and #."))


class PrependCallerId(Module[PrependSettings]):
    """Whoever is rung later sees for instance “GEN - Alex Kim”."""

    label, icon, category = _("Prepend"), "text-plus", "caller_id"
    help = _(
        "Puts text before the caller's name or number, so that who is rung sees what the "
        "call is about. Several of them add up."
    )
    Settings = PrependSettings
    examples = (
        {"name": "GEN - "},
        {"name": "Sales ", "number": "9", "action": "original"},
        {"action": "reset"},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        empty = not (self.settings.name or self.settings.number)
        if empty == (self.settings.action != "reset"):
            yield Finding("no_prefix", node.path, "name")

    def caption(self, snapshot: Snapshot) -> str:
        settings = self.settings
        both = f"{settings.name.strip()} {settings.number}".strip()
        return "" if settings.action == "reset" else both

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        how = HOW[settings.action]
        if how == Showing.ORIGINAL:
            scope.emit(ShowCaller(how))
        else:
            scope.emit(ShowCaller(how, settings.name, settings.number))
        scope.go_on()
