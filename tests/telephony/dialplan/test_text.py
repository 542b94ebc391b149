"""The one encoder: what it lets through, and that nothing else makes dialplan text."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from telephony.dialplan import text
from telephony.dialplan.text import NotSafe, Safe

HOSTILE = [
    '"=""|"1',
    "${SHELL(id)}",
    "$[1+1]",
    "a\r\nAction: Command",
    "a;--b--;",
    "x => y",
    "a&b|c,d",
    "#include /etc/passwd",
    "\\;",
    "Zoë 電話 🎺",
    "\x00\x1f\x7f",
    "%s %(a)s %24%7B",
    "x" * 2048,
    "",
    " ",
]
KINDS = [
    text.name,
    text.variable,
    text.endpoint,
    text.sound,
    text.mailbox,
    text.diallable,
    text.zone,
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", HOSTILE)
def test_no_kind_of_value_lets_hostile_text_in(kind: object, value: str) -> None:
    with pytest.raises(ValueError, match=r"not a name|for Asterisk"):
        kind(value)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (text.name, "acme-cf-k3v9qa-v12"),
        (text.variable, "PBX_NAME"),
        (text.endpoint, "1001-soft@ab12.pbx.example"),
        (text.sound, "/srv/pbx/.run/media/acme/k3v9qa"),
        (text.sound, "/home/alex kim/pbx@2/..media/k3v9qa"),
        (text.mailbox, "1001"),
        (text.diallable, "*97"),
        (text.diallable, "+16045550100"),
        (text.zone, "America/Argentina/Buenos_Aires"),
        (text.zone, "Etc/GMT+8"),
    ],
)
def test_ordinary_values_pass(kind: object, value: str) -> None:
    assert kind(value) == value  # type: ignore[operator]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (text.sound, "relative/path"),
        (text.sound, "/a/../etc/passwd"),
        (text.sound, "/a/./b"),
        (text.sound, "/a/.."),
        (text.sound, "/a//b"),
        (text.sound, "/a\tb"),
        (text.sound, "/a&/b"),
        (text.endpoint, "1001"),
        (text.endpoint, "1001@a@b"),
        (text.endpoint, "1001@a/sip:x"),
        (text.mailbox, "1001@default"),
        (text.diallable, "_X."),
        (text.mailbox, "\u0661\u0660"),
    ],
)
def test_near_misses_are_refused(kind: object, value: str) -> None:
    with pytest.raises(NotSafe):
        kind(value)  # type: ignore[operator]


PART = re.compile(r"V=(?:\$\{V\})?\$\{URIDECODE\(([A-Za-z0-9_.~%-]*)\)\}|V=")


@given(st.text() | st.sampled_from(HOSTILE))
def test_user_text_goes_encoded_and_comes_back_whole(value: str) -> None:
    back = b""
    for number, argument in enumerate(text.user_text("V", value)):
        part = PART.fullmatch(argument)
        assert part
        assert ("${V}" in argument) == (number > 0)
        back += unquote_to_bytes(part[1] or "")
        assert text.data((argument,)) == argument
    assert back == value.encode("utf-8", "surrogatepass")


def test_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(NotSafe):
        list(text.user_text("V", "\ud800"))


@pytest.mark.parametrize(
    "value", ["a;b", "a\\b", " a", "a ", "a\nb", "a\x7f", "é", "x" * (text.LONGEST + 1)]
)
def test_finished_text_holds_nothing_that_changes_on_the_way(value: str) -> None:
    with pytest.raises(NotSafe):
        text.data((Safe(value),))


SOURCES = sorted((settings.BASE_DIR / "telephony" / "dialplan").rglob("*.py"))


def calls(path: Path, name: str) -> list[ast.Call]:
    return [
        part
        for part in ast.walk(ast.parse(path.read_text()))
        if isinstance(part, ast.Call)
        and ast.unparse(part.func).rpartition(".")[2] == name
    ]


def constant(part: ast.expr) -> bool:
    """A literal, or literals and module constants (all capitals) put together."""
    match part:
        case ast.Constant():
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return constant(left) and constant(right)
        case ast.Name(id=name):
            return name.isupper()
        case _:
            return False


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_templates_are_written_in_the_source(path: Path) -> None:
    for call in calls(path, "code"):
        assert constant(call.args[0]), ast.unparse(call)


def test_safe_text_is_made_here_only() -> None:
    """Elsewhere `Safe()` may only join or rewrite what is safe already."""
    made = {
        (path.name, ast.unparse(call.args[0]))
        for path in SOURCES
        if path.name != "text.py"
        for call in calls(path, "Safe")
    }
    assert made == {
        ("writer.py", "''"),
        ("colleague.py", "'&'.join(part)"),
        ("ring.py", "endpoint.replace('.', '[.]')"),
        ("menus.py", "'&'.join(paths)"),
        ("times.py", "' & '.join(parts)"),
        ("times.py", "' | '.join(each)"),
        ("times.py", "begin + joint + end"),
    }
