"""The dialplan of each module, whole, as Asterisk reads it."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.tidy import tidy
from telephony.dialplan.contexts import Context, conf_text, render
from tests.callflows.samples import (
    BARE_USER,
    BOX,
    CLOSED,
    DESK,
    DEVICE,
    FLOW,
    OPEN,
    SNAPSHOT,
    SOUND,
    USER,
    account_with,
    node,
)

UNIT, VERSION = "acme-cf-k3v9qa", 3


def rendered(document: Any) -> str:
    program = tidy(lower(parse(document), SNAPSHOT))
    return "\n".join(conf_text(render(program, UNIT, VERSION)))


def dialplan(text: str) -> str:
    """What is expected: without the repeated `exten =>` and the context's name."""
    lines = dedent(text).strip().splitlines()
    return "\n".join([f"[{UNIT}-v3]", *(f"exten => {line}" for line in lines)])


def test_a_seat_rings_all_devices_then_takes_a_message() -> None:
    document = node("user", user=USER, timeout=25, _=node("voicemail", box=BOX))
    assert rendered(document) == dialplan(r"""
        n0,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n0)
        n0,2,Set(PBX_FORWARD=${FILTER(0-9*#+,${DB(user/acme/01900000-0000-7000-8000-000000000001/forward_always):11})})
        n0,3,GotoIf(${LEN(${PBX_FORWARD})}?4:9)
        n0,4,Set(__ACCOUNT=acme)
        n0,5,Set(__PBX_HOPS=$[0${PBX_HOPS} + 1])
        n0,6,GotoIf($[${PBX_HOPS} > 20]?8)
        n0,7,Goto(dial-again,${PBX_FORWARD},1)
        n0,8,Hangup(25)
        n0,9,Set(DIALSTATUS=CHANUNAVAIL)
        n0,10,Set(PBX_RING=)
        n0,11,Set(PBX_CONTACTS=${PJSIP_DIAL_CONTACTS(1001@acme.example)})
        n0,12,GotoIf(${REGEX("^(&PJSIP/1001@acme[.]example/sips?:[][!%*+.-Z_a-z~-]+)+$" &${PBX_CONTACTS})}?13:14)
        n0,13,Set(PBX_RING=${PBX_RING}&${PBX_CONTACTS})
        n0,14,Set(PBX_CONTACTS=${PJSIP_DIAL_CONTACTS(1001-soft@acme.example)})
        n0,15,GotoIf(${REGEX("^(&PJSIP/1001-soft@acme[.]example/sips?:[][!%*+.-Z_a-z~-]+)+$" &${PBX_CONTACTS})}?16:17)
        n0,16,Set(PBX_RING=${PBX_RING}&${PBX_CONTACTS})
        n0,17,GotoIf(${LEN(${PBX_RING})}?18:19)
        n0,18,Dial(${PBX_RING:1},25,i${PBX_BEFORE_RING})
        n0,19,Set(PBX_FORWARD=${FILTER(0-9*#+,${DB(user/acme/01900000-0000-7000-8000-000000000001/forward_${IF($["${DIALSTATUS}" = "BUSY"]?busy:no_answer)}):11})})
        n0,20,GotoIf(${LEN(${PBX_FORWARD})}?21:26)
        n0,21,Set(__ACCOUNT=acme)
        n0,22,Set(__PBX_HOPS=$[0${PBX_HOPS} + 1])
        n0,23,GotoIf($[${PBX_HOPS} > 20]?25)
        n0,24,Goto(dial-again,${PBX_FORWARD},1)
        n0,25,Hangup(25)
        n0,26,Goto(n1,1)
        n1,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n1)
        n1,2,Answer()
        n1,3,Gosub(pbx-before-message,s,1)
        n1,4,VoiceMail(1001@acme,u)
        n1,5,Hangup(16)
        """)


def test_a_user_without_devices_is_passed_at_once() -> None:
    assert rendered(node("user", user=BARE_USER)) == dialplan("""
        n0,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n0)
        n0,2,Set(PBX_FORWARD=${FILTER(0-9*#+,${DB(user/acme/01900000-0000-7000-8000-000000000013/forward_always):11})})
        n0,3,GotoIf(${LEN(${PBX_FORWARD})}?4:9)
        n0,4,Set(__ACCOUNT=acme)
        n0,5,Set(__PBX_HOPS=$[0${PBX_HOPS} + 1])
        n0,6,GotoIf($[${PBX_HOPS} > 20]?8)
        n0,7,Goto(dial-again,${PBX_FORWARD},1)
        n0,8,Hangup(25)
        n0,9,Set(DIALSTATUS=CHANUNAVAIL)
        n0,10,Set(PBX_FORWARD=${FILTER(0-9*#+,${DB(user/acme/01900000-0000-7000-8000-000000000013/forward_${IF($["${DIALSTATUS}" = "BUSY"]?busy:no_answer)}):11})})
        n0,11,GotoIf(${LEN(${PBX_FORWARD})}?12:17)
        n0,12,Set(__ACCOUNT=acme)
        n0,13,Set(__PBX_HOPS=$[0${PBX_HOPS} + 1])
        n0,14,GotoIf($[${PBX_HOPS} > 20]?16)
        n0,15,Goto(dial-again,${PBX_FORWARD},1)
        n0,16,Hangup(25)
        n0,17,Goto(n1,1)
        n1,1,Hangup(${IF($["${DIALSTATUS}" = "BUSY"]?17:19)})
        """)


def test_whose_owner_wants_peace_is_passed_by() -> None:
    quiet = replace(DESK, owner=USER)
    program = tidy(lower(parse(node("device", device=DEVICE)), account_with(quiet)))
    text = "\n".join(conf_text(render(program, UNIT, VERSION)))
    key = f"user/acme/{USER}/do_not_disturb"
    assert f"n0,4,GotoIf(${{LEN(${{DB({key}):11}})}}?5:7)" in text
    assert "n0,5,Set(DIALSTATUS=BUSY)" in text
    assert "n0,6,Goto(10)" in text
    assert "n0,10,GotoIf(${LEN(${PBX_RING})}?11:12)" in text


def test_a_device_rings_alone() -> None:
    text = rendered(node("device", device=DEVICE, timeout=5))
    assert "Dial(${PBX_RING:1},5,i${PBX_BEFORE_RING})" in text
    assert text.count("PJSIP_DIAL_CONTACTS") == 1


@pytest.mark.parametrize(
    ("greeting", "option"), [("unavailable", "u"), ("busy", "b"), ("none", "s")]
)
def test_a_mailbox_greets_as_told(greeting: str, option: str) -> None:
    text = rendered(node("voicemail", box=BOX, greeting=greeting))
    assert f"VoiceMail(1001@acme,{option})" in text


def test_a_sound() -> None:
    assert rendered(node("play", media=SOUND, _=node("hangup"))) == dialplan("""
        n0,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n0)
        n0,2,Answer()
        n0,3,Playback(/var/lib/media/acme/k3v9qa)
        n0,4,Goto(n1,1)
        n1,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n1)
        n1,2,Hangup(16)
        """)


def test_a_menu_counts_tries() -> None:
    menu = node(
        "menu",
        prompt=SOUND,
        invalid=SOUND,
        timeout=4,
        tries=2,
        b1=node("hangup"),
        bhash=node("hangup", cause="busy"),
    )
    assert rendered(menu) == dialplan("""
        n0,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n0)
        n0,2,Answer()
        n0,3,Set(PBX_TRY=0)
        n0,4,Set(PBX_TRY=$[${PBX_TRY} + 1])
        n0,5,Read(PBX_KEY,/var/lib/media/acme/k3v9qa,1,t(),1,4)
        n0,6,GotoIf($["${PBX_KEY}" = "1"]?n1,1)
        n0,7,GotoIf($["${PBX_KEY}" = "#"]?n2,1)
        n0,8,GotoIf(${LEN(${PBX_KEY})}?11)
        n0,9,GotoIf($[${PBX_TRY} < 2]?4)
        n0,10,Goto(n3,1)
        n0,11,Playback(/var/lib/media/acme/k3v9qa)
        n0,12,GotoIf($[${PBX_TRY} < 2]?4)
        n0,13,Goto(n3,1)
        n1,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n1)
        n1,2,Hangup(16)
        n2,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n2)
        n2,2,Hangup(17)
        n3,1,Hangup(16)
        """)


def test_a_menu_without_sounds_waits_in_silence() -> None:
    text = rendered(node("menu", b0=node("hangup")))
    assert "Read(PBX_KEY,,1,t(),1,5)" in text
    assert "Playback" not in text


def test_another_callflow_is_entered_by_its_pointer_and_hops_are_counted() -> None:
    assert rendered(node("callflow", callflow=FLOW)) == dialplan("""
        n0,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n0)
        n0,2,Set(__PBX_HOPS=$[0${PBX_HOPS} + 1])
        n0,3,GotoIf($[${PBX_HOPS} > 20]?7)
        n0,4,Set(PBX_FLOW=${DB(cf/acme-cf-r3c3pt)})
        n0,5,GotoIf(${DIALPLAN_EXISTS(${PBX_FLOW},n0,1)}?${PBX_FLOW},n0,1)
        n0,6,Hangup(20)
        n0,7,UserEvent(CallflowLoop,Node: acme-cf-k3v9qa-v3/n0)
        n0,8,Hangup(25)
        """)


def test_times_are_compared_as_numbers() -> None:
    times = node("time_of_day", frames=[OPEN, CLOSED], _=node("hangup", cause="busy"))
    assert rendered(times) == dialplan("""
        n0,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n0)
        n0,2,Set(PBX_NOW=$[${EPOCH} + 0${PBX_SHIFT}])
        n0,3,Set(PBX_MINUTE=$[${STRFTIME(${PBX_NOW},America/Vancouver,%H)} * 60 + ${STRFTIME(${PBX_NOW},America/Vancouver,%M)}])
        n0,4,Set(PBX_WEEKDAY=${STRFTIME(${PBX_NOW},America/Vancouver,%u)})
        n0,5,Set(PBX_MONTHDAY=${STRFTIME(${PBX_NOW},America/Vancouver,%m%d)})
        n0,6,GotoIf($[(${PBX_MONTHDAY} >= 1224 | ${PBX_MONTHDAY} <= 102)]?n1,1)
        n0,7,GotoIf($[${PBX_MINUTE} >= 540 & ${PBX_MINUTE} < 1020 & (${PBX_WEEKDAY} = 1 | ${PBX_WEEKDAY} = 2 | ${PBX_WEEKDAY} = 3 | ${PBX_WEEKDAY} = 4 | ${PBX_WEEKDAY} = 5)]?n1,1)
        n0,8,Goto(n3,1)
        n1,1,Hangup(16)
        n3,1,CELGenUserEvent(node,acme-cf-k3v9qa-v3/n3)
        n3,2,Hangup(17)
        """)


@pytest.mark.parametrize(
    ("cause", "number"),
    [
        ("normal", 16),
        ("busy", 17),
        ("no-answer", 19),
        ("unavailable", 20),
        ("rejected", 21),
        ("not-found", 1),
    ],
)
def test_causes(cause: str, number: int) -> None:
    assert f"Hangup({number})" in rendered(node("hangup", cause=cause))


def test_an_empty_flow_ends_the_call() -> None:
    assert rendered({}) == dialplan("n0,1,Hangup(20)")


def test_a_version_is_one_context_with_contiguous_priorities() -> None:
    document = node("menu", prompt=SOUND, b1=node("user", user=USER))
    (context,) = render(lower(parse(document), SNAPSHOT), UNIT, VERSION)
    assert isinstance(context, Context)
    extensions: dict[str, list[int]] = {}
    for priority in context.priorities:
        extensions.setdefault(priority.extension, []).append(priority.number)
    for numbers in extensions.values():
        assert numbers == list(range(1, len(numbers) + 1))
