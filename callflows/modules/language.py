"""Chooses the language in which the system speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import SetLanguage
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.prompt_languages import LANGUAGES
from callflows.snapshot_types import Snapshot


class LanguageSettings(Settings):
    """Which language."""

    language: Literal["en", "es", "fr", "it", "ru"] = setting(
        _("Language"),
        choices=LANGUAGES,
        help=_("System prompts that the account has replaced are heard as they are."),
    )


class LanguageModule(Module[LanguageSettings]):
    """Holds for what the caller hears until the call ends, in other callflows too."""

    label, icon, category = _("Language"), "language", "advanced"
    help = _(
        "Chooses the language in which the system itself speaks to the caller from here "
        "on: voicemail, conferences, queues, directories, numbers. Your own sounds and "
        "system prompts that you have replaced are heard as they are."
    )
    Settings = LanguageSettings
    examples = ({"language": "fr"}, {"language": "en"})
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        if self.settings.language not in snapshot.languages:
            there = sorted(str(LANGUAGES[each]) for each in snapshot.languages)
            values = {"language": self._name, "there": ", ".join(there)}
            yield Finding("language_not_there", node.path, "language", values)

    def caption(self, snapshot: Snapshot) -> str:
        return self._name

    def lower(self, scope: Scope) -> None:
        scope.emit(SetLanguage(self.settings.language))
        scope.go_on()

    @property
    def _name(self) -> str:
        return str(LANGUAGES[self.settings.language])
