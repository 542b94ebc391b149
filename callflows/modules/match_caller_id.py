"""Branches on the caller's number."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, StringConstraints

from callflows import number_pattern
from callflows.instructions import MatchCaller
from callflows.lowering import Scope
from callflows.module import Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot

MATCH, NO_MATCH = "match", "nomatch"


def _pattern(text: str) -> str:
    number_pattern.parse(text)
    return text


class MatchSettings(Settings):
    """Which numbers, and what stands before them."""

    pattern: Annotated[str, AfterValidator(_pattern)] = setting(
        _("Pattern"),
        help=_(
            r"Such as \b604123456|778123456\b or \d{10}: digits, \d, ., [2-9], "
            r"alternatives |, groups ( ), repetition ? * + {2,4}, edges ^ $ \b."
        ),
    )
    country_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,3}$")] = setting(
        _("Country code"),
        "1",
        help=_(
            "Taken off the number before, if at least seven digits follow it. Empty: "
            "none."
        ),
    )


class MatchCallerId(Module[MatchSettings]):
    """Only the digits of the number that the call came with are compared."""

    label, icon, category = _("Match caller ID"), "user-search", "advanced"
    help = _("Leads calls from certain numbers elsewhere.")
    Settings = MatchSettings
    examples = (
        {"pattern": r"\b604123456|778123456\b"},
        {"pattern": r"\d{10}", "country_code": ""},
    )
    exits = (Branch(MATCH, _("Match")), Branch(NO_MATCH, _("No match")))

    def caption(self, snapshot: Snapshot) -> str:
        return self.settings.pattern

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        scope.emit(
            MatchCaller(
                number_pattern.parse(settings.pattern),
                settings.pattern,
                settings.country_code,
                scope.to(MATCH),
                scope.to(NO_MATCH),
            )
        )
