"""Every route and method, tried by everybody at everybody's things.

`tests.support.matrix` says what is right; a status besides that is a leak or a lock-out.
Whoever is refused has changed nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlsplit

import pytest
from asgiref.sync import async_to_sync
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from pbxportal.sockets import routes
from telephony.live import consumer
from tenants.models import Account, User
from tenants.services.entrance import forget_accounts
from tenants.sockets import NOT_FOUND
from tests.support.family import Answer, Family, Portal, undone
from tests.support.matrix import (
    KINDS,
    LET_IN,
    REFUSED,
    TRIED,
    Aim,
    Kind,
    Relation,
    aims,
    names_object,
    wanted,
    wanted_of_socket,
)
from tests.support.objects import of_route
from tests.support.routes import SAFE, Route, all_routes
from tests.support.sockets import Socket

ROUTES = [route for route in all_routes() if route.in_account]
TRIES = [(route, method) for route in ROUTES for method in route.methods]
IDS = [f"{method} {route}" for route, method in TRIES]

# What must be said before a page knows what is asked for; others take nothing as wrong.
BODIES = {"settings-pictures": ("kind=logo", "application/x-www-form-urlencoded")}
JSON = "application/json"
# Routes that answer with a file.
FILES = {
    "media-sound",
    "api-media-sound",
    "prompt-original",
    "api-prompt-original",
    "recording-sound",
    "api-recording-sound",
    "fax-pages",
    "api-fax-pages",
    "voicemail-sound",
    "api-voicemail-box-message",
}


def fault(route: Route, method: str, kind: Kind, aim: Aim, answer: Answer) -> str:
    """What is wrong with the answer; nothing if it is right."""
    right = wanted(route, method, kind, aim)
    if answer.status not in right:
        names = "anything else" if len(right) > 1 else str(*right)
        return f"{answer.status}, not {names}. {answer.fault}"
    if kind.signed_in and answer.status not in REFUSED:
        return ""
    if answer.status == 302 and urlsplit(answer.location).path != reverse(
        "account_login"
    ):
        return f"leads to {answer.location}"
    return f"changed something: {answer.writes}" if answer.writes else ""


def tried(
    route: Route, method: str, kind: Kind, family: Family, portal: Portal
) -> list[str]:
    """The faults of all that one kind of person does at the route."""
    faults = []
    for aim in aims(route, kind):
        path = family.address(route, kind, aim)
        changes = method not in SAFE and wanted(route, method, kind, aim) == LET_IN
        with undone(accounts=True) if changes else nullcontext():
            body, of_kind = BODIES.get(route.name, ("{}", JSON))
            answer = portal.ask(family.people[kind], method, path, body, of_kind)
        TRIED["combinations of route, method, kind of person and account"] += 1
        if said := fault(route, method, kind, aim, answer):
            faults.append(f"{kind}, {aim}: {said}")
    return faults


@pytest.mark.parametrize(("route", "method"), TRIES, ids=IDS)
def test_everybody_gets_what_is_theirs_and_nothing_else(
    route: Route, method: str, family: Family, portal: Portal
) -> None:
    faults = []
    for kind in KINDS:
        with suspended(family.own) if kind.suspended else undone():
            faults += tried(route, method, kind, family, portal)
    assert faults == []


@contextmanager
def suspended(account: Account) -> Iterator[None]:
    """The account is suspended meanwhile."""
    with undone(accounts=True):
        Account.objects.filter(pk=account.pk).update(suspended_at=timezone.now())
        forget_accounts()
        yield


MASQUERADING = next(kind for kind in KINDS if kind.name == "masquerading")
OWN = Aim(Relation.OWN, Relation.OWN)


def test_every_object_route_has_an_object(family: Family) -> None:
    lacking = [
        route.path
        for route in ROUTES
        if names_object(route)
        and not of_route(family.objects[Relation.OWN], route.name)
    ]
    assert lacking == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_files_that_are_refused_are_there(
    name: str, family: Family, portal: Portal
) -> None:
    """Else the matrix would take a missing file for a refusal."""
    route = next(route for route in ROUTES if route.name == name)
    person = family.people[MASQUERADING]
    path = family.address(route, MASQUERADING, OWN)
    answer = portal.ask(person, "get", path)
    assert answer.status == 200, answer
    assert answer.content[:4] in (b"RIFF", b"%PDF")


def test_no_mailbox_gives_the_messages_of_another(
    family: Family, portal: Portal
) -> None:
    theirs = family.message(Relation.SIBLING)
    for route in (route for route in ROUTES if "message" in route.arguments):
        path = family.address(route, MASQUERADING, OWN)
        foreign = path.replace(family.message(Relation.OWN), theirs)
        assert portal.ask(family.people[MASQUERADING], "get", path).status == 200
        assert portal.ask(family.people[MASQUERADING], "get", foreign).status == 404


@pytest.mark.parametrize("route", routes, ids=lambda route: str(route.pattern))
def test_websockets_let_in_whom_pages_let_in(
    route: Any, family: Family, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = "channels.layers.InMemoryChannelLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": memory}}
    monkeypatch.setattr(consumer, "snapshot", lambda slug: {"slug": slug})
    # It would close the connection on which the family is.
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    right = route.callback.consumer_class.right
    faults = []
    for kind in KINDS:
        with suspended(family.own) if kind.suspended else undone():
            for relation, account in family.accounts.items():
                path = "/" + str(route.pattern).replace("<slug:account>", account.slug)
                heard = async_to_sync(first_words)(path, family.people[kind])
                TRIED["of websocket, kind of person and account"] += 1
                if wanted_of_socket(right, kind, relation):
                    said: Any = {"type": "snapshot", "slug": account.slug}
                else:
                    said = NOT_FOUND
                if heard != said:
                    faults.append(f"{kind}, {relation}: {heard}, not {said}")
    assert faults == []


async def first_words(path: str, user: User | None) -> Any:
    """What the socket says first, or the code with which it is closed."""
    socket = Socket(URLRouter(routes), path, user or AnonymousUser())
    assert (await socket.connect())["type"] == "websocket.accept"
    said = await socket.receive_output(5)
    if said["type"] == "websocket.close":
        return said["code"]
    await socket.hang_up()
    return json.loads(said["text"])
