"""Contrast, and the nearest colour that has enough of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxportal.lib.colours import BLACK, LEAST, WHITE, Colour, contrast, nearest

CHANNEL = st.integers(0, 255)
COLOURS = st.builds(Colour, CHANNEL, CHANNEL, CHANNEL)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    # The darkest grey that fails on white, and the first that passes.
    assert contrast(Colour.read("#777777"), WHITE) == pytest.approx(4.478, abs=0.001)
    assert contrast(Colour.read("#767676"), WHITE) == pytest.approx(4.542, abs=0.001)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#12345g", "123456", "#1234567"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        Colour.read(text)


@given(COLOURS, COLOURS)
def test_the_nearest_passes(colour: Colour, against: Colour) -> None:
    found = nearest(colour, against)
    assert contrast(found, against) >= LEAST
    if contrast(colour, against) >= LEAST:
        assert found == colour
