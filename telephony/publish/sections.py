"""Sections of Asterisk's own configuration: one file an account in each folder."""

from __future__ import annotations

from collections.abc import Sequence

from telephony.publish.node import NodeLink

# The name in brackets, and the settings below it.
Section = tuple[str, list[tuple[str, str]]]


def write(
    link: NodeLink, folder: str, slug: str, sections: Sequence[Section]
) -> list[str]:
    """Makes these the account's sections; gives the names of those that have changed."""
    held, told = dict(link.read_sections(folder, slug)), dict(sections)
    changed = [name for name in {**held, **told} if held.get(name) != told.get(name)]
    if changed:
        link.write_sections(folder, slug, sections)
    return changed
