"""Call forwarding: what the caller may enter, and what becomes of it."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.tidy import tidy
from telephony.dialplan.contexts import conf_text, render
from tests.callflows.findings_support import found
from tests.callflows.modules.test_do_not_disturb import RING, end
from tests.callflows.samples import SNAPSHOT, node


def test_a_number_by_keys() -> None:
    flow = node("call_forward", _=RING)
    flow["children"]["no_number"] = node("hangup", cause="rejected")
    assert end(flow, keys=("1009#",)).cause == "not-found"
    assert end(flow, keys=()).cause == "rejected"


def test_what_is_keyed_is_filtered_before_it_is_kept() -> None:
    (context,) = render(
        tidy(lower(parse(node("call_forward")), SNAPSHOT)), "acme-cf-k3v9qa", 1
    )
    text = "\n".join(conf_text([context]))
    assert "Set(PBX_NUMBER=${FILTER(0-9*+,${PBX_NUMBER})})" in text
    assert "Set(DB(user/acme/${PBX_USER}/forward_always)=${PBX_STATE})" in text
    assert text.index("FILTER") < text.index("PBX_STATE=")


@pytest.mark.parametrize("number", ["12a", "1#", "1" * 21, "${X}", " 1"])
def test_a_number_is_what_can_be_dialled(number: str) -> None:
    assert ("invalid_setting", "", "number") in found(
        node("call_forward", number=number)
    )
