"""Variables of a call, as modules name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows.findings import Finding
from callflows.instructions import Path
from callflows.module import Text
from callflows.snapshot_types import Snapshot

# What is not an object: given in the editor, or entered by callers.
TEXT = "text"

VariableName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]

NAME_HELP = _("Small letters, digits and _, such as “department”.")

# What people call the kinds of values.
KINDS: dict[str, Text] = {
    TEXT: _("Text"),
    "user": _("User"),
    "device": _("Device"),
    "voicemail_box": _("Mailbox"),
    "callflow": _("Callflow"),
    "queue": _("Queue"),
}


def check(
    name: str, kind: str, path: Path, field: str, snapshot: Snapshot
) -> Iterator[Finding]:
    """Whether calls can have what is looked for in the variable."""
    given = {g.kind for g in snapshot.given if g.name == name}
    if not given:
        yield Finding("variable_never_set", path, field, {"name": name})
    elif other := given - {kind}:
        values = {"name": name, "kinds": _names(other), "kind": KINDS[kind]}
        yield Finding("variable_of_other_kind", path, field, values)


def _names(kinds: Iterable[str]) -> str:
    return ", ".join(sorted(str(KINDS[kind]) for kind in kinds))
