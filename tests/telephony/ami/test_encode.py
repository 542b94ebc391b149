"""No value can become a second header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.ami.client import parse
from telephony.ami.encode import MAX_LINE, AmiEncodingError, encode

KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True)
# Surrogates have no UTF-8; control characters are refused, see below.
VALUES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200)


@given(st.lists(st.tuples(KEYS, VALUES), min_size=1, unique_by=lambda pair: pair[0]))
def test_what_is_encoded_is_what_is_read(headers: list[tuple[str, str]]) -> None:
    packet = encode(headers).decode()
    assert packet.endswith("\r\n\r\n")
    assert parse(packet[:-4]) == dict(headers)


@pytest.mark.parametrize("bad", ["\n", "\r", "\r\n", "\0", "\x1b", "\x7f"])
def test_a_control_character_is_refused_by_name(bad: str) -> None:
    with pytest.raises(AmiEncodingError, match="Val"):
        encode([("Action", "DBPut"), ("Val", f"x{bad}Action: Originate")])


@pytest.mark.parametrize("key", ["", "A b", "A:", "Ä", "A\r\nB", "1A"])
def test_a_malformed_name_is_refused(key: str) -> None:
    with pytest.raises(AmiEncodingError, match="name"):
        encode([(key, "value")])


def test_lines_are_as_long_as_asterisk_reads_them_and_no_longer() -> None:
    room = MAX_LINE - len("Value: ")
    assert encode([("Value", "x" * room)])
    with pytest.raises(AmiEncodingError, match="too long"):
        encode([("Value", "x" * (room + 1))])
    with pytest.raises(AmiEncodingError, match="too long"):
        encode([("Value", "é" * (room // 2 + 1))])
