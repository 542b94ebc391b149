"""What of a caller a telephone can be shown: the types of such settings."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, StringConstraints


def _printable(text: str) -> str:
    """Refuses control characters, and those that turn the direction of writing."""
    for place, character in enumerate(text, 1):
        if not character.isprintable():
            raise ValueError(_("character %(n)s can't be shown") % {"n": place})
    return text


def _header(text: str) -> str:
    for place, character in enumerate(text, 1):
        if not " " <= character <= "~":
            raise ValueError(
                _("character %(n)s can't stand in a header") % {"n": place}
            )
    return text


ShownName = Annotated[str, StringConstraints(max_length=40), AfterValidator(_printable)]
ShownNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9*#]{0,20}$")]
Header = Annotated[str, StringConstraints(max_length=120), AfterValidator(_header)]
