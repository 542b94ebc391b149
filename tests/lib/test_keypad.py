"""Names on the keys of a telephone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxportal.lib.keypad import keys_of


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Kim", "546"),
        ("Jürgens", "587"),
        ("Ähre", "247"),
        ("Łukasz", "585"),
        ("Ødegård", "633"),
        ("O'Brien", "627"),
        ("van der Berg", "826"),
        ("Strauß", "787"),
        ("Li", "54"),
        ("7 of 9", "763"),
        ("李", ""),
        ("", ""),
    ],
)
def test_names(name: str, keys: str) -> None:
    assert keys_of(name) == keys


@given(st.text(max_size=30), st.integers(0, 12))
def test_any_text_gives_so_many_keys_at_most(name: str, length: int) -> None:
    keys = keys_of(name, length)
    assert len(keys) <= length
    assert set(keys) <= set("0123456789")
    assert keys_of(name, length + 1).startswith(keys)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_case_and_accents_make_no_difference(name: str) -> None:
    accented = "".join(letter + "\u0301" for letter in name)
    assert keys_of(name.upper()) == keys_of(name) == keys_of(accented)
    assert len(keys_of(name, 99)) == len(name)
