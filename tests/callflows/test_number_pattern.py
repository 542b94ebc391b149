"""Patterns of numbers: our reading, Python's and that of POSIX are the same."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callflows.number_pattern import PatternError, bare, matches, parse, posix

LIBC = ctypes.CDLL(None)
EXTENDED, NOSUB = 1, 8  # <regex.h> of the GNU C library, which Asterisk is linked to

EXAMPLES = [
    (r"\b604123456|778123456\b", "604123456", True),
    (r"\b604123456|778123456\b", "604123457", False),
    (r"\b604123456|778123456\b", "5604123456", False),
    (r"\b604123456|778123456\b", "6041234569", True),
    (r"\d{10}", "6045550100", True),
    (r"\d{10}", "604555010", False),
    (r"^\d{3,4}$", "1001", True),
    (r"^\d{3,4}$", "10010", False),
    (r"6(?:04|72)[2-9].*", "6725550100", True),
    (r"6(04|72)[^2-9]", "6045", False),
    (r"^$", "", True),
    (r"\b", "", False),
    (r"^(1|2)*3+$", "121233", True),
]


@contextmanager
def compiled(expression: str) -> Iterator[ctypes.Array[ctypes.c_char]]:
    """A regex_t of the C library."""
    regex = ctypes.create_string_buffer(256)
    assert LIBC.regcomp(regex, expression.encode(), EXTENDED | NOSUB) == 0, expression
    try:
        yield regex
    finally:
        LIBC.regfree(regex)


def by_posix(expression: str, number: str) -> bool:
    with compiled(expression) as regex:
        found: int = LIBC.regexec(regex, number.encode(), 0, None, 0)
    return found == 0


def _repeat(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    times = st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,}", "{0}"])
    return st.builds("({}){}".format, inner, times)


SINGLES = st.sampled_from([*"0123", ".", r"\d", "[1-3]", "[^0]", "[02-4]"])
EDGES = st.sampled_from(["^", "$", r"\b"])
PATTERNS = st.recursive(
    SINGLES | EDGES,
    lambda inner: (
        st.builds("{}{}".format, inner, inner)
        | st.builds("(?:{})".format, inner)
        | st.builds("({}|{})".format, inner, inner)
        | _repeat(inner)
    ),
    max_leaves=8,
)
NUMBERS = st.text("01234", max_size=7)


# The C library finds `^` again after the first of several times.
@example("(^0)+2", "002")
@given(PATTERNS, NUMBERS)
def test_all_read_a_pattern_alike(pattern: str, number: str) -> None:
    try:
        tree = parse(pattern)
    except PatternError:
        return
    found = matches(tree, number)
    assert found == bool(re.search(pattern, number, re.ASCII))
    if number:  # an empty number is never handed to REGEX()
        assert found == by_posix(posix(tree), number)


@given(st.text(r"0123456789\db^$.|()[]{},?*+:-", max_size=15), NUMBERS)
def test_what_is_accepted_is_an_expression_to_python_and_posix(
    pattern: str, number: str
) -> None:
    try:
        tree = parse(pattern)
    except PatternError as error:
        assert 1 <= error.place <= len(pattern) + 1
        return
    assert matches(tree, number) == bool(re.search(pattern, number, re.ASCII))
    assert re.fullmatch(r"[0-9\[\]()|{},^$]*", posix(tree))
    assert not re.search(r"\$[^)|]", posix(tree) + ")")


@pytest.mark.parametrize(("pattern", "number", "found"), EXAMPLES)
def test_examples(pattern: str, number: str, found: bool) -> None:
    tree = parse(pattern)
    assert matches(tree, number) == found
    if number:
        assert by_posix(posix(tree), number) == found


@pytest.mark.parametrize(
    ("pattern", "place"),
    [
        ("", 1),
        ("1|", 3),
        ("|1", 1),
        ("(1", 1),
        ("1)", 2),
        ("()", 2),
        ("12a", 3),
        (r"\+1", 2),
        ("+1", 1),
        ("1++", 3),
        ("^*", 2),
        ("(^0)+2", 5),
        (r"1((2|\b)3){2}", 11),
        ("1{3,2}", 2),
        ("1{,2}", 3),
        ("1{41}", 3),
        ("1{2", 4),
        ("[", 1),
        ("[5-2]", 4),
        ("[a]", 2),
        ("[^0-9]", 1),
        ("(?=1)", 2),
        (r"(1)\1", 5),
        ("1 2", 2),
        ("((((((1))))))", 6),
        ("(1{40}){40}", 11),
        ('1"', 2),
        ("${X}", 3),
        ("é", 1),
        ("١", 1),
        ("1" * 201, 201),
    ],
)
def test_a_fault_is_named_with_its_place(pattern: str, place: int) -> None:
    with pytest.raises(PatternError) as error:
        parse(pattern)
    assert error.value.place == place
    assert f"at character {place}:" in str(error.value)


def test_a_pattern_that_is_dear_to_others_is_cheap() -> None:
    tree = parse(r"((\d*)*)*(\d+)+5$")
    assert not matches(tree, "1" * 40)
    assert not by_posix(posix(tree), "1" * 40)


@pytest.mark.parametrize(
    ("number", "code", "digits"),
    [
        ("+1 (604) 555-0100", "1", "6045550100"),
        ("16045550100", "1", "6045550100"),
        ("6045550100", "1", "6045550100"),
        ("1001", "1", "1001"),
        ("4930123456", "49", "30123456"),
        ("16045550100", "", "16045550100"),
        ('"=""|"1', "1", "1"),
        ("anonymous", "1", ""),
    ],
)
def test_the_country_code_is_taken_off(number: str, code: str, digits: str) -> None:
    assert bare(number, code) == digits
