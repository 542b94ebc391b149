"""The one encoder of AMI actions: no value can become a second header.

A bare line feed in a value is enough for Asterisk to begin a new header, so every
control character is refused, not stripped: a value that needs one is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
# SOURCE: Asterisk main/manager.c reads a header into a buffer of 1,025 bytes.
MAX_LINE = 1022

Headers = Iterable[tuple[str, str]]


class AmiEncodingError(ValueError):
    """A header can't be sent; the message names it."""


def encode(headers: Headers) -> bytes:
    """The packet for these headers, ready to be written."""
    return b"".join(_line(key, value) for key, value in headers) + b"\r\n"


def _line(key: str, value: str) -> bytes:
    if not _KEY.match(key):
        raise AmiEncodingError(f"not a header's name: {key!r}")
    if _CONTROL.search(value):
        raise AmiEncodingError(f"{key}: a control character can't be sent over AMI")
    line = f"{key}: {value}".encode()
    if len(line) > MAX_LINE:
        raise AmiEncodingError(
            f"{key}: {len(line)} bytes are too long, {MAX_LINE} at most"
        )
    return line + b"\r\n"
