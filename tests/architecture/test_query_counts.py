"""A list makes as many queries for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callflows.models import Media, TimeFrame
from extensions.models import FaxBox
from extensions.services.seats import NewSeat, create_seat
from telephony.models import CallRecord, Fax, Recording
from tenants.actor import Actor, acting
from tenants.generic.pages import ListPage
from tenants.models import Account, User
from tenants.services.accounts import request_account
from tenants.services.entrance import forget_accounts
from tests.support.objects import of_account
from tests.support.routes import Route, all_routes

PASSWORD = "correct horse battery"

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
            user = User.objects.create_user(f"row-{number}@pbx.test", name="Row")
            user.memberships.create(account=account, role="user")
            Media.objects.create(name=f"Sound {number}", seconds=1)
            FaxBox.objects.create(name=f"Fax {number}")
            TimeFrame.objects.create(name=f"Frame {number}", rules=[])
            slug = f"row-{number}"
            realm = f"{slug}.pbx.test"
            request_account(f"Row {number}", slug, realm, account)
            slug, realm = f"gone-{number}", f"gone-{number}.pbx.test"
            gone = request_account(f"Gone {number}", slug, realm, account)
            Account.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    template = CallRecord.objects.filter(account=account).first()
    assert template is not None
    for number in range(first, first + count):
        template.pk, template.linkedid = None, f"{account.slug}.{number}"
        template.save(force_insert=True)
        Recording.objects.create(
            account=account,
            pbx="pbx1",
            handle=str(number),
            linkedid=f"{account.slug}.{number}",
            at=template.started_at,
            state="kept",
        )
        Fax.objects.create(
            account=account,
            pbx="pbx1",
            handle=str(number),
            linkedid=f"{account.slug}.{number}",
            box=account.pk,
            at=template.started_at,
            state="failed",
        )


def queries(send: Callable[[], object]) -> int:
    send()  # what a process does once only
    forget_accounts()  # always asked again, not now and then
    with CaptureQueriesContext(
        connection,
    ) as captured:
        send()
    return len(captured)


def test_queries_do_not_grow_with_rows(
    client: Client, acme: Account, manager: User
) -> None:
    of_account(acme)
    add_rows(acme, 1990, 1)
    manager.memberships.update(role="reseller_admin")
    client.force_login(manager)

    def count(route: Route) -> int:
        path = "/" + route.path.replace("<slug:account>", "acme")

        def send() -> None:
            assert client.get(path).status_code == 200, path

        return queries(send)

    few = {route.name: count(route) for route in [*PAGES, *LISTS]}
    add_rows(acme, 2000, 8)
    many = {route.name: count(route) for route in [*PAGES, *LISTS]}
    grown = {name: (few[name], many[name]) for name in few if few[name] != many[name]}
    assert grown == {}


def test_switching_and_signing_in_do_not_grow_with_accounts(
    client: Client, reseller: Account
) -> None:
    """Neither for the account that is entered nor for the one that has so many below it."""
    person = User.objects.get(email="reseller@pbx.test")
    person.set_password(PASSWORD)
    person.save()

    def signed_in() -> Client:
        # Each browser of one's own is looked at then; there are few of those.
        UserSession.objects.filter(user=person).delete()
        browser = Client()
        form = {"login": person.email, "password": PASSWORD}
        assert browser.post("/sign-in/", form).status_code == 302
        return browser

    client.force_login(person)
    acme = Account.objects.get(slug="acme")
    enter = f"/a/reseller/accounts/{acme.pk}/enter/"
    sends: dict[str, Callable[[], object]] = {
        "sign in": signed_in,
        "list": lambda: client.get("/a/reseller/accounts/"),
        "search": lambda: client.get("/a/reseller/accounts/?q=row"),
        "enter": lambda: client.post(enter, {"reason": "Help", "minutes": "30"}),
        "inside": lambda: client.get("/a/acme/", follow=True),
        "back": lambda: client.get("/a/reseller/", follow=True),
    }

    def add(first: int, count: int) -> None:
        for number in range(first, first + count):
            slug = f"more-{number}"
            made = request_account(f"Row {number}", slug, f"{slug}.pbx.test", reseller)
            if number % 2:
                person.memberships.create(account=made, role="admin")

    add(0, 4)
    few = {name: queries(send) for name, send in sends.items()}
    add(4, 40)
    assert {name: queries(send) for name, send in sends.items()} == few
