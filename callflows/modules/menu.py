"""Lets the caller choose by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Answer, Gather, KeyCase
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot
from pbxportal.lib.refto import RefTo

KEYS = (*"1234567890", "*", "#")
TIMEOUT = "timeout"


class MenuSettings(Settings):
    """What is said, and how patiently."""

    prompt: Annotated[UUID, RefTo("media")] | None = setting(
        _("Prompt"), None, help=_("Names the keys. It is said again at every try.")
    )
    timeout: int = setting(
        _("Wait for"), 5, ge=1, le=60, help=_("Seconds, after the prompt has ended.")
    )
    tries: int = setting(_("Tries"), 3, ge=1, le=10)
    invalid: Annotated[UUID, RefTo("media")] | None = setting(
        _("After a wrong key"), None, help=_("What is said when a key leads nowhere.")
    )


class Menu(Module[MenuSettings]):
    """The caller hears a prompt and presses a key."""

    label, icon, category = _("Menu"), "dialpad", "basic"
    help = _("An auto attendant: each key leads somewhere else.")
    Settings = MenuSettings
    examples = (
        {},
        {"prompt": "01900000-0000-7000-8000-000000000004", "timeout": 3, "tries": 2},
    )
    exits = (
        *(Branch(key, key, optional=True) for key in KEYS),
        Branch(TIMEOUT, _("No key")),
        Branch(DEFAULT_BRANCH, _("Another key"), optional=True),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        if not set(KEYS) & set(node.keys):
            yield Finding("no_key", node.path)
        if self.settings.prompt is None:
            yield Finding("no_prompt", node.path, "prompt")

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        cases = tuple(KeyCase(k, scope.to(k)) for k in KEYS if k in scope.keys)
        scope.emit(
            Answer(),
            Gather(
                prompt=scope.sound(settings.prompt),
                invalid=scope.sound(settings.invalid),
                seconds=settings.timeout,
                tries=settings.tries,
                cases=cases,
                no_key=scope.to(TIMEOUT),
                other_key=scope.to(DEFAULT_BRANCH),
            ),
        )
