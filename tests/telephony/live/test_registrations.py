"""Telephones and waiting messages, as their accounts see them live."""

from __future__ import annotations

from telephony.live import snapshot
from tests.support import ami_recorded
from tests.telephony.live.follow import assert_follows, new_state

ALICE = "pbx1/1001@acme.example|sip:1001@127.0.0.1:26207"


def test_a_telephone_comes_and_goes() -> None:
    _, told = assert_follows(ami_recorded.events("registrations"))
    assert [(d["account"], d["op"], d["id"]) for d in told] == [
        ("acme", "put", ALICE),
        ("acme", "drop", ALICE),
    ]
    value = told[0]["value"]
    assert value["number"] == "1001"
    assert value["address"] == "127.0.0.1:26207"
    assert value["status"] == "registered"
    assert value["user_agent"] is None


def test_the_list_of_contacts_tells_the_user_agent() -> None:
    state, told = assert_follows(ami_recorded.stream("registrations"))
    named = [
        d["value"]["user_agent"] for d in told if d["id"] == ALICE and "value" in d
    ]
    assert named == [None, "pyua"]
    assert not snapshot.wants_contacts(state)
    kinds = snapshot.take(state)
    assert len(kinds["acme"]["registration"]) == 3
    assert len(kinds["globex"]["registration"]) == 2


def test_a_contact_that_the_list_lacks_is_gone() -> None:
    state, _ = assert_follows(ami_recorded.events("registrations")[:1])
    assert snapshot.wants_contacts(state)
    _, told = assert_follows([{"Event": "ContactListComplete"}], state)
    assert [d["op"] for d in told] == ["drop"]


def test_an_unknown_realm_waits_until_its_account_is_known() -> None:
    state = new_state()
    state.realms = {}
    state, told = assert_follows(ami_recorded.events("registrations")[:1], state)
    assert told == []
    told = snapshot.learn_realms(state, {"acme.example": "acme"})
    assert [(d["account"], d["op"]) for d in told] == [("acme", "put")]


def test_a_carriers_contact_is_no_telephone() -> None:
    event = {
        "Event": "ContactStatus",
        "URI": "sip:carrier@192.0.2.1",
        "ContactStatus": "Reachable",
        "AOR": "carrier",
        "EndpointName": "carrier",
    }
    assert assert_follows([event])[1] == []


def test_reachability_and_since_survive_a_new_process() -> None:
    event = {
        "Event": "ContactStatus",
        "Timestamp": "1795213000.5",
        "URI": "sip:1001@10.0.0.7:5060;transport=udp",
        "ContactStatus": "Reachable",
        "AOR": "1001@acme.example",
        "EndpointName": "1001@acme.example",
    }
    _, told = assert_follows([event])
    assert told[0]["value"]["status"] == "reachable"
    assert told[0]["value"]["address"] == "10.0.0.7:5060"
    fresh = new_state()
    snapshot.remember(fresh, [("registration", told[0]["id"], told[0]["value"])])
    later = {**event, "Timestamp": "1795213900.5"}
    _, again = assert_follows([later], fresh)
    assert again[0]["value"]["since"] == told[0]["value"]["since"]


def test_a_left_message_is_counted_once() -> None:
    _, told = assert_follows(ami_recorded.events("voicemail"))
    counts = [d["value"] for d in told if d["kind"] == "mailbox"]
    assert counts[-1]["mailbox"] == "1002"
    assert counts[-1]["new"] >= 1


def test_the_list_of_mailboxes_agrees_with_the_events() -> None:
    by_events, _ = assert_follows(ami_recorded.events("voicemail"))
    by_lists, _ = assert_follows(
        [e for e in ami_recorded.stream("voicemail") if ami_recorded.is_list(e)]
    )
    assert (
        snapshot.take(by_events)["acme"]["mailbox"]
        == snapshot.take(by_lists)["acme"]["mailbox"]
    )


def test_a_removed_mailbox_is_dropped() -> None:
    waiting = {"Event": "MessageWaiting", "Mailbox": "9@acme", "New": "1", "Old": "0"}
    done = {"Event": "VoicemailUserEntryComplete"}
    _, told = assert_follows([waiting, done])
    assert [d["op"] for d in told] == ["put", "drop"]
