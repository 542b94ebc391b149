"""Whatever is asked of a list, or of anything that is read: no row of another account.

Each parameter that a view knows is tried with odd values and with what belongs to other
accounts, each column is sorted by; nothing of it breaks an answer. Parameters are read
from the code, so a new one is tried at once.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Concat

from tenants.actor import Actor, acting
from tenants.generic.filters import Filter
from tenants.generic.pages import ListPage
from tenants.models import Account
from tests.support.family import Family, Portal, undone
from tests.support.matrix import (
    KINDS,
    OF_ACCOUNTS,
    OF_BELOW,
    TRIED,
    Aim,
    Relation,
    names_object,
)
from tests.support.routes import Route, all_routes

PERSON = next(kind for kind in KINDS if kind.name == "masquerading")
OWN = Aim(Relation.OWN, Relation.OWN)
READ = [r for r in all_routes() if r.in_account and "get" in r.methods]
# Where views are; what the base classes know is said in `queries`.
APPS = tuple(
    f"{app}.{kind}"
    for app in ("tenants", *settings.TENANT_APPS, "telephony")
    for kind in ("views", "api")
)
# What lists know, and names that Django's own objects have.
OF_LISTS = ("page", "per_page", "page_size", "cursor", "lists", "items", "account")
_KNOWN = re.compile(
    r"""(?:GET|query_params|asked)(?:\.get(?:list)?\(|\[)\s*"(\w+)"|"(\w+)" in \S*GET"""
)
# Which carriers calls go out by is told with their names, also those of accounts above;
# and the plan that the account above has sold.
INHERITING = ("outside-calls", "billing")
# Fields in which people find what they look for; they say whose the row is here.
_TEXTS = ("name", "last_name", "label", "caller_name", "box_name", "reason", "message")


def mark(slug: str) -> str:
    """Stands in what belongs to the account."""
    return f"secret-of-{slug}."


@pytest.fixture(scope="module")
def marked(family: Family) -> Family:
    """The family, with the account's mark in all that one reads."""
    for account in family.accounts.values():
        with acting(Actor(account)):
            for model in apps.get_models():
                _mark(model, account)
    return family


def _mark(model: Any, account: Any) -> None:
    fields = {field.name: field for field in model._meta.get_fields()}
    if model._meta.app_label in settings.TENANT_APPS:
        rows = model._default_manager.all()
    elif getattr(fields.get("account"), "related_model", None) is Account:
        rows = model._default_manager.filter(account=account)
    else:
        return
    for name in _TEXTS:
        field = fields.get(name)
        # What is shorter is no text that people write.
        if isinstance(field, CharField) and (field.max_length or 0) >= 80:
            rows.update(**{name: Concat(name, Value(mark(account.slug)))})


def parameters(route: Route) -> set[str]:
    """The names of parameters that the view, or what it is made of, looks at."""
    names = set()
    for cls in inspect.getmro(route.view):
        module = sys.modules[cls.__module__]
        if not cls.__module__.startswith(APPS):
            continue
        source = inspect.getsource(module)
        names |= {a or b for a, b in _KNOWN.findall(source)}
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Filter):
                names |= value({}).fields.keys()
    return names


def values(family: Family) -> Iterator[str]:
    """Odd ones, and what belongs to the sibling."""
    yield from ("x", "-1", "9" * 30, "\0'\"<é", "2026-13-45", "account__slug")
    yield family.accounts[Relation.SIBLING].slug
    yield str(family.objects[Relation.SIBLING]["user"])
    yield str(family.objects[Relation.SIBLING]["callflow"])


def columns(route: Route) -> Iterator[str]:
    """By what a table can be sorted, both ways."""
    if issubclass(route.view, ListPage):
        for name in route.view.table_class.base_columns:
            yield from (name, f"-{name}")


def queries(route: Route, family: Family) -> Iterator[dict[str, str]]:
    """All that is asked of the route."""
    is_list = not names_object(route)
    for value in values(family):
        for name in sorted(parameters(route)):
            yield {name: value}
        if is_list:
            yield dict.fromkeys(OF_LISTS, value)
        if issubclass(route.view, ListPage):
            yield {"q": value}
            yield {"sort": value, "export": "csv"}
    for name in columns(route):
        yield {"sort": name}
    if issubclass(route.view, ListPage):
        yield {"export": "csv"}
        yield {"export": "csv", "q": mark("globex")}
        yield {"q": mark("globex")}


@pytest.mark.parametrize("route", READ, ids=str)
def test_no_query_finds_what_is_another_accounts(
    route: Route, marked: Family, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that every list has several pages.
    monkeypatch.setattr("tenants.generic.pages.PAGE_SIZES", (1, 15))
    monkeypatch.setattr("pbxportal.lib.paging.PAGE_SIZES", (1, 15))
    path = marked.address(route, PERSON, OWN)
    foreign = list(signs(marked))
    if route.name.endswith(INHERITING):
        foreign.remove(mark(marked.accounts[Relation.PARENT].slug))
    if route.name.startswith(OF_BELOW):
        below = signs_of(marked, Relation.CHILD)
        foreign = [sign for sign in foreign if sign not in below]
    faults = []
    for query in queries(route, marked):
        with undone():
            answer = portal.ask(
                marked.people[PERSON], "get", f"{path}?{urlencode(query)}"
            )
        TRIED["queries of what is read"] += 1
        if answer.status >= 500:
            faults.append(f"{query}: {answer.status} {answer.fault}")
        sent = {*query.values()}
        found = [
            sign
            for sign in foreign
            if sign not in sent and sign.encode() in answer.content
        ]
        if found:
            faults.append(f"{query}: tells {found}")
    assert faults == []


def signs(family: Family) -> Iterable[str]:
    """What is only in answers about other accounts."""
    for relation in set(Relation) - {Relation.OWN}:
        yield from signs_of(family, relation)


def signs_of(family: Family, relation: Relation) -> set[str]:
    """What is only in answers about that account."""
    ids = {
        str(pk)
        for word, pk in family.objects[relation].items()
        if not word.startswith(OF_ACCOUNTS)
    }
    return {mark(family.accounts[relation].slug), *ids}


def test_most_lists_tell_what_is_ones_own(marked: Family, portal: Portal) -> None:
    """Else the test above would look for signs that no answer has."""
    own = mark(marked.own.slug).encode()
    lists = [route for route in READ if not names_object(route)]
    telling = [
        route.name
        for route in lists
        if own
        in portal.ask(
            marked.people[PERSON], "get", marked.address(route, PERSON, OWN)
        ).content
    ]
    assert len(telling) > len(lists) / 2, sorted({r.name for r in lists} - {*telling})
