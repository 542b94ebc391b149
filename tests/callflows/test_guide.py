"""The reference pages are what the code would write now."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from callflows.findings import CODES
from callflows.guide import PAGES, findings_page, modules_page, rights_page
from callflows.guide.imagined import imagined
from callflows.guide.settings import may_be
from callflows.module import Module, modules, palette
from tenants.access import WORDS, Right


@pytest.mark.parametrize(("name", "make"), PAGES.items())
def test_the_committed_page_is_up_to_date(name: str, make: Callable[[], str]) -> None:
    written = (settings.BASE_DIR / name).read_text(encoding="utf-8")
    assert written == make(), "run `.venv/bin/python manage.py write_guide`"


def test_every_module_has_a_section_that_the_index_leads_to() -> None:
    page = modules_page()
    index, *_ = page.partition("\n## ")
    for card in palette():
        assert f"(#module-{card['name']})" in index
        assert page.count(f'<a id="module-{card["name"]}"></a>') == 1
        for name in card["schema"].get("properties", {}):
            assert f"\n| `{name}` | " in page


def test_every_finding_is_told() -> None:
    page = findings_page()
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(CODES)


def test_every_right_has_its_row_and_what_is_granted_says_so() -> None:
    rows = [line for line in rights_page().splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(set(WORDS.values())) == len(Right)
    (granted,) = (row for row in rows if "Delete auto attendants" in row)
    cells = [part.strip() for part in granted.strip("|").split("|")]
    assert cells[1:] == ["yes", "if granted", "no", "no", "no", "no", "no"]


@pytest.mark.parametrize("cls", [cls for _, cls in modules().items()])
def test_an_imagined_account_has_all_that_an_example_needs(
    cls: type[Module[Any]],
) -> None:
    for example in cls.examples:
        module = cls(cls.Settings.model_validate(example))
        known = imagined(module)
        assert all(known.name(ref.kind, ref.id) for ref in module.references())
        assert UUID(int=0) not in known.objects


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ({"type": "integer", "minimum": 1}, "whole number, at least 1"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text or empty"),
        ({"ref": "voicemail_box"}, "id (voicemail box)"),
        ({"type": "array", "items": {"$ref": "#/$defs/A"}}, "list of: `a` (One), `b`"),
        ({}, "any value"),
    ],
)
def test_what_a_setting_may_be(field: dict[str, Any], text: str) -> None:
    definitions = {"A": {"enum": ["a", "b"], "choices": {"a": "One"}}}
    assert may_be(field, definitions) == text
