"""Amounts: rounded by one rule, shared out by days, written as people want to see them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxportal.lib import formats, money

CENT = Decimal("0.01")
AMOUNTS = st.decimals(-10_000_000, 10_000_000, places=4)


@given(AMOUNTS)
def test_what_is_charged_has_two_digits_and_is_next_to_what_it_is_for(
    amount: Decimal,
) -> None:
    charged = money.charged(amount)
    assert charged.as_tuple().exponent == -2
    assert abs(charged - amount) <= CENT / 2


@pytest.mark.parametrize(
    ("exact", "charged"),
    [("0.005", "0.00"), ("0.015", "0.02"), ("0.025", "0.02"), ("-0.015", "-0.02")],
)
def test_halves_go_to_the_even_one(exact: str, charged: str) -> None:
    assert str(money.charged(Decimal(exact))) == charged


@given(st.decimals(0, 1_000_000, places=2), st.integers(28, 31), st.data())
def test_parts_of_a_month_are_no_more_than_the_month(
    amount: Decimal, days: int, data: st.DataObject
) -> None:
    left = data.draw(st.integers(1, days))
    part = money.pro_rata(amount, left, days)
    assert 0 <= part <= amount
    assert money.pro_rata(amount, days, days) == amount
    rest = money.pro_rata(amount, days - left, days)
    assert abs(part + rest - amount) <= CENT


@given(AMOUNTS, st.sampled_from(sorted(formats.DIGITS)))
def test_what_is_written_can_be_read_again(amount: Decimal, digits: str) -> None:
    with formats.using(formats.Formats(digits=digits)):
        text = money.written(amount)
    point, thousands = formats.DIGITS[digits]
    assert Decimal(text.replace(thousands, "").replace(point, ".")) == amount


def test_two_digits_unless_four_say_something() -> None:
    assert money.written(Decimal("1234.5000"), "USD") == "1,234.50 USD"
    assert money.written(Decimal("0.0250"), "EUR") == "0.0250 EUR"
    with formats.using(formats.Formats(digits="1.234,5")):
        assert money.written(Decimal("-1234.5")) == "-1.234,50"
