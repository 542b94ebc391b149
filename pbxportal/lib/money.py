"""Amounts of money: decimal, rounded by rules that have names, written for people.

An amount is what somebody is charged or given, with two digits; the price of a minute may
have four. Only currencies with hundredths are listed.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from pbxportal.lib import formats

# ISO 4217.
CURRENCIES = (
    *("USD", "EUR", "GBP", "CAD", "AUD", "BRL", "CHF", "CZK", "DKK", "HKD", "INR"),
    *("MXN", "NOK", "NZD", "PLN", "SEK", "SGD", "ZAR"),
)
CHOICES = [(code, code) for code in CURRENCIES]
ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


def charged(amount: Decimal) -> Decimal:
    """What is booked for an exact amount: hundredths, halves to the even one."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_EVEN)


def pro_rata(amount: Decimal, days: int, of: int) -> Decimal:
    """What is booked for so many days of a month that costs the amount."""
    return charged(amount * days / of)


def written(amount: Decimal, currency: str = "") -> str:
    """For people, by their choice of digits: `1,234.50 USD`.

    Two digits, and two more where they say something.
    """
    digits = 2 if amount == amount.quantize(_CENT) else 4
    point, thousands = formats.DIGITS[formats.current().digits]
    whole, _point, rest = f"{amount:,.{digits}f}".partition(".")
    text = f"{whole.replace(',', thousands)}{point}{rest}"
    return f"{text} {currency}" if currency else text
