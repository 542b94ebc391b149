"""The name, look and addresses under which people know the portal.

Each account may say some of it; the rest comes from the account above, from the master
last. `Brand` is what counts for one account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pbxportal.lib.colours import BLACK, WHITE, Colour, nearest

if TYPE_CHECKING:
    from tenants.models import Account

PRODUCT = "pbxportal"
# Grounds on which links are read, and what is written on the accent colour.
_PAPER, _NIGHT = Colour.read("#f3f4f8"), Colour.read("#262a33")
INK = Colour.read("#12202c")


@dataclass(frozen=True)
class Brand:
    """Resolved down the tree; empty is what nobody has said."""

    name: str = PRODUCT
    logo: str = ""
    favicon: str = ""
    primary: str = ""
    accent: str = ""
    sender_name: str = ""
    sender_email: str = ""
    support_name: str = ""
    support_email: str = ""
    support_phone: str = ""
    support_url: str = ""

    @property
    def colours(self) -> str:
        """The file name of the stylesheet; empty without colours of its own.

        It is made of nothing but this name, so it can be kept for ever.
        """
        if not self.primary and not self.accent:
            return ""
        parts = (self.primary or "#none", self.accent or "#none")
        return "-".join(part[1:] for part in parts)

    @property
    def support(self) -> bool:
        """Whether there is somebody to ask."""
        return bool(self.support_email or self.support_phone or self.support_url)


NAMES = tuple(each.name for each in fields(Brand))
# What is typed; pictures are uploaded.
TYPED = tuple(name for name in NAMES if name not in ("logo", "favicon"))


def resolved(line: Iterable[Account]) -> Brand:
    """What counts for the last account of a line, from the master down to it."""
    said: dict[str, Any] = {}
    for account in line:
        own = account.branding
        said |= {name: own[name] for name in NAMES if own.get(name)}
    return Brand(**said)


def stylesheet(colours: str) -> str | None:
    """The stylesheet of that name; None if it is no name of one."""
    primary, _dash, accent = colours.partition("-")
    try:
        lines = [
            *(_primary(Colour.read(f"#{primary}")) if primary != "none" else ()),
            *(_accent(Colour.read(f"#{accent}")) if accent != "none" else ()),
        ]
    except ValueError:
        return None
    return ":root {\n" + "".join(f"  {line};\n" for line in lines) + "}\n"


def _primary(colour: Colour) -> list[str]:
    on_paper, at_night = nearest(colour, _PAPER), nearest(colour, _NIGHT, 5.5)
    ink = nearest(colour.mixed(BLACK, 0.55), WHITE, 12)
    return [
        f"--tblr-primary: {colour}",
        f"--tblr-primary-rgb: {colour.red}, {colour.green}, {colour.blue}",
        f"--tblr-primary-darken: {colour.mixed(BLACK, 0.15)}",
        f"--tblr-link-color: light-dark({on_paper}, {at_night})",
        f"--tblr-link-hover-color: light-dark({on_paper.mixed(BLACK, 0.3)}, "
        f"{at_night.mixed(WHITE, 0.4)})",
        f"--pbx-ink: {ink}",
        f"--pbx-ink-end: {ink.mixed(colour, 0.3)}",
        f"--pbx-glow: {colour.mixed(BLACK, 0.25)}",
    ]


def _accent(colour: Colour) -> list[str]:
    return [f"--pbx-accent: {colour}", f"--pbx-on-accent: {INK}"]
