"""The page of all findings."""

from __future__ import annotations

from callflows.findings import CODES, Level
from callflows.guide.text import GENERATED, cell

_LEVELS = {
    Level.RED: "Red: it can't be published.",
    Level.YELLOW: "Yellow: worth a look.",
    Level.INFO: "Info: good to know.",
}


def findings_page() -> str:
    """Markdown: one table a level, codes in alphabetical order."""
    parts = [
        "# What is found in a callflow",
        GENERATED,
        "`callflows/<id>/check/` lists findings by these codes. Words such as `%(name)s` "
        "stand for what the finding is about.",
    ]
    for level, title in _LEVELS.items():
        rows = ["| code | message | what to do |", "|---|---|---|"]
        rows += [
            f"| `{name}` | {cell(str(code.message))} | {cell(str(code.hint))} |"
            for name, code in sorted(CODES.items())
            if code.level == level
        ]
        parts += [f"## {title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"
