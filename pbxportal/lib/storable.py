"""What the database can keep of what people and programs send.

PostgreSQL has no NUL in texts, UTF-8 has no half of a surrogate pair, and JSON that is
nested deeper than Python's stack can be written but never read again.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

# Objects and lists inside each other. A module and its `children` are two of them, so
# callflows of 300 modules in a row pass.
DEEPEST = 600


def without_nul(text: str) -> str:
    """The text as it can be searched for."""
    return text.replace("\0", "")


def fault(document: Any) -> str:
    """Why this JSON can't be kept; empty if it can."""
    waiting = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            return _("This is nested too deeply.")
        if isinstance(value, str):
            if not _is_text(value):
                return _("Null and surrogate characters are not allowed.")
        elif isinstance(value, dict):
            waiting += [(key, depth) for key in value]
            waiting += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
    return ""


def _is_text(value: str) -> bool:
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)
