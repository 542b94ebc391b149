"""What can be kept, and what must be refused before the database does it."""

from __future__ import annotations

from typing import Any

import pytest

from pbxportal.lib import storable


@pytest.mark.parametrize(
    "document", [{}, [], "", "Ünïcødé 😀", {"a": [1, None, True, "x"]}, "\r\n\t"]
)
def test_ordinary_json_can_be_kept(document: Any) -> None:
    assert storable.fault(document) == ""


@pytest.mark.parametrize(
    "document", ["\0", "\ud800", {"a": ["x\0"]}, {"a\0": 1}, [[{"b": "\udfff"}]]]
)
def test_null_and_surrogates_are_refused(document: Any) -> None:
    assert "not allowed" in storable.fault(document)


def test_a_document_may_be_deep_but_not_too_deep() -> None:
    document: Any = {}
    for _ in range(storable.DEEPEST - 1):
        document = {"x": document}
    assert storable.fault(document) == ""
    assert "nested" in storable.fault({"x": document})


def test_null_is_left_out_of_what_is_searched_for() -> None:
    assert storable.without_nul("a\0b") == "ab"
