"""What is wrong with a callflow: codes, places, and the way to mend it.

Findings are returned, never raised or printed. A red one keeps a callflow from being
published, a yellow one is worth a look, an info is good to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callflows.instructions import Path


class Level(StrEnum):
    """How bad it is."""

    RED = "red"
    YELLOW = "yellow"
    INFO = "info"


@dataclass(frozen=True)
class Code:
    """A kind of finding: its level, its message (with %(names)s) and the way out."""

    level: Level
    message: str | Promise
    hint: str | Promise


CODES: Mapping[str, Code] = {
    "empty_flow": Code(
        Level.RED,
        _("There is nothing in this callflow."),
        _("Drag a module from the palette to the root."),
    ),
    "not_a_module": Code(
        Level.RED,
        _("This is not a module: %(reason)s."),
        _("Remove it, or mend the document that was imported."),
    ),
    "unknown_module": Code(
        Level.RED,
        _("The module “%(module)s” is not known here."),
        _("Replace it, or skip it. It is kept as it is."),
    ),
    "missing_setting": Code(
        Level.RED,
        _("“%(title)s” is not set."),
        _("Open the module and choose a value."),
    ),
    "invalid_setting": Code(
        Level.RED,
        _("“%(title)s” is not valid: %(reason)s."),
        _("Open the module and correct the value."),
    ),
    "unknown_target": Code(
        Level.RED,
        _("What “%(title)s” points at does not exist."),
        _("It may have been deleted: choose another one."),
    ),
    "loop": Code(
        Level.RED,
        _("This leads back to the start of the same callflow."),
        _("Choose another callflow: a call would go in circles."),
    ),
    "unpublished_target": Code(
        Level.YELLOW,
        _("The callflow “%(name)s” was never published."),
        _("Publish it; until then a call ends here."),
    ),
    "unreachable": Code(
        Level.YELLOW,
        _("No call ever gets here."),
        _("Move it to an exit of the module before it, or remove it."),
    ),
    "dead_end": Code(
        Level.INFO,
        _("The call ends at “%(branch)s”."),
        _("Add a module there if it shall go on."),
    ),
    "no_device": Code(
        Level.YELLOW,
        _("“%(name)s” has no telephone that can ring."),
        _("Give the user a device, or enable it."),
    ),
    "no_key": Code(
        Level.YELLOW,
        _("No key of this menu leads anywhere."),
        _("Add a module to at least one key."),
    ),
    "no_prompt": Code(
        Level.YELLOW,
        _("The caller hears nothing in this menu."),
        _("Choose a sound that names the keys."),
    ),
    "empty_frame": Code(
        Level.YELLOW,
        _("The time frame “%(name)s” has no rule, so it never holds."),
        _("Give it a rule, or remove it from the module."),
    ),
    "time_overlap": Code(
        Level.YELLOW,
        _("“%(first)s” and “%(second)s” hold at the same time, neither more exactly."),
        _("The first of them wins. Change one of them to make it plain."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing found, at a path of the document.

    `about` is the setting or the branch that it is about, if it is about one.
    """

    code: str
    path: Path
    about: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(self.code)

    @property
    def level(self) -> Level:
        """How bad it is."""
        return CODES[self.code].level

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return str(CODES[self.code].message) % self.values

    @property
    def hint(self) -> str:
        """How to mend it, in the reader's language."""
        return str(CODES[self.code].hint)

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "code": self.code,
            "level": self.level.value,
            "path": list(self.path),
            "about": self.about,
            "message": self.message,
            "hint": self.hint,
        }
