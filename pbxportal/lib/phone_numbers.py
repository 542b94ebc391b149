"""How numbers of the public network are shown to people.

SOURCE: ITU-T E.123: the international form is +1 202 555 0123.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat


@dataclass(frozen=True)
class Shown:
    """What an account has chosen.

    `home` is the country of numbers without a country code. Numbers of the countries in
    `national` are shown as one dials them there (None: all are), others internationally.
    """

    home: str
    national: Collection[str] | None = ()

    def __call__(self, number: str) -> str:
        """The number as people read it; what is none (an extension) as it is."""
        parsed = _parsed(number, self.home)
        if parsed is None:
            return number
        region = phonenumbers.region_code_for_number(parsed)
        if self.national is None or region in self.national:
            return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
        return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def _parsed(number: str, home: str) -> PhoneNumber | None:
    # Callers come with the country code and without +, people dial as at home.
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    tries = [(number, home), (f"+{digits}", None)]
    for text, country in tries:
        try:
            parsed = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return parsed
    return None
