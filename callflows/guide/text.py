"""Pieces of Markdown that several pages use."""

from __future__ import annotations

GENERATED = "<!-- Made by `manage.py write_guide`; change the code instead. -->"


def cell(text: str) -> str:
    """Text that can't break out of its cell of a table."""
    return " ".join(text.replace("|", "\\|").split())
