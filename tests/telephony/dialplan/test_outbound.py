"""The dialplan of an account's way out, and that it means what the simulator says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callflows.outside_lines import Blocked, CarrierInfo, NumberFormat, OutsideInfo
from callflows.public_numbers import CallClass, countries, plan
from telephony.dialplan.contexts import Context
from telephony.dialplan.emit import APPLICATIONS
from telephony.dialplan.outbound import render
from telephony.dialplan.text import LONGEST

CANADA = plan("CA")
FIRST = CarrierInfo("First", "carrier-1", CANADA, ("1604", "1778"))
SECOND = CarrierInfo(
    "Second", "carrier-2", CANADA, (), NumberFormat.NATIONAL, "9", emergency=False
)
ACME = OutsideInfo(
    CANADA,
    frozenset({CallClass.NATIONAL}),
    "Acme, Inc; ${X}",
    "+16045550100",
    "",
    (FIRST, SECOND),
)
TAKES = "b(pbx-takes-trunk^s^1(${PBX_TRUNK}^${CHANNEL}))"


def lines(outside: OutsideInfo, extension: str, above: str = "operator") -> list[str]:
    (context,) = render(outside, "acme", above, 3)
    return [
        f"{p.application}({p.data})"
        for p in context.priorities
        if p.extension == extension
    ]


def test_carriers_are_tried_in_turn_and_then_those_above() -> None:
    assert lines(ACME, "carriers") == [
        'GotoIf(${REGEX("^(1604|1778)" ${PBX_OUT})}?2:8)',
        "Set(PBX_AS=+${PBX_OUT})",
        "Set(CALLERID(num)=${IF(${LEN(${PBX_SHOWN})}?+${PBX_SHOWN}:)})",
        "Gosub(${PBX_CALLS_AS},trunk-out,1)",
        "GotoIf(${LEN(${PBX_REFUSED})}?16)",
        f"Dial(PJSIP/${{PBX_AS:0}}@carrier-1,${{PBX_SECONDS}},i{TAKES})",
        'GotoIf($["${DIALSTATUS}" = "CHANUNAVAIL" | "${DIALSTATUS}" = "CONGESTION"]?8:16)',
        'Set(PBX_AS=${IF($["${PBX_OUT:0:1}" = "1"]?${PBX_OUT:1}:011${PBX_OUT})})',
        "Set(CALLERID(num)=${IF(${LEN(${PBX_SHOWN})}?"
        '${IF($["${PBX_SHOWN:0:1}" = "1"]?${PBX_SHOWN:1}:011${PBX_SHOWN})}:)})',
        "Gosub(${PBX_CALLS_AS},trunk-out,1)",
        "GotoIf(${LEN(${PBX_REFUSED})}?16)",
        f"Dial(PJSIP/9${{PBX_AS:0}}@carrier-2,${{PBX_SECONDS}},i{TAKES})",
        'GotoIf($["${DIALSTATUS}" = "CHANUNAVAIL" | "${DIALSTATUS}" = "CONGESTION"]?14:16)',
        "Set(PBX_UP=${DB(cf/operator-out)})",
        "GotoIf(${DIALPLAN_EXISTS(${PBX_UP},carriers,1)}?${PBX_UP},carriers,1)",
        "Return()",
    ]


def test_calls_for_help_pass_by_rules_prefixes_and_who_does_not_take_them() -> None:
    text = "\n".join(lines(ACME, "sos"))
    assert "carrier-1" in text
    assert "carrier-2" not in text
    assert "REGEX" not in text
    assert "trunk" not in text
    assert lines(ACME, "sos911")[:3] == [
        "Set(DIALSTATUS=CHANUNAVAIL)",
        "Set(PBX_SECONDS=120)",
        "Set(PBX_OUT=911)",
    ]
    assert lines(ACME, "sos911", "")  # the platform's own account has nobody above it


def test_who_hides_the_name_shows_the_number_alone_and_gets_both_back() -> None:
    text = lines(ACME, "show")
    asks = text.index('GotoIf($["${PBX_WAS_NAME_IS:0:6}" = "prohib"]?14:16)')
    assert text[asks - 1] == "Set(PBX_WAS_NAME_IS=${CALLERID(name-pres)})"
    assert text[asks + 1 :] == [
        "Set(CALLERID(name)=)",
        "Set(CALLERID(name-pres)=allowed)",
        "Gosub(acme-out-v3,carriers,1)",
        "Set(GROUP(asked)=)",
        "Set(CALLERID(name)=${PBX_WAS_NAME})",
        "Set(CALLERID(num)=${PBX_WAS_NUMBER})",
        "Set(CALLERID(name-pres)=${PBX_WAS_NAME_IS})",
        "Return()",
    ]
    assert text[13] == "Set(CALLERID(name)=)" and text[15].startswith("Gosub(")


def test_nothing_is_hidden_from_helpers() -> None:
    text = lines(ACME, "sos911")
    shown = [f"Set(CALLERID({part}-pres)=allowed)" for part in ("name", "num")]
    assert text[-4:-2] == shown


def test_each_class_leads_where_the_account_says() -> None:
    text = lines(ACME, "class")
    assert text[-2:] == [
        'GotoIf(${REGEX("^1[0-9]{10}($)" ${PBX_OUT})}?show,1)',
        "Goto(denied,1)",
    ]
    assert sum("show" in line for line in text) == 1


def test_what_people_typed_is_encoded() -> None:
    assert "Set(PBX_TEXT=${URIDECODE(Acme%2C%20Inc%3B%20%24%7BX%7D)})" in lines(
        ACME, "show"
    )


@pytest.mark.parametrize("country", [country for country, _ in countries()])
def test_every_country_fits_into_a_dialplan(country: str) -> None:
    carrier = CarrierInfo("A", "carrier-1", plan(country), ("1",) * 30)
    outside = OutsideInfo(plan(country), carriers=(carrier,))
    (context,) = render(outside, "a" * 20, "b" * 20, 99999)
    assert _applications(context) <= set(APPLICATIONS)
    assert max(len(p.data) for p in context.priorities) < LONGEST
    assert all(f"sos{n}" in _extensions(context) for n in plan(country).emergency)


def _applications(context: Context) -> set[str]:
    return {p.application for p in context.priorities}


def _extensions(context: Context) -> set[str]:
    return {p.extension for p in context.priorities}


@pytest.mark.parametrize("prefix", ["1,2", "1|9", "x", "1)"])
def test_a_prefix_is_digits(prefix: str) -> None:
    bad = CarrierInfo("A", "carrier-1", CANADA, (prefix,))
    with pytest.raises(ValueError, match="no digits"):
        render(OutsideInfo(CANADA, carriers=(bad,)), "acme", "", 1)


LISTED = replace(
    ACME,
    blacklists=(
        Blocked("Nuisance", frozenset({"16045550199"}), ("1900",)),
        Blocked("Again", frozenset({"16045550199"}), hidden=True),
    ),
)


def test_numbers_on_blacklists_are_extensions_that_calls_look_for() -> None:
    (context,) = render(LISTED, "acme", "", 3)
    names = [p.extension for p in context.priorities]
    assert names.count("b16045550199") == names.count("_b1900!") == 1
    assert lines(LISTED, "class")[0] == (
        "GotoIf(${DIALPLAN_EXISTS(acme-out-v3,b${PBX_OUT},1)}?blocked,1)"
    )
    assert lines(LISTED, "blocked") == ["CELGenUserEvent(block_out)", "Goto(denied,1)"]
    assert lines(LISTED, "class")[1:] == lines(ACME, "class")
    assert not any("block" in line for line in lines(LISTED, "sos911"))


def test_a_caller_is_looked_for_as_the_number_would_be_dialled() -> None:
    assert lines(LISTED, "caller-in") == [
        'GotoIf($["${CALLERID(num-pres):0:6}" = "prohib" | '
        "${LEN(${FILTER(0-9+,${CALLERID(num)})})} = 0]?keep-out,1)",
        "Gosub(acme-out-v3,e164,1(${FILTER(0-9+,${CALLERID(num)})}))",
        "Set(PBX_CALLER=${FILTER(0-9,${CALLERID(num)})})",
        "Set(PBX_CALLER=${IF($[${LEN(${PBX_CALLER})} > 6 & ${LEN(${PBX_CALLER})} < 16]?"
        "${PBX_CALLER}:)})",
        "Set(PBX_CALLER=${IF(${LEN(${PBX_E164})}?${PBX_E164}:${PBX_CALLER})})",
        "GotoIf(${DIALPLAN_EXISTS(acme-out-v3,b${PBX_CALLER},1)}?keep-out,1)",
        "Return()",
    ]
    shown = replace(LISTED, blacklists=LISTED.blacklists[:1])
    assert lines(shown, "caller-in")[0].startswith("Gosub(")


def test_without_blacklists_nothing_is_looked_for() -> None:
    (context,) = render(ACME, "acme", "", 3)
    names = {p.extension for p in context.priorities}
    assert not names & {"caller-in", "keep-out", "blocked"}
    assert not any("block" in line for line in lines(ACME, "class"))
