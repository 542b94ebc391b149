"""What a setting may be, in words, from its JSON schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "object": "object",
    "null": "empty",
}
_LIMITS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "{} or more characters",
    "maxLength": "up to {} characters",
    "minItems": "{} or more",
    "maxItems": "up to {}",
    "pattern": "matches `{}`",
}


def may_be(field: Schema, definitions: Schema) -> str:
    """`field` is a property of the schema whose `$defs` are the definitions."""
    field = _resolved(field, definitions)
    options = field.get("anyOf") or field.get("oneOf")
    if options:
        told = [may_be(option, definitions) for option in options]
        return " or ".join(dict.fromkeys(told))
    return ", ".join([_type(field, definitions), *_limits(field)])


def _resolved(field: Schema, definitions: Schema) -> Schema:
    name = field.get("$ref", "").rpartition("/")[2]
    return {**definitions.get(name, {}), **field}


def _type(field: Schema, definitions: Schema) -> str:
    if "ref" in field:
        return f"id ({field['ref'].replace('_', ' ')})"
    if "enum" in field:
        labels = field.get("choices", {})
        return ", ".join(_choice(value, labels) for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        return f"list of: {may_be(field.get('items', {}), definitions)}"
    if "properties" in field:
        parts = (
            f"`{name}`: {may_be(part, definitions)}"
            for name, part in field["properties"].items()
        )
        return f"object ({'; '.join(parts)})"
    return _TYPES.get(field.get("type", ""), "any value")


def _choice(value: Any, labels: dict[Any, str]) -> str:
    label = labels.get(value)
    return f"`{value}` ({label})" if label else f"`{value}`"


def _limits(field: Schema) -> Iterator[str]:
    """One phrase a limit, in a fixed order."""
    for key, words in _LIMITS.items():
        if key in field:
            yield words.format(field[key])
