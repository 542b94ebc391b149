"""What is done in a conference while people are in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from extensions.models import Conference
from telephony import nodes
from telephony.ami.client import AmiClient, AmiError
from telephony.live.conferences import LOCKED
from telephony.live.consumer import store
from tenants import audit
from tenants.actor import required
from tenants.models import Account

# For one participant, and for the room.
PERSONAL = {
    "mute": "ConfbridgeMute",
    "unmute": "ConfbridgeUnmute",
    "kick": "ConfbridgeKick",
}
COMMON = {"lock": "ConfbridgeLock", "unlock": "ConfbridgeUnlock"}
ACTIONS = (*PERSONAL, *COMMON)


def rooms(account: Account, conference: Conference) -> list[dict[str, Any]]:
    """The conference on each node where somebody is in it, as the live state has it."""
    name = conference.room(account.slug)
    live = store().snapshot(account.slug)["conferences"]
    return [room for room in live if room["room"] == name]


def control(conference: Conference, action: str, participant: str = "") -> None:
    """Does one of ACTIONS; `participant` is an id of the live state.

    Raises ValidationError on `action` or `participant`, or when the node refuses.
    """
    actor = required()
    if action not in ACTIONS:
        raise ValidationError({"action": _("One of: %s.") % ", ".join(ACTIONS)})
    here = rooms(actor.account, conference)
    if action in PERSONAL:
        found = list(_channels(here, participant))
        if not found:
            text = _("This participant is not in the conference any more.")
            raise ValidationError({"participant": text})
        who = found[0][1]
    else:
        if not here:
            raise ValidationError({"action": _("Nobody is in the conference.")})
        found, who = [(room, "") for room in here], ""
    for room, channel in found:
        _send(room["node"], action, room["room"], channel)
    audit.record(action, conference, after={"participant": who} if who else None)


def _channels(
    here: Iterable[dict[str, Any]], participant: str
) -> Iterable[tuple[dict[str, Any], str]]:
    for room in here:
        for who in room["participants"]:
            if who["id"] == participant:
                yield room, who["channel"]


def _send(node: str, action: str, room: str, channel: str) -> None:
    address = nodes.find(node)
    login = address.publish
    command = {**PERSONAL, **COMMON}[action]
    headers = [("Conference", room)]
    if channel:
        headers.append(("Channel", channel))
    try:
        with AmiClient(
            (address.ami_host, address.ami_port), login.user, login.secret
        ) as client:
            client.request(command, *headers)
            if action in COMMON:
                locked = "yes" if action == "lock" else "no"
                told = (("UserEvent", LOCKED), ("Room", room), ("Locked", locked))
                client.request("UserEvent", *told)
    except AmiError as error:
        text = _("The telephone system did not do it: %s") % error
        raise ValidationError({"action": text}) from error
