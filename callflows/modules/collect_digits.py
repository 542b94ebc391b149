"""Asks the caller for digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Answer, CollectDigits
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Given, MediaInfo, Snapshot
from callflows.variables import NAME_HELP, TEXT, VariableName
from pbxportal.lib.refto import RefTo

TIMEOUT = "timeout"


class CollectDigitsSettings(Settings):
    """Where the digits go, and how they are asked for."""

    variable: VariableName = setting(_("Variable"), help=NAME_HELP)
    prompt: Annotated[UUID, RefTo("media")] | None = setting(
        _("Prompt"), None, help=_("Says what to enter. It is said again at every try.")
    )
    most: int = setting(_("Most digits"), 10, ge=1, le=20)
    ends: Literal["#", "*", ""] = setting(
        _("Key that ends"),
        "#",
        choices={"#": "#", "*": "*", "": _("None")},
    )
    timeout: int = setting(
        _("Wait for"), 5, ge=1, le=60, help=_("Seconds, for each digit.")
    )
    tries: int = setting(_("Tries"), 3, ge=1, le=10)


class CollectDigitsModule(Module[CollectDigitsSettings]):
    """What is entered is kept with the call, for modules that come later."""

    label, icon, category = _("Collect digits"), "forms", "advanced"
    help = _(
        "Asks the caller to enter digits, such as a customer number, and keeps them in a "
        "variable."
    )
    Settings = CollectDigitsSettings
    examples = (
        {"variable": "customer"},
        {
            "variable": "pin",
            "prompt": "01900000-0000-7000-8000-000000000004",
            "most": 4,
            "tries": 2,
        },
    )
    exits = (
        Branch(DEFAULT_BRANCH, _("Entered")),
        Branch(TIMEOUT, _("Nothing entered")),
    )

    def gives(self) -> Iterable[Given]:
        return [Given(self.settings.variable, TEXT)]

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        if self.settings.prompt is None:
            yield Finding("no_prompt", node.path, "prompt")

    def caption(self, snapshot: Snapshot) -> str:
        return self.settings.variable

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        scope.emit(
            Answer(),
            CollectDigits(
                settings.variable,
                scope.find(MediaInfo, settings.prompt),
                settings.most,
                settings.ends,
                settings.timeout,
                settings.tries,
                entered=scope.to(DEFAULT_BRANCH),
                nothing=scope.to(TIMEOUT),
            ),
        )
