"""What holds for every module; a new file in the palette is tested by this at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from callflows.checks import check
from callflows.document import parse
from callflows.findings import Level
from callflows.instructions import Mark
from callflows.lowering import lower
from callflows.module import CATEGORIES, Module, modules, palette, reference_kinds
from callflows.simulation import Scenario, simulate
from callflows.snapshot_types import Snapshot, kinds
from callflows.tidy import tidy
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT

SPRITE = settings.BASE_DIR / "static/src/icons.json"
ICONS = Path("node_modules/@tabler/icons/icons/outline")
ALL = [pytest.param(cls, id=name) for name, cls in modules().items()]
EXAMPLES = [
    pytest.param(cls, example, id=f"{name}-{number}")
    for name, cls in modules().items()
    for number, example in enumerate(cls.examples)
]
AT = datetime(2025, 12, 25, 18, 5, tzinfo=UTC)

Kind = type[Module[Any]]


@pytest.mark.parametrize("cls", ALL)
def test_it_says_what_it_is(cls: Kind) -> None:
    card = cls.card()
    assert card["name"] == cls.__module__.rpartition(".")[2]
    assert card["category"] in CATEGORIES
    for key in ("label", "help", "icon"):
        assert isinstance(card[key], str)
        assert card[key]
    assert cls.__doc__


@pytest.mark.parametrize("cls", ALL)
def test_its_icon_exists(cls: Kind) -> None:
    folder = settings.BASE_DIR / ICONS
    if not folder.is_dir():
        pytest.skip("the front end's packages are not installed")
    assert (folder / f"{cls.icon}.svg").is_file()


@pytest.mark.parametrize("cls", ALL)
def test_pages_can_draw_its_icon(cls: Kind) -> None:
    assert cls.icon in json.loads(SPRITE.read_text()), f"add it to {SPRITE.name}"


@pytest.mark.parametrize("cls", ALL)
def test_its_schema_is_json_and_names_every_setting(cls: Kind) -> None:
    schema = json.loads(json.dumps(cls.card()))["schema"]
    for name, field in schema.get("properties", {}).items():
        assert field["title"], name
        assert set(field.get("choices", {})) == set(field.get("enum", []))
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("cls", ALL)
def test_its_references_are_of_kinds_that_a_snapshot_has(cls: Kind) -> None:
    assert reference_kinds(cls.Settings) <= kinds()


@pytest.mark.parametrize(("cls", "example"), EXAMPLES)
def test_an_example_is_kept_as_it_is(cls: Kind, example: dict[str, Any]) -> None:
    parsed = cls.Settings.model_validate(example)
    assert parsed.model_dump(mode="json", exclude_unset=True) == example


@pytest.mark.parametrize(("cls", "example"), EXAMPLES)
def test_the_exits_of_an_example_are_unique_and_stable(
    cls: Kind, example: dict[str, Any]
) -> None:
    module = cls(cls.Settings.model_validate(example))
    keys = [branch.key for branch in module.branches()]
    assert len(set(keys)) == len(keys)
    assert keys == [branch.key for branch in module.branches()]
    assert all(branch.name(SNAPSHOT) for branch in module.branches())
    assert isinstance(module.caption(SNAPSHOT), str)


@pytest.mark.parametrize(("cls", "example"), EXAMPLES)
@pytest.mark.parametrize("snapshot", [SNAPSHOT, Snapshot("acme")], ids=["full", "bare"])
def test_an_example_goes_all_the_way(
    cls: Kind, example: dict[str, Any], snapshot: Snapshot
) -> None:
    flow = parse({"module": cls.name, "data": example})
    red = [f for f in check(flow, snapshot) if f.level == Level.RED]
    assert bool(red) == (snapshot is not SNAPSHOT and bool(flow.references))
    program = lower(flow, snapshot)
    assert program.blocks[0].body[0] == Mark()
    for version in (program, tidy(program)):
        (context,) = render(version, "acme-cf-k3v9qa", 1)
        assert context.priorities[0].application == "CELGenUserEvent"
        trace = simulate({"u": version}, "u", Scenario("8000", "1002", AT))
        assert trace.end.kind
        assert trace.steps[0].module == cls.name
        assert in_words(version)


def test_the_palette_lists_all_by_category() -> None:
    cards = palette()
    assert sorted(card["name"] for card in cards) == list(modules())
    order = [list(CATEGORIES).index(card["category"]) for card in cards]
    assert order == sorted(order)
