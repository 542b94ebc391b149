"""Every page that can be saved later: nothing changed then is nothing changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve

from tenants.actor import Actor, acting
from tenants.generic.pages import EditPage, LaterPage
from tenants.models import AuditEntry
from tenants.preferences import seen_by
from tenants.services.entrance import enter
from tests.support.family import Family, undone
from tests.support.matrix import KINDS, OF_BELOW, Aim, Relation
from tests.support.routes import Route, all_routes

PERSON = next(kind for kind in KINDS if kind.name == "masquerading")
OWN = Aim(Relation.OWN, Relation.OWN)
BELOW = Aim(Relation.OWN, Relation.CHILD)
# Where saving asks somebody outside, whom these objects only name; an attendant that
# never had keys; a prompt in whose place nothing was put.
REFUSED = {
    "identity-provider-edit": "can't be reached",
    "carrier-edit": "can't be looked up",
    "attendant-edit": "changed by hand",
    "prompt-replace": "Choose one of the account's sounds",
}


def delayable(view: Any) -> bool:
    if not (isinstance(view, type) and issubclass(view, LaterPage)):
        return False
    return not issubclass(view, EditPage) or not view.shows_secret


ROUTES = [route for route in all_routes() if delayable(route.view)]


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.arguments != {"account"}], ids=str
)
def test_a_page_that_nobody_touches_changes_nothing(
    family: Family, route: Route
) -> None:
    aim = BELOW if route.name.startswith(OF_BELOW) else OWN
    address = family.address(route, PERSON, aim).replace("/general/", "/preferences/")
    kwargs = dict(resolve(address).kwargs)
    del kwargs["account"]
    user = family.people[PERSON]
    assert user is not None
    actor = enter(user, family.own.slug)
    assert isinstance(actor, Actor)
    with undone(), acting(actor), seen_by(actor):
        before = set(AuditEntry.objects.values_list("pk", flat=True))
        if route.name in REFUSED:
            with pytest.raises(ValidationError, match=REFUSED[route.name]):
                route.view.save_delayed(actor, kwargs, {}, {})
        else:
            route.view.save_delayed(actor, kwargs, {}, {})
        made = AuditEntry.objects.exclude(pk__in=before)
        # An agent's state has a time of its own.
        changes = [set(entry.changes) - {"changed_at"} for entry in made]
        assert not any(changes)


def test_there_are_such_pages() -> None:
    names = {route.name for route in ROUTES}
    assert {"contact-edit", "contact-new", "conference-edit"} <= names
    assert {"settings-section", "account-section", "queue-edit"} <= names
    assert {"menu-edit", "attendant-edit", "time-frame-edit", "plan-edit"} <= names
    assert not {"seat-new", "device-new"} & names
