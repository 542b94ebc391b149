"""Names as they are spelled on the keys of a telephone."""

from __future__ import annotations

import unicodedata

# ITU-T E.161: the letters on the keys.
_KEYS = {
    letter: key
    for key, letters in {
        "2": "abc",
        "3": "def",
        "4": "ghi",
        "5": "jkl",
        "6": "mno",
        "7": "pqrs",
        "8": "tuv",
        "9": "wxyz",
    }.items()
    for letter in letters
}
_KEYS.update({digit: digit for digit in "0123456789"})

# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
    }
)


def keys_of(name: str, length: int = 3) -> str:
    """The first keys of a name, accents and everything but letters left out.

    Shorter for a short name; empty for one without Latin letters or digits.
    """
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN)
    keys = (_KEYS.get(character, "") for character in folded)
    return "".join(keys)[:length]
