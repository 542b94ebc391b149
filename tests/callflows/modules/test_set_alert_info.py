"""The ring tone of telephones that are rung later."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.lowering import lower
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT, node


def sets(info: str) -> list[str]:
    document = node("set_alert_info", alert_info=info)
    (context,) = render(lower(parse(document), SNAPSHOT), "u", 1)
    return [p.data for p in context.priorities if p.application == "Set"]


def test_the_header_is_a_value_of_its_own() -> None:
    assert sets("<http://x>;info=a") == [
        "__PBX_BEFORE_RING=b(pbx-before-ring^s^1)",
        "PBX_TEXT=${URIDECODE(%3Chttp%3A%2F%2Fx%3E%3Binfo%3Da)}",
        "__PBX_ALERT=${PBX_TEXT}",
    ]


def test_none_takes_it_back() -> None:
    assert sets("") == ["__PBX_ALERT="]


@pytest.mark.parametrize("info", ["a\r\nX: 1", "a\nb", "a\tb", "é", "x" * 121])
def test_what_is_no_header_is_refused(info: str) -> None:
    flow = parse(node("set_alert_info", alert_info=info))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]
