"""The marker of references in settings classes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import pytest
from pydantic import BaseModel, ValidationError

from pbxportal.lib.refto import RefTo

ID = "01900000-0000-7000-8000-00000000000a"


class Form(BaseModel):
    box: Annotated[UUID, RefTo("voicemail_box")] | None = None


def test_the_kind_is_in_the_json_schema() -> None:
    schema = Form.model_json_schema()["properties"]["box"]["anyOf"][0]
    assert schema == {"type": "string", "format": "uuid", "ref": "voicemail_box"}


@pytest.mark.parametrize("value", [ID, UUID(ID)])
def test_an_id_passes(value: object) -> None:
    assert Form.model_validate({"box": value}).box == UUID(ID)


@pytest.mark.parametrize(
    "value",
    [ID.upper(), ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}", "", "x", 7],
)
def test_other_ways_to_write_an_id_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Form.model_validate({"box": value})
