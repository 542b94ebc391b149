"""Objects of an account that does not exist, so that an example can be put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from callflows.module import Module
from callflows.snapshot_types import Given, Info, Snapshot

NOBODY = UUID(int=0)
HELD = UUID(int=1)
_PLAIN: Mapping[Any, Any] = {str: "1001", int: 10, float: 1.0, bool: True, UUID: NOBODY}


def imagined(module: Module[Any]) -> Snapshot:
    """An account that has whatever the module points at, called after its kind.

    A variable that the module looks at may hold one such object.
    """
    shapes = {cls.kind: cls for cls in Info.__subclasses__()}
    given = {Given(n, k, HELD if k in shapes else None) for n, k in module.takes()}
    references = {(ref.kind, ref.id) for ref in module.references()}
    references |= {(held.kind, held.id) for held in given if held.id}
    counts: dict[str, int] = {}
    objects = []
    for kind, id in sorted(references):
        counts[kind] = counts.get(kind, 0) + 1
        name = f"{kind.replace('_', ' ').capitalize()} {counts[kind]}"
        objects.append(_make(shapes[kind], id=id, name=name))
    return replace(Snapshot.of("acme", "UTC", objects), given=frozenset(given))


def _make(shape: type[Any], **given: Any) -> Any:
    """An instance with simple values for whatever has no default."""
    hints = get_type_hints(shape)
    for field in fields(shape):
        free = field.default is MISSING and field.default_factory is MISSING
        if free and field.name not in given:
            given[field.name] = _value(hints[field.name])
    return shape(**given)


def _value(hint: Any) -> Any:
    """The simplest value of a type."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin = get_origin(hint) or hint
    if origin in (Union, UnionType):
        return None if type(None) in get_args(hint) else _value(get_args(hint)[0])
    if origin in (tuple, frozenset):
        return origin()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and issubclass(hint, Info):
        return _make(hint, id=NOBODY, name=hint.kind.capitalize())
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return _make(hint)
    return {}
