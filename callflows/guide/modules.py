"""The page of all modules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from callflows.document import parse
from callflows.guide.imagined import imagined
from callflows.guide.settings import may_be
from callflows.guide.text import GENERATED, cell
from callflows.lowering import lower
from callflows.module import CATEGORIES, modules, palette
from callflows.words import in_words

Card = Mapping[str, Any]


def modules_page() -> str:
    """Markdown: an index by category, then a section a module."""
    cards = palette()
    sections = ["\n\n".join(_section(card)) for card in cards]
    index = "\n".join(_index(cards))
    begin = ["# The modules of callflows", GENERATED, index]
    return "\n\n".join([*begin, *sections]) + "\n"


def _index(cards: Iterable[Card]) -> Iterator[str]:
    for category, group in groupby(cards, key=lambda card: card["category"]):
        links = (f"[{card['label']}](#module-{card['name']})" for card in group)
        yield f"- {CATEGORIES[category]}: {', '.join(links)}"


def _section(card: Card) -> Iterator[str]:
    yield f'<a id="module-{card["name"]}"></a>\n## {card["label"]} (`{card["name"]}`)'
    yield card["help"]
    yield "\n".join(_settings(card["schema"])) or "No settings."
    yield "\n".join(_exits(card))
    for example in card["examples"]:
        yield _example(card["name"], example)


def _settings(schema: Mapping[str, Any]) -> Iterator[str]:
    properties = schema.get("properties", {})
    if properties:
        yield "| setting | | may be | if not set | |\n|---|---|---|---|---|"
    for name, field in properties.items():
        kind = may_be(field, schema.get("$defs", {}))
        row = (field["title"], kind, _default(field), field.get("description", ""))
        yield f"| `{name}` | {' | '.join(cell(part) for part in row)} |"


def _default(field: Mapping[str, Any]) -> str:
    if "default" not in field:
        return "must be set"
    if "unless" in field:
        return f"must be set, unless `{field['unless']}` is"
    return f"`{json.dumps(field['default'], ensure_ascii=False)}`"


def _exits(card: Card) -> Iterator[str]:
    told = [_exit(exit["key"], exit["label"]) for exit in card["exits"]]
    if card["exits_from"]:
        told.insert(0, f"one for each of `{card['exits_from']}`")
    yield f"Exits: {', '.join(told)}." if told else "Exits: none; the call stays here."


def _exit(key: str, label: str) -> str:
    return f"`{key}`" if label == key else f"`{key}` ({label})"


def _example(name: str, data: Mapping[str, Any]) -> str:
    """The example as JSON, and what calls meet there."""
    document = {"module": name, "data": data}
    module = modules()[name]
    known = imagined(module(module.Settings.model_validate(data)))
    words = in_words(lower(parse(document), known))
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return f"```json\n{text}\n```\n\nIn words:\n\n```text\n{words}\n```"
