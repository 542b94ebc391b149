"""Where an account's numbers lead."""

from __future__ import annotations

from textwrap import dedent

import pytest

from callflows.snapshot_types import ParkingLotInfo
from telephony.dialplan.contexts import conf_text
from telephony.dialplan.routes import render
from tests.callflows.samples import uid


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
        exten => a8000,1,Hangup(20)
        exten => ap8,1,Hangup(20)
        exten => ap80,1,Hangup(20)
        exten => ap800,1,Hangup(20)
        """).splitlines()
    )


def test_a_callflow_may_take_the_feature_code() -> None:
    text = "\n".join(conf_text(render("acme", {"*97": "acme-cf-k3v9qa"}, 1)))
    assert "VoiceMailMain" not in text


@pytest.mark.parametrize("number", ["_X.", "8000,1", "", "80 00", "s", "8000\n"])
def test_only_what_can_be_dialled_is_a_route(number: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        render("acme", {number: "acme-cf-k3v9qa"}, 1)


def test_menus_find_users_extensions_and_no_codes() -> None:
    numbers = ("1001", "12", "8801", "*72", "+16045550100", "16045550100")
    table = dict.fromkeys(numbers, "acme-cf-k3v9qa")
    (context,) = render("acme", table, 1, users=["1001", "12", "1999"])
    marks = {p.extension for p in context.priorities if p.extension[0] in "au"}
    assert marks == {
        *("a1001", "a12", "a8801", "ap1", "ap10", "ap100", "ap8", "ap88", "ap880"),
        *("u1001", "u12", "up1", "up10", "up100"),
    }


LOT = ParkingLotInfo(uid(86), "Office", "acme-pl-k3v9qa-701-702", 701, 702, 60)


def test_spaces_of_a_lot_are_dialled_unless_they_lead_elsewhere() -> None:
    (context,) = render("acme", {"702": "acme-cf-k3v9qa"}, 1, [LOT])
    steps = {
        (p.extension, p.number): (p.application, p.data) for p in context.priorities
    }
    assert steps["701", 1] == ("Set", "PBX_SPACE=701")
    assert steps["701", 2] == ("Goto", "lot0,1")
    assert steps["702", 1] == ("Set", "PBX_FLOW=${DB(cf/acme-cf-k3v9qa)}")
    assert steps["lot0", 4] == ("ParkedCall", f"{LOT.lot},${{PBX_SPACE}}")


def test_a_call_that_is_transferred_to_a_free_space_is_parked_there_again_and_again() -> (
    None
):
    (context,) = render("acme", {}, 1, [LOT])
    steps = {
        (p.extension, p.number): (p.application, p.data) for p in context.priorities
    }
    assert steps["lot0", 2] == ("GotoIf", "$[${LEN(${BLINDTRANSFER})} > 0]?lot0p,1")
    park = steps["lot0p", 5]
    assert park == ("Park", f"{LOT.lot},c(acme-routes-v1,lot0pb,1)t(60)s")
    assert steps["lot0pb", 6] == ("Goto", "lot0p,1")
