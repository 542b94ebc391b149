"""A list makes as many queries for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callflows.models import TimeFrame
from callflows.services.media import create_media
from extensions.services.seats import NewSeat, create_seat
from telephony.models import CallRecord
from tenants.actor import Actor, acting
from tenants.generic.pages import ListPage
from tenants.models import Account, User
from tests.support.objects import of_account, wav
from tests.support.routes import Route, all_routes

PAGES = [
    route
    for route in all_routes()
    if isinstance(route.view, type) and issubclass(route.view, ListPage)
]
LISTS = [
    route
    for route in all_routes()
    if route.api and route.name.endswith("-list") and route.in_account
]


def add_rows(account: Account, first: int, count: int) -> None:
    """More of everything that lists show."""
    with acting(Actor(account)):
        for number in range(first, first + count):
            create_seat(NewSeat(first_name=f"Row {number}", extension=str(number)))
            create_media(f"Sound {number}", wav())
            TimeFrame.objects.create(name=f"Frame {number}", rules=[])
    template = CallRecord.objects.filter(account=account).first()
    assert template is not None
    for number in range(first, first + count):
        template.pk, template.linkedid = None, f"{account.slug}.{number}"
        template.save(force_insert=True)


def queries(send: Callable[[], object]) -> int:
    send()  # what a process does once only
    with CaptureQueriesContext(
        connection,
    ) as captured:
        send()
    return len(captured)


@pytest.mark.parametrize("route", [*PAGES, *LISTS], ids=lambda route: route.name)
def test_queries_do_not_grow_with_rows(
    route: Route, client: Client, acme: Account, manager: User
) -> None:
    of_account(acme)
    manager.memberships.update(role="reseller_admin")
    client.force_login(manager)
    path = "/" + route.path.replace("<slug:account>", "acme")

    def send() -> None:
        assert client.get(path).status_code == 200

    few = queries(send)
    add_rows(acme, 2000, 8)
    assert queries(send) == few
