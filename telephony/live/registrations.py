"""Registered telephones and waiting messages: the part of the reducer besides calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from telephony.live.show import show
from telephony.live.state import (
    Contact,
    Delta,
    Mailbox,
    State,
    account_of,
    contact_value,
    iso,
    mailbox_value,
)

Event = Mapping[str, str]
Handler = Callable[[State, Event, float], list[Delta]]

STATUS = {"Reachable": "reachable", "Unreachable": "unreachable"}


def _time(event: Event, now: float) -> str:
    try:
        return iso(float(event["Timestamp"]))
    except (KeyError, ValueError):
        return iso(now)


def _show_contact(state: State, key: str) -> list[Delta]:
    contact = state.contacts[key]
    account = account_of(state, contact.endpoint)
    value = contact_value(state.node, contact)
    return show(state, "registration", key, account, value)


def _drop_contact(state: State, key: str) -> list[Delta]:
    return (
        show(state, "registration", key, "", None)
        if state.contacts.pop(key, None) is not None
        else []
    )


def _contact_status(state: State, event: Event, now: float) -> list[Delta]:
    endpoint, uri = event.get("EndpointName", ""), event.get("URI", "")
    key = f"{state.node}/{event.get('AOR', '')}|{uri}"
    if event.get("ContactStatus") == "Removed":
        return _drop_contact(state, key)
    return _put_contact(state, key, (endpoint, uri), event["ContactStatus"], event, now)


def _put_contact(
    state: State,
    key: str,
    who: tuple[str, str],
    status: str,
    event: Event,
    now: float,
) -> list[Delta]:
    endpoint, uri = who
    if "@" not in endpoint:
        # A carrier's contact is configured, not registered.
        return []
    contact = state.contacts.get(key)
    if contact is None:
        old = state.memory["registration"].get(key, {})
        contact = Contact(endpoint, uri, "", old.get("since") or _time(event, now))
        contact.user_agent = old.get("user_agent")
        state.contacts[key] = contact
    contact.status = STATUS.get(status, "registered")
    contact.user_agent = event.get("UserAgent", contact.user_agent)
    return _show_contact(state, key)


def _listed_contact(state: State, event: Event, now: float) -> list[Delta]:
    endpoint, uri = event.get("Endpoint", ""), event.get("Uri", "")
    aor = event.get("ObjectName", "").partition(";@")[0]
    key = f"{state.node}/{aor}|{uri}"
    state.listed["registration"].add(key)
    return _put_contact(
        state, key, (endpoint, uri), event.get("Status", ""), event, now
    )


def _contacts_listed(state: State, event: Event, now: float) -> list[Delta]:
    listed = state.listed["registration"]
    gone = [key for key in state.contacts if key not in listed]
    state.listed["registration"] = set()
    state.memory["registration"] = {}
    return [delta for key in gone for delta in _drop_contact(state, key)]


def _put_mailbox(state: State, box: Mailbox) -> list[Delta]:
    key = f"{state.node}/{box.number}@{box.account}"
    state.mailboxes[key] = box
    value = mailbox_value(state.node, box)
    return show(state, "mailbox", key, box.account, value)


def _message_waiting(state: State, event: Event, now: float) -> list[Delta]:
    number, _, account = event.get("Mailbox", "").partition("@")
    if not account:
        return []
    box = Mailbox(number, account, _count(event.get("New")), _count(event.get("Old")))
    return _put_mailbox(state, box)


def _listed_mailbox(state: State, event: Event, now: float) -> list[Delta]:
    number, account = event.get("VoiceMailbox", ""), event.get("VMContext", "")
    state.listed["mailbox"].add(f"{state.node}/{number}@{account}")
    new, old = event.get("NewMessageCount"), event.get("OldMessageCount")
    return _put_mailbox(state, Mailbox(number, account, _count(new), _count(old)))


def _mailboxes_listed(state: State, event: Event, now: float) -> list[Delta]:
    listed = state.listed["mailbox"]
    gone = [key for key in state.mailboxes if key not in listed]
    state.listed["mailbox"] = set()
    deltas: list[Delta] = []
    for key in gone:
        del state.mailboxes[key]
        deltas += show(state, "mailbox", key, "", None)
    return deltas


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0


REGISTRATION_HANDLERS: dict[str, Handler] = {
    "ContactStatus": _contact_status,
    "ContactList": _listed_contact,
    "ContactListComplete": _contacts_listed,
    "MessageWaiting": _message_waiting,
    "VoicemailUserEntry": _listed_mailbox,
    "VoicemailUserEntryComplete": _mailboxes_listed,
}
