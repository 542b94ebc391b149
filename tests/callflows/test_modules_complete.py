"""A module is more than its file: nothing that belongs to it may be missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from callflows.module import modules
from tests.calls.agreement.generate import HUMAN, SETTINGS

TESTS = Path(__file__).parents[1]

# Modules that no test of calls draws by name, each with the reason.
NO_CALL: dict[str, str] = {}


@pytest.mark.parametrize("name", modules())
def test_it_has_a_test_of_its_own(name: str) -> None:
    path = TESTS / "callflows" / "modules" / f"test_{name}.py"
    assert path.is_file(), f"write {path.relative_to(TESTS.parent)}"
    assert "def test_" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", modules())
def test_the_simulator_is_judged_by_calls_to_it(name: str) -> None:
    assert (name in SETTINGS) != (name in HUMAN), (
        "an entry in SETTINGS or, with the reason, in HUMAN of "
        "tests/calls/agreement/generate.py"
    )
    assert name in SETTINGS or len(HUMAN[name]) > 20


@pytest.mark.parametrize("name", modules())
def test_a_real_call_meets_it(name: str) -> None:
    met = name in drawn_in_calls()
    assert met != (name in NO_CALL), (
        f'draw it in a test of tests/calls, by {{"module": "{name}"}} or node("{name}")'
    )


@cache
def drawn_in_calls() -> frozenset[str]:
    """Names of modules that the tests of single calls draw."""
    files = (TESTS / "calls").glob("test_*.py")
    return frozenset(
        name
        for file in files
        for name in _drawn(ast.parse(file.read_text(encoding="utf-8")))
    )


def _drawn(tree: ast.AST) -> Iterator[str]:
    """The texts of `{"module": "…"}`, and those that begin `node("…")` or `("…", {…})`."""
    for found in ast.walk(tree):
        match found:
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                yield from (_text(v) for k, v in pairs if k and _text(k) == "module")
            case ast.Call(func=ast.Name(id="node" | "module"), args=[first, *_]):
                yield _text(first)
            case ast.Tuple(elts=[first, ast.Dict()]):
                yield _text(first)


def _text(expression: ast.expr) -> str:
    return str(expression.value) if isinstance(expression, ast.Constant) else ""
