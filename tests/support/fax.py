"""A fax machine: pages to send, and Asterisk as the one that sends them."""

from __future__ import annotations

import struct
from pathlib import Path

from telephony.ami.client import AmiClient

STATION = "+1 604 555 0199"
WIDTH, HEIGHT = 1728, 1100
_SHORT, _LONG, _RATIONAL = 3, 4, 5


def tiff(pages: int) -> bytes:
    """White pages with a black bar each, as fax machines have them, not compressed.

    SOURCE: TIFF 6.0, section 3 (bilevel images).
    """
    row, line = WIDTH // 8, b"\xff" * (WIDTH // 8)
    image = b"\0" * row * 100 + line * 40 + b"\0" * row * (HEIGHT - 140)
    data, links = bytearray(b"II*\0\0\0\0\0"), [4]
    for _ in range(pages):
        strip = len(data)
        data += image
        rates = len(data)
        data += struct.pack("<4I", 204, 1, 98, 1)
        struct.pack_into("<I", data, links[-1], len(data))
        tags = [
            (254, _LONG, 2),
            (256, _LONG, WIDTH),
            (257, _LONG, HEIGHT),
            (258, _SHORT, 1),
            (259, _SHORT, 1),
            (262, _SHORT, 0),
            (273, _LONG, strip),
            (277, _SHORT, 1),
            (278, _LONG, HEIGHT),
            (279, _LONG, len(image)),
            (282, _RATIONAL, rates),
            (283, _RATIONAL, rates + 8),
            (296, _SHORT, 2),
        ]
        data += struct.pack("<H", len(tags))
        for tag, kind, value in tags:
            data += struct.pack("<HHII", tag, kind, 1, value)
        links.append(len(data))
        data += struct.pack("<I", 0)
    return bytes(data)


def send(ami: AmiClient, account: str, number: str, file: Path, caller: str) -> None:
    """Lets Asterisk call the account's number and send the file."""
    ami.request(
        "Originate",
        ("Channel", f"Local/{number}@from-device"),
        ("Application", "SendFAX"),
        ("Data", f"{file},f"),
        ("Account", account),
        ("CallerID", f'"Fax" <{caller}>'),
        ("Variable", f"__ACCOUNT={account}"),
        ("Variable", f"FAXOPT(localstationid)={STATION}"),
        ("Async", "true"),
    )
