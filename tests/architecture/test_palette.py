"""What colours say can be read and told apart: both palettes, light and dark.

SOURCE: Machado, Oliveira, Fernandes 2009, dichromats (severity 1); CIE 1976 L*a*b*;
Ottosson 2020, Oklab.
"""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from pbxportal.lib.colours import LEAST, Colour, contrast
from tenants.preferences import Palette

STYLES = Path(__file__).parents[2] / "static" / "src" / "styles"
BLOCK = {
    Palette.STANDARD: ":root",
    Palette.COLOUR_BLIND: f'html[data-palette="{Palette.COLOUR_BLIND}"]',
}
SCHEMES = ("light", "dark")
GROUNDS = ("--tblr-body-bg", "--tblr-bg-surface", "--tblr-bg-surface-secondary")
SIGNS = ("bad", "warn", "good", "moved")
# Borders and outlines (WCAG 1.4.11).
LEAST_LINE = 3.0
# Two colours side by side that nobody takes for the same; 2.3 is just noticeable.
APART = 15.0
SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Light = tuple[float, float, float]


def declared(palette: Palette, scheme: str) -> dict[str, Colour]:
    """The colours that tokens.css gives by name; `:root`'s count where none is said."""
    text = (STYLES / "tokens.css").read_text()
    found = {}
    for each in (Palette.STANDARD, palette):
        body = text.partition(f"\n{BLOCK[each]} {{\n")[2].partition("\n}\n")[0]
        for name, value in re.findall(r"(--[a-z-]+): ([^;]+);", body):
            pair = re.fullmatch(r"light-dark\((.+\)|#\w+), (.+)\)", value)
            said = pair[1 + SCHEMES.index(scheme)] if pair else value
            if said.startswith(("#", "oklch(")):
                found[name] = colour(said)
    return found


def colour(said: str) -> Colour:
    if said.startswith("#"):
        return Colour.read(said if len(said) == 7 else "#" + said[1] * 6)
    lightness, chroma, hue = map(float, re.findall(r"[\d.]+", said))
    a, b = (chroma * f(math.radians(hue)) for f in (math.cos, math.sin))
    long, middle, short = (
        (lightness / 100 + m * a + n * b) ** 3
        for m, n in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    return seen_as(
        (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )
    )


def seen_as(light: Light) -> Colour:
    """The colour of this light, channels from 0 to 1."""

    def channel(part: float) -> int:
        part = min(1.0, max(0.0, part))
        low = part <= 0.0031308
        return round(255 * (12.92 * part if low else 1.055 * part ** (1 / 2.4) - 0.055))

    return Colour(*map(channel, light))


def light_of(colour: Colour) -> Light:
    red, green, blue = (
        Colour(value, value, value).luminance
        for value in (colour.red, colour.green, colour.blue)
    )
    return red, green, blue


def as_seen(colour: Colour, sight: str) -> Colour:
    light = light_of(colour)
    red, green, blue = (
        sum(m * part for m, part in zip(row, light, strict=True))
        for row in SIGHTS[sight]
    )
    return seen_as((red, green, blue))


def distance(one: Colour, other: Colour) -> float:
    return math.dist(lab(one), lab(other))


def lab(colour: Colour) -> Light:
    red, green, blue = light_of(colour)

    def root(part: float) -> float:
        return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116

    x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_measures_are_right() -> None:
    assert str(colour("oklch(62.8% 0.2577 29.23deg)")) == "#ff0000"
    red, green = Colour.read("#b00b1a"), Colour.read("#00682a")
    assert distance(red, green) > 80
    # Why there is a palette of its own.
    assert distance(as_seen(red, "protanopia"), as_seen(green, "protanopia")) < APART


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("palette", list(Palette))
def test_what_colours_say_can_be_read(palette: Palette, scheme: str) -> None:
    found = declared(palette, scheme)
    for ground in GROUNDS:
        for sign in SIGNS:
            text = found[f"--pbx-{sign}-text"]
            assert contrast(text, found[ground]) >= LEAST, (sign, ground)
    for sign in ("bad", "warn", "good"):
        line = found[f"--pbx-{sign}-line"]
        assert contrast(line, found["--tblr-bg-surface"]) >= LEAST_LINE, sign
    white = Colour.read("#ffffff")
    for name in ("--pbx-bad-fill", "--pbx-bad-fill-hover"):
        assert contrast(white, found[name]) >= LEAST


TINTS = ("red", "orange", "yellow", "green", "azure")


def test_badges_of_the_palette_can_be_read() -> None:
    found = declared(Palette.COLOUR_BLIND, "light")
    inks = dict.fromkeys(TINTS, found["--pbx-on-tint"])
    inks["green"] = Colour.read("#ffffff")
    for tint in TINTS:
        assert contrast(inks[tint], found[f"--tblr-{tint}"]) >= LEAST, tint


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_colour_blind_people_tell_them_apart(scheme: str, sight: str) -> None:
    found = declared(Palette.COLOUR_BLIND, scheme)
    texts = [f"--pbx-{sign}-text" for sign in SIGNS]
    lines = [f"--pbx-{sign}-line" for sign in ("bad", "warn", "good")]
    tints = [f"--tblr-{tint}" for tint in TINTS]
    for names in (texts, lines, tints):
        for one, other in combinations(names, 2):
            seen = [as_seen(found[name], sight) for name in (one, other)]
            assert distance(*seen) >= APART, (one, other)


def test_no_sign_has_a_colour_of_its_own() -> None:
    """Red, amber and green are said by tokens alone, which the palette changes."""
    for path in STYLES.glob("*.css"):
        if path.name == "tokens.css":
            continue
        rules = re.findall(r"([^{}]+)\{([^{}]*)\}", path.read_text())
        for selector, body in rules:
            if "data-level" in selector or "error" in selector:
                assert "oklch(" not in body and "#" not in body, selector
