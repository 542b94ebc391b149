"""What is wrong with settings is told in words that people understand."""

from __future__ import annotations

from typing import Any

import pytest

from callflows.document import parse


def told(module: str, **data: Any) -> list[str]:
    node = parse({"module": module, "data": data}).nodes[()]
    return [finding.message for finding in node.findings]


@pytest.mark.parametrize(
    ("module", "data", "message"),
    [
        (
            "branch_variable",
            {"variable": "x", "values": []},
            "“Values” is not valid: at least 1 entry is needed.",
        ),
        (
            "conference_service",
            {"conferences": [""]},
            "“Conferences” is not valid: nothing is chosen in one of the entries.",
        ),
        (
            "conference_service",
            {"conferences": ["Sales"]},
            "“Conferences” is not valid: it does not name anything of the account.",
        ),
        (
            "intercom",
            {},
            "“Intercom” is not valid: choose one user, device or group.",
        ),
        ("sleep", {"seconds": 0}, "“Wait for” is not valid: it must be at least 1."),
        ("hangup", {"cause": "x"}, "can be chosen"),
        ("sleep", {"seconds": "x"}, "it is no whole number"),
    ],
)
def test_reasons(module: str, data: dict[str, Any], message: str) -> None:
    (found,) = told(module, **data)
    assert message in found
    assert "Value error" not in found
