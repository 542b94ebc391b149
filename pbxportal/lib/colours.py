"""Colours and how well text can be read on them.

SOURCE: WCAG 2.2, relative luminance and contrast ratio; 1.4.3 asks for 4.5 to 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}\Z")


@dataclass(frozen=True)
class Colour:
    """Red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, text: str) -> Colour:
        """A colour written as `#1f4fa3`; raises ValueError for anything else."""
        text = text.lower()
        if not _HEX.match(text):
            raise ValueError(text)
        return cls(*bytes.fromhex(text[1:]))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """0 for black, 1 for white."""
        red, green, blue = map(_linear, (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def mixed(self, other: Colour, share: float) -> Colour:
        """This colour with a share of the other one, 0 to 1."""
        pairs = zip(
            (self.red, self.green, self.blue),
            (other.red, other.green, other.blue),
            strict=True,
        )
        return Colour(*(round(a + (b - a) * share) for a, b in pairs))


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


def _linear(channel: int) -> float:
    part = channel / 255
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((one.luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)


def nearest(colour: Colour, against: Colour, least: float = LEAST) -> Colour:
    """The colour itself, or as little darker or lighter as the contrast needs."""
    for step in range(101):
        for end in (BLACK, WHITE):
            found = colour.mixed(end, step / 100)
            if contrast(found, against) >= least:
                return found
    return BLACK if against.luminance > 0.18 else WHITE
