"""Numbers are shown as the account has chosen."""

from __future__ import annotations

import pytest

from pbxportal.lib.phone_numbers import Shown


@pytest.mark.parametrize(
    ("shown", "number", "expected"),
    [
        (Shown("US"), "+14152221234", "+1 415-222-1234"),
        (Shown("US"), "14152221234", "+1 415-222-1234"),
        (Shown("US"), "4152221234", "+1 415-222-1234"),
        (Shown("US", None), "14152221234", "(415) 222-1234"),
        (Shown("US", {"US"}), "442079460018", "+44 20 7946 0018"),
        (Shown("US", {"GB"}), "442079460018", "020 7946 0018"),
        (Shown("GB", {"US"}), "02079460018", "+44 20 7946 0018"),
        (Shown("US"), "1001", "1001"),
        (Shown("US"), "*97", "*97"),
        (Shown("US"), "anonymous", "anonymous"),
        (Shown("US"), "", ""),
    ],
)
def test_numbers_as_people_read_them(shown: Shown, number: str, expected: str) -> None:
    assert shown(number) == expected
