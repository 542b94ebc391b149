"""Where an account's numbers lead."""

from __future__ import annotations

from textwrap import dedent

import pytest

from telephony.dialplan.contexts import conf_text
from telephony.dialplan.routes import render


def test_each_number_enters_the_live_version_of_its_callflow() -> None:
    table = {"8000": "acme-cf-r3c3pt", "+16045550100": "acme-cf-k3v9qa"}
    assert (
        conf_text(render("acme", table, 7))
        == dedent("""\
        [acme-routes-v7]
        exten => *97,1,Answer()
        exten => *97,2,VoiceMailMain(${FILTER(0-9,${CALLERID(num)})}@acme)
        exten => *97,3,Hangup(16)
        exten => +16045550100,1,Set(PBX_FLOW=${DB(cf/acme-cf-k3v9qa)})
        exten => +16045550100,2,GotoIf(${DIALPLAN_EXISTS(${PBX_FLOW},n0,1)}?${PBX_FLOW},n0,1)
        exten => +16045550100,3,Hangup(20)
        exten => 8000,1,Set(PBX_FLOW=${DB(cf/acme-cf-r3c3pt)})
        exten => 8000,2,GotoIf(${DIALPLAN_EXISTS(${PBX_FLOW},n0,1)}?${PBX_FLOW},n0,1)
        exten => 8000,3,Hangup(20)
        """).splitlines()
    )


def test_a_callflow_may_take_the_feature_code() -> None:
    text = "\n".join(conf_text(render("acme", {"*97": "acme-cf-k3v9qa"}, 1)))
    assert "VoiceMailMain" not in text


@pytest.mark.parametrize("number", ["_X.", "8000,1", "", "80 00", "s", "8000\n"])
def test_only_what_can_be_dialled_is_a_route(number: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        render("acme", {number: "acme-cf-k3v9qa"}, 1)
