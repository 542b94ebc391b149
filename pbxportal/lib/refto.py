"""Marks a field of a settings class as a reference to an object of the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic_core import core_schema


@dataclass(frozen=True)
class RefTo:
    """`Annotated[UUID, RefTo("media")]`: the id of an object of that kind."""

    kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Accepts an id only as it is written in the portal: lower case, with dashes.

        Whoever asks where an object is used searches documents for that text.
        """
        return core_schema.no_info_before_validator_function(
            _canonical, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """Puts `"ref": kind` beside the field's JSON schema, for editors."""
        return {**handler(schema), "ref": self.kind}


def _canonical(value: Any) -> Any:
    if isinstance(value, str) and _uuid_text(value) != value:
        raise ValueError("not an id")
    return value


def _uuid_text(value: str) -> str | None:
    try:
        return str(UUID(value))
    except ValueError:
        return None
