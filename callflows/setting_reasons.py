"""Why a value of a module's settings can't be, in words of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# By the types of pydantic's errors; `%(…)s` are of the error's context.
_WORDS: Mapping[str, str | Promise] = {
    "string_pattern_mismatch": gettext_lazy("a sign in it is not allowed here"),
    "string_too_long": gettext_lazy("it has more than %(max_length)s signs"),
    "string_type": gettext_lazy("it is no text"),
    "greater_than_equal": gettext_lazy("it must be at least %(ge)s"),
    "less_than_equal": gettext_lazy("it must be at most %(le)s"),
    "int_parsing": gettext_lazy("it is no whole number"),
    "int_from_float": gettext_lazy("it is no whole number"),
    "int_type": gettext_lazy("it is no whole number"),
    "bool_type": gettext_lazy("it is neither yes nor no"),
    "bool_parsing": gettext_lazy("it is neither yes nor no"),
    "enum": gettext_lazy("it is none of those that can be chosen"),
    "literal_error": gettext_lazy("it is none of those that can be chosen"),
    "extra_forbidden": gettext_lazy("there is no such setting"),
}
_NO_ID = "not an id"


def why(problem: Mapping[str, Any]) -> str:
    """The sentence's end for one of pydantic's errors, with its context and input."""
    context: Mapping[str, Any] = problem.get("ctx", {})
    kind: str = problem["type"]
    if kind == "too_short":
        return _too_short(context["min_length"])
    if kind == "too_long":
        return str(_("there are more than %(max_length)s") % context)
    if kind == "value_error":
        said = str(context["error"])
        return _empty_or_gone(problem) if said == _NO_ID else str(_(said))
    if kind == "string_too_short" and problem.get("input") == "":
        return _("it is empty")
    if words := _WORDS.get(kind):
        return str(words) % context
    return str(problem["msg"])


def _too_short(least: int) -> str:
    text = ngettext(
        "at least %(n)s entry is needed", "at least %(n)s entries are needed", least
    )
    return str(text % {"n": least})


def _empty_or_gone(problem: Mapping[str, Any]) -> str:
    if problem.get("input") == "":
        return _("nothing is chosen in one of the entries")
    return _("it does not name anything of the account")
