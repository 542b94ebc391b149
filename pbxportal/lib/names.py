"""Names that machines read."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

_HANDLE_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
HANDLE_LENGTH = 6
# The folder of an account's own prompts, among the files of its media.
OWN_PROMPTS = "prompts"
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


def outbound_unit(slug: str) -> str:
    """What is published at once for the account's calls to the public network."""
    return asterisk_name(f"{slug}-out")


def carrier_endpoint(carrier: UUID) -> str:
    """A carrier's name in PJSIP; without @, unlike a telephone's."""
    return asterisk_name(f"carrier-{carrier.hex}")


def version_context(unit: str, version: int) -> str:
    """The dialplan context of one version of a unit."""
    return asterisk_name(f"{asterisk_name(unit)}-v{version}")


def lamps_context(slug: str) -> str:
    """The context of what the account's telephones can watch; it has no versions, since
    telephones stay subscribed to it."""
    return asterisk_name(f"{slug}-lamps")


def prompt_language(slug: str, language: str = "en") -> str:
    """The language of a call of the account: its own prompts go before Asterisk's.

    Asterisk looks for `vm-intro` in the folder `sounds/en_own/acme/prompts`, then takes off
    what follows the last `_` and looks in `sounds/en` (main/file.c). Each node's folder
    `en_own` leads to the accounts' media (pbxportal/devstack/nodes.py). Nothing in a
    short name has a `_`, and no language begins like another one's dialect (`en_GB`).
    """
    return f"{language}_own/{asterisk_name(slug)}/{OWN_PROMPTS}"
