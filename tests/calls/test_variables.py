"""What calls carry along, on real telephones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import busy
from tests.support.sip_agent import Phone

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER, TAKER = "8600", "8601"
BEEP = 700
PROMPT, DEFAULT, WAITED, OTHER_FLOW, ENTERED, NOTHING = 440, 560, 680, 800, 920, 1040
SHOP = "8602"
HOSTILE = '"=""|"1 ${SHELL(id)},$[1+1];--) Ünï'

Draft = dict[str, Any]
_tones: dict[int, str] = {}


def node(module: str, data: Draft | None = None, **children: Draft) -> Draft:
    found: Draft = {"module": module, "data": data or {}}
    return {**found, "children": children} if children else found


def tone(acme: Portal, freq: int) -> Draft:
    """Plays the tone for two seconds."""
    if freq not in _tones:
        _tones[freq] = acme.tone(freq, 2.0)
    return node("play", {"media": _tones[freq]})


@pytest.fixture(scope="module")
def flow(acme: Portal) -> str:
    """The callflow that the tests redraw."""
    return acme.make_flow("Variables", NUMBER, node("hangup"))


@pytest.fixture(scope="module")
def taker(acme: Portal, flow: str) -> str:
    """Another callflow, published before anything sets its variables.

    It leads to the queue, the callflow or the user that the call carries along.
    """
    draft = node(
        "user",
        {"advanced": True, "variable": "who", "timeout": 3},
        _=node(
            "queue",
            {"advanced": True, "variable": "team", "timeout": 1},
            timeout=tone(acme, WAITED),
            _=node(
                "callflow",
                {"advanced": True, "variable": "onwards"},
                _=tone(acme, DEFAULT),
            ),
        ),
    )
    return acme.make_flow("Taker", TAKER, draft)


def carrying(taker: str, **data: str) -> Draft:
    """Sets a variable, then goes on in the other callflow."""
    return node("set_variable", data, _=node("callflow", {"callflow": taker}))


def redraw(acme: Portal, flow: str, draft: Draft) -> None:
    acme.redraw(flow, draft)
    acme.wait_until_published()


async def hears(alex: Phone, freq: int, keys: str = "", at: int = 0) -> None:
    """A call to the number hears the tone; it presses the keys at the tone `at`."""
    call = await alex.call(NUMBER)
    if at:
        await call.hears(at, within=6)
    for key in keys:
        await call.press(key)
    await call.hears(freq, within=12)
    await call.hang_up()


async def test_a_user_rings_whom_another_callflow_has_chosen(
    acme: Portal, phone_of: PhoneOf, flow: str, taker: str
) -> None:
    user = next(u["id"] for u in acme.all("users/") if u["extension"] == "1002")
    redraw(acme, flow, carrying(taker, name="who", kind="user", user=user))
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = busy()
    await hears(alex, DEFAULT)
    assert (await robin.next_call()).number == "1001"


async def test_a_queue(acme: Portal, phone_of: PhoneOf, flow: str, taker: str) -> None:
    name = "Carried along"
    queues = {queue["name"]: queue["id"] for queue in acme.all("queues/")}
    body = {"name": name, "join": "always"}
    queue = queues.get(name) or acme.post("queues/", body)["id"]
    redraw(acme, flow, carrying(taker, name="team", kind="queue", queue=queue))
    await hears(await phone_of("acme", "1001"), WAITED)


async def test_a_callflow(
    acme: Portal, phone_of: PhoneOf, flow: str, taker: str
) -> None:
    shop = acme.make_flow("Shop", SHOP, tone(acme, OTHER_FLOW))
    draft = carrying(taker, name="onwards", kind="callflow", callflow=shop)
    redraw(acme, flow, draft)
    await hears(await phone_of("acme", "1001"), OTHER_FLOW)
    redraw(acme, flow, node("callflow", {"callflow": taker}))
    await hears(await phone_of("acme", "1002"), DEFAULT)
    acme.send("DELETE", f"callflows/{shop}/")


async def test_whatever_is_no_value_takes_the_default(
    acme: Portal, globex: Portal, phone_of: PhoneOf, flow: str, taker: str
) -> None:
    """Nothing, text that is no id, the id of another account, a value of another type."""
    alex = await phone_of("acme", "1001")
    foreign = next(u["id"] for u in globex.all("users/") if u["extension"] == "1002")
    device = acme.all("devices/")[0]["id"]
    for data in (
        {"name": "who", "text": HOSTILE},
        {"name": "who", "text": foreign},
        {"name": "who", "kind": "device", "device": device},
        {"name": "other", "text": "1"},
    ):
        redraw(acme, flow, carrying(taker, **data))
        await hears(alex, DEFAULT)
    other = carrying(taker, name="who", kind="user", user=foreign)
    acme.send(
        "PATCH",
        f"callflows/{flow}/",
        {"draft": other, "revision": acme.get(f"callflows/{flow}/")["revision"]},
    )
    with pytest.raises(Exception, match="does not exist"):
        acme.publish(flow)


async def test_a_device_and_a_mailbox(
    acme: Portal, phone_of: PhoneOf, flow: str
) -> None:
    seat = next(s for s in acme.all("seats/") if s["extension"] == "1002")
    device = node(
        "device",
        {"advanced": True, "variable": "where", "timeout": 3},
        _=node(
            "voicemail",
            {"advanced": True, "variable": "box", "greeting": "none"},
            _=tone(acme, DEFAULT),
        ),
    )
    box = {
        "name": "box",
        "kind": "voicemail_box",
        "voicemail_box": seat["voicemail_box"],
    }
    where = {"name": "where", "kind": "device", "device": seat["device"]}
    draft = node("set_variable", where, _=node("set_variable", box, _=device))
    redraw(acme, flow, draft)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = busy()
    call = await alex.call(NUMBER)
    await call.hears(BEEP, within=8)
    await call.hang_up()
    assert (await robin.next_call()).number == "1001"


async def test_text_and_numbers_lead_on(
    acme: Portal, phone_of: PhoneOf, flow: str
) -> None:
    branch = node(
        "branch_variable",
        {"variable": "note", "values": [HOSTILE[:20], HOSTILE]},
        **{HOSTILE: tone(acme, ENTERED), "_": tone(acme, DEFAULT)},
    )
    alex = await phone_of("acme", "1001")
    for text, freq in ((HOSTILE, ENTERED), (HOSTILE.lower(), DEFAULT)):
        redraw(
            acme, flow, node("set_variable", {"name": "note", "text": text}, _=branch)
        )
        await hears(alex, freq)
    for source, value in (("caller", "1001"), ("dialled", NUMBER)):
        settings = {"source": source, "values": [value]}
        known = {value: tone(acme, ENTERED), "_": tone(acme, DEFAULT)}
        redraw(acme, flow, node("branch_variable", settings, **known))
        await hears(alex, ENTERED)


async def test_digits_are_kept(acme: Portal, phone_of: PhoneOf, flow: str) -> None:
    tone(acme, PROMPT)
    asked = {
        "variable": "pin",
        "prompt": acme.tone(PROMPT, 0.6),
        "most": 6,
        "timeout": 2,
        "tries": 1,
    }
    branch = node(
        "branch_variable",
        {"variable": "pin", "values": ["1234"]},
        **{"1234": tone(acme, ENTERED), "_": tone(acme, DEFAULT)},
    )
    draft = node("collect_digits", asked, _=branch, timeout=tone(acme, NOTHING))
    redraw(acme, flow, draft)
    alex = await phone_of("acme", "1001")
    await hears(alex, ENTERED, "1234#", at=PROMPT)
    await hears(alex, ENTERED, "1234", at=PROMPT)
    await hears(alex, DEFAULT, "4321#", at=PROMPT)
    await hears(alex, NOTHING, "", at=PROMPT)


async def test_the_simulator_agrees(acme: Portal, flow: str, taker: str) -> None:
    user = next(u["id"] for u in acme.all("users/") if u["extension"] == "1002")
    redraw(acme, flow, carrying(taker, name="who", kind="user", user=user))
    asked = {"dialled": NUMBER, "caller": "1001"}
    trace = acme.post(f"callflows/{flow}/simulate/", asked)
    assert [step["module"] for step in trace["steps"]] == [
        "set_variable",
        "callflow",
        "user",
    ]
    assert trace["end"] == {**trace["end"], "kind": "answered", "who": user}


async def test_another_caller_is_shown(
    acme: Portal, phone_of: PhoneOf, flow: str
) -> None:
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = busy()
    user = next(u["id"] for u in acme.all("users/") if u["extension"] == "1002")
    ring = node("user", {"user": user, "timeout": 3}, _=tone(acme, DEFAULT))
    prompt = acme.tone(PROMPT, 0.6)
    entries = [{"keys": "2", "name": HOSTILE, "number": "6045550102"}]
    for data, keys, number in (
        ({"name": "Support", "number": "+16045550100"}, "", "+16045550100"),
        ({"how": "list", "entries": entries, "prompt": prompt}, "2", "6045550102"),
        ({"how": "keyed", "most": 10, "prompt": prompt}, "604#", "604"),
    ):
        draft = node("dynamic_caller_id", data, _=ring, none=tone(acme, NOTHING))
        redraw(acme, flow, draft if keys else {**draft, "children": {"_": ring}})
        await hears(alex, DEFAULT, keys, at=PROMPT if keys else 0)
        assert (await robin.next_call()).number == number


async def test_the_system_speaks(acme: Portal, phone_of: PhoneOf, flow: str) -> None:
    """The tone after it comes late: somebody speaks before."""
    alex = await phone_of("acme", "1001")
    for data in (
        {"value": "12345"},
        {"what": "number", "variable": "place"},
        {"what": "letters", "value": "abc1"},
        {"what": "date"},
        {"what": "time"},
    ):
        say = node("say", data, _=tone(acme, DEFAULT))
        draft = node("set_variable", {"name": "place", "text": "1234"}, _=say)
        redraw(acme, flow, draft)
        call = await alex.call(NUMBER)
        assert await call.hears(DEFAULT, within=20) > 1.0
        await call.hang_up()
