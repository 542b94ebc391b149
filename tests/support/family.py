"""A family of four accounts with one object of each kind, files too, and all its people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.test import RequestFactory
from django.utils import timezone

from callflows.models import TimeFrame
from extensions.models import VoicemailBox
from extensions.services.seats import NewSeat, create_seat
from telephony import nodes
from telephony.models import Fax, FaxState, Recording
from tenants.actor import Actor, acting, leave
from tenants.models import Account, Masquerade, User
from tenants.models.membership import Role
from tenants.services.accounts import create_account
from tenants.services.entrance import forget_accounts
from tests.support.matrix import KINDS, PERSONAL, Aim, Kind, Relation
from tests.support.objects import of_account, of_route, wav
from tests.support.routes import SAFE, Route

HOUR = timedelta(hours=1)
# The prompt whose name routes are tried with.
PROMPT = "vm-intro"


@dataclass
class Family:
    """Accounts and their objects by relation, people by kind.

    `frames` are the private time frames that belong to each person.
    """

    accounts: Mapping[Relation, Account]
    objects: dict[Relation, dict[str, Any]] = field(default_factory=dict)
    people: dict[Kind, User | None] = field(default_factory=dict)
    frames: dict[tuple[Kind, Relation], Any] = field(default_factory=dict)

    @property
    def own(self) -> Account:
        """The account in the middle."""
        return self.accounts[Relation.OWN]

    def address(
        self, route: Route, kind: Kind, aim: Aim, section: str = "general"
    ) -> str:
        """The route's address for what the person aims at."""
        return route.address(
            account=self.accounts[aim.account].slug,
            pk=self._object(route, kind, aim),
            number=1,
            message=self.message(aim.objects),
            kind="media",
            picture="logo",
            section=section,
            name=PROMPT,
        )

    def _object(self, route: Route, kind: Kind, aim: Aim) -> Any:
        own = self.frames.get((kind, aim.objects))
        if own and not aim.colleague and route.name.startswith(PERSONAL):
            return own
        return of_route(self.objects[aim.objects], route.name)

    def message(self, whose: Relation) -> str:
        """The id of the voicemail message in the account's first mailbox."""
        return f"message-of-{self.accounts[whose].slug}"


def make_family() -> Family:
    """Acme in the middle: its reseller above it, globex beside it, a branch below it."""
    own = Account.objects.get(slug="acme")
    branch = create_account("Branch", "acme-sub", "acme-sub.pbx.test", own)
    accounts = {
        Relation.OWN: own,
        Relation.SIBLING: Account.objects.get(slug="globex"),
        Relation.PARENT: Account.objects.get(slug="reseller"),
        Relation.CHILD: branch,
    }
    family = Family(accounts)
    for relation, account in accounts.items():
        family.objects[relation] = _furnish(account, family.message(relation))
    _people(family)
    return family


def _furnish(account: Account, message: str) -> dict[str, Any]:
    with acting(Actor(account)):
        other, _ = create_seat(
            NewSeat("Kim", "1999", "Doe", f"kim@{account.slug}.test")
        )
        found = of_account(account) | {"other-user": other.user_id}
        _with_files(account, found, message)
    return found


def _people(family: Family) -> None:
    operator = Account.objects.get(slug="operator")
    beside = create_account("Beside", "beside", "beside.pbx.test", operator)
    outside = {"beside": beside, "above": operator}
    for kind in KINDS:
        family.people[kind] = user = _person(family, kind) if kind.signed_in else None
        if user and kind.outside:
            account = outside[kind.outside]
            user.memberships.create(account=account, role=Role.RESELLER_ADMIN)


def _person(family: Family, kind: Kind) -> User:
    email = f"{kind.name.replace(' ', '.')}@people.test"
    user = User.objects.create_user(email, name=kind.name)
    for relation, role in kind.roles.items():
        user.memberships.create(account=family.accounts[relation], role=role)
    for relation in kind.masquerades:
        Masquerade.objects.create(
            user=user,
            account=family.accounts[relation],
            reason="Help",
            role=kind.seen_as,
            expires_at=timezone.now() + (-HOUR if kind.over == "expired" else HOUR),
            ended_at=timezone.now() if kind.over == "left" else None,
        )
    for relation in {*kind.roles, *kind.masquerades}:
        with acting(Actor(family.accounts[relation])):
            frame = TimeFrame.objects.create(name="Mine", owner=user, rules=[{}])
        family.frames[kind, relation] = frame.pk
    return user


# --- files --------------------------------------------------------------------------


def file_settings(folder: Path) -> dict[str, Any]:
    """Settings by which nodes' files, faxes, sounds and media are below the folder.

    The one node is nowhere: whoever asks it for something gets no connection.
    """
    login = {"user": "u", "secret": "s"}
    node = {"name": "pbx1", "ami": "127.0.0.1:1", "sip": "127.0.0.1:2"}
    node |= {"records": str(folder), "voicemail": str(folder / "voicemail")}
    file = folder / "nodes.json"
    file.write_text(json.dumps([{**node, "publish": login, "listen": login}]))
    return {
        "NODES_FILE": str(file),
        "FAX_DIR": folder / "faxes",
        "MEDIA_DIR": folder / "media",
        "SOUNDS_DIR": folder / "sounds",
    }


def _with_files(account: Account, objects: dict[str, Any], message: str) -> None:
    """Puts a file where each object that has one expects it."""
    _write(settings.SOUNDS_DIR / "en" / f"{PROMPT}.wav", wav().read())
    recording = Recording.objects.get(pk=objects["recording"])
    _write(recording.file, wav().read())
    Fax.objects.filter(pk=objects["fax"]).update(state=FaxState.RECEIVED)
    _write(Fax.objects.get(pk=objects["fax"]).file, b"%PDF-1.4")
    box = VoicemailBox.objects.get(pk=objects["voicemail"])
    spool = nodes.find("pbx1").voicemail
    stem = spool / account.slug / box.number / "INBOX" / "msg0000"
    _write(stem.with_suffix(".wav"), wav().read())
    text = f"[message]\norigtime=1\nduration=1\nmsg_id={message}\n"
    _write(stem.with_suffix(".txt"), text.encode())


def _write(path: Path | None, content: bytes) -> None:
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# --- asking -------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What came back; `writes` are the statements that changed rows for good,
    `fault` is what broke."""

    status: int
    location: str
    content: bytes
    writes: tuple[str, ...]
    fault: str


class Portal:
    """The portal with all its middleware, asked without a server and without signing in.

    That would take longer than most of what is asked. So would drawing the same page of
    refusal anew each time: once for each person and account does. Entered for as long as
    something is asked; whoever asks undoes what is changed.
    """

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()
        self._factory = RequestFactory()
        self._refusals: dict[Any, HttpResponse] = {}
        self._refusing = patch("pbxportal.errors.render", self._refusal)
        self._writes: list[str] = []
        self._faults: list[str] = []
        # How much was written before each savepoint.
        self._before: dict[str, int] = {}

    def __enter__(self) -> Portal:
        self._refusing.start()
        got_request_exception.connect(self._broken)
        return self

    def __exit__(self, *_: object) -> None:
        got_request_exception.disconnect(self._broken)
        self._refusing.stop()

    def ask(
        self,
        user: User | None,
        method: str,
        path: str,
        body: str = "{}",
        kind: str = "application/json",
    ) -> Answer:
        """Asks as this person; None for nobody."""
        extra = {} if method in SAFE else {"data": body, "content_type": kind}
        request: Any = self._factory.generic(method.upper(), path, **extra)
        request._dont_enforce_csrf_checks = True
        if user is not None:
            # What the session would lead to.
            request._cached_user = user
        self._writes, self._faults, self._before = [], [], {}
        with connection.execute_wrapper(self._look):
            answer = self._handler.get_response(request)
            content = _content(answer)
        leave()
        return Answer(
            answer.status_code,
            answer.headers.get("Location", ""),
            content,
            tuple(self._writes),
            "; ".join(self._faults),
        )

    def _look(self, execute: Callable[..., Any], sql: Any, *args: Any) -> Any:
        """Notes what changes rows, and forgets what is rolled back."""
        text = str(sql)
        if text.startswith(("INSERT", "UPDATE", "DELETE")):
            self._writes.append(text[:120])
        elif text.startswith("SAVEPOINT"):
            self._before[text.split()[-1]] = len(self._writes)
        elif text.startswith("ROLLBACK TO SAVEPOINT"):
            del self._writes[self._before[text.split()[-1]] :]
        return execute(sql, *args)

    def _broken(self, **_: Any) -> None:
        self._faults.append(repr(sys.exc_info()[1]))

    def _refusal(
        self, request: Any, template: str, context: Any, status: int
    ) -> HttpResponse:
        account = request.actor and request.actor.account.pk
        key = (request.user.pk, account, template, str(context))
        if key not in self._refusals:
            self._refusals[key] = render(request, template, context, status=status)
        return copy(self._refusals[key])


@contextmanager
def undone(*, accounts: bool = False) -> Iterator[None]:
    """Whatever is changed inside is as it was before afterwards.

    `accounts` says that these may have changed as well, which processes remember.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if accounts:
        forget_accounts()


def _content(answer: HttpResponseBase) -> bytes:
    """All of it, streams too; nothing is left open."""
    content = answer.getvalue() if answer.streaming else answer.content  # type: ignore[attr-defined]
    for closer in answer._resource_closers:  # type: ignore[attr-defined]
        closer()
    return bytes(content)
