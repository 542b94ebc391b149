"""Names that go to Asterisk."""

from __future__ import annotations

import pytest

from pbxportal.lib import names


@pytest.mark.parametrize("text", ["a", "acme-cf-k3v9qa", "n0", "x" * 60, "a_b"])
def test_a_name_passes(text: str) -> None:
    assert names.asterisk_name(text) == text


@pytest.mark.parametrize(
    "text", ["", "x" * 61, "A", "a b", "a,b", "a/b", "a\n", "ä", "a@b", "${a}", "n.1"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        names.asterisk_name(text)


def test_names_of_units() -> None:
    assert names.callflow_unit("acme", "k3v9qa") == "acme-cf-k3v9qa"
    assert names.routes_unit("acme") == "acme-routes"
    assert names.version_context("acme-routes", 12) == "acme-routes-v12"


def test_a_version_of_nothing_has_no_name() -> None:
    with pytest.raises(ValueError, match="not a name"):
        names.version_context("", 1)


def test_a_handle_is_a_name_of_its_own() -> None:
    handles = {names.new_handle() for _ in range(100)}
    assert len(handles) == 100
    assert all(len(h) == names.HANDLE_LENGTH for h in handles)
    assert all(names.asterisk_name(h) for h in handles)
