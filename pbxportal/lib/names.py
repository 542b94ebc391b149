"""Names that machines read."""

from __future__ import annotations

import re
import secrets

_HANDLE_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
HANDLE_LENGTH = 6
_ASTERISK_NAME = re.compile(r"[a-z0-9_-]{1,60}")


def new_handle() -> str:
    """A short random name; Asterisk's names for an object are made from it.

    Uniqueness is the database's business: 32^6 names, one account's objects.
    """
    return "".join(secrets.choice(_HANDLE_ALPHABET) for _ in range(HANDLE_LENGTH))


def asterisk_name(text: str) -> str:
    """The text itself if Asterisk can take it for a name; raises ValueError if not.

    Contexts, extensions and AstDB keys are joined by `,`, `/`, `@` and spaces: a name
    that contains none of them can't become two.
    """
    if not _ASTERISK_NAME.fullmatch(text):
        raise ValueError(f"not a name for Asterisk: {text!r}")
    return text


def callflow_unit(slug: str, handle: str) -> str:
    """What is published at once for a callflow of the account."""
    return asterisk_name(f"{slug}-cf-{handle}")


def routes_unit(slug: str) -> str:
    """What is published at once for the account's numbers."""
    return asterisk_name(f"{slug}-routes")


def version_context(unit: str, version: int) -> str:
    """The dialplan context of one version of a unit."""
    return asterisk_name(f"{asterisk_name(unit)}-v{version}")
