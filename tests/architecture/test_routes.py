"""No route lets anybody into an account that is not theirs.

Every route and method of the URL configuration is tried by everybody; a new endpoint
that nobody has classified fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from pbxportal.sockets import routes
from tenants.access import Right, allowed
from tenants.models import Account, Masquerade, User
from tenants.models.membership import Role
from tenants.sockets import AccountConsumer
from tests.support.objects import member, of_account, of_route
from tests.support.routes import Route, all_routes

# Everybody may come here, signed in or not.
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    # Who has the key of an invitation.
    "join",
    "home",
    "set-language",
    # Whom an identity provider of the address vouches for.
    "openid_connect_login",
    "openid_connect_callback",
    # What a page looks like before somebody signs in.
    "brand-styles",
    "brand-picture",
    "health-live",
    "health-ready",
    # These two let nobody in but who has passed the step before.
    "mfa_authenticate",
    "mfa_login_webauthn",
}
# For people who are signed in, whatever account they have.
PERSONAL = {
    "api-accounts",
    "api-me-token-list",
    "api-me-token-detail",
    "me",
    "me-name",
    "me-preferences",
    "api-me-preferences",
    "me-address",
    "me-address-new",
    "me-sessions-end",
    "me-session-end",
    "me-token-new",
    "me-token-revoke",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}

# True shows where a status of 500 comes from.
RAISE = False

ROUTES = all_routes()
IN_ACCOUNT = [route for route in ROUTES if route.in_account]
# Reading first: what is deleted can't be read.
TRIES = sorted(
    ((route, method) for route in IN_ACCOUNT for method in route.methods),
    key=lambda pair: pair[1] != "get",
)
IDS = [f"{method} {route.path}" for route, method in TRIES]


@pytest.fixture
def own(acme: Account) -> dict[str, Any]:
    return of_account(acme)


def address(route: Route, account: Account, objects: dict[str, Any]) -> str:
    """The route's address with an object of `objects`."""
    path = "/" + route.path
    values = {
        "account": account.slug,
        "pk": of_route(objects, route.name),
        "number": 1,
        "message": "none",
        "kind": "media",
        "picture": "logo",
        "section": "general",
        "name": "vm-intro",
    }
    for argument in route.arguments:
        start = path.index(
            "<"
            + next(
                part
                for part in path.split("<")[1:]
                if part.split(">")[0].endswith(argument)
            ).split(">")[0]
        )
        end = path.index(">", start)
        path = f"{path[:start]}{values[argument]}{path[end + 1 :]}"
    return path


# Signing in takes longer than most of what is tried; emptied after each test.
CLIENTS: dict[User | None, Client] = {}


@pytest.fixture(autouse=True)
def _new_clients() -> Iterator[None]:
    yield
    CLIENTS.clear()


def signed_in(user: User | None) -> Client:
    """A browser in which this person is signed in."""
    if user not in CLIENTS:
        CLIENTS[user] = Client(raise_request_exception=RAISE)
        if user is not None:
            CLIENTS[user].force_login(user)
    return CLIENTS[user]


def attempt(user: User | None, route: Route, method: str, path: str) -> int:
    """The status that this person gets."""
    send = getattr(signed_in(user), method)
    extra = {} if method in ("get", "head") else {"content_type": "application/json"}
    return int(send(path, **extra).status_code)


def test_every_route_is_classified() -> None:
    known = OPEN | PERSONAL
    assert [r.path for r in ROUTES if not r.in_account and r.name not in known] == []
    unclassified = [
        IDS[n] for n, (route, method) in enumerate(TRIES) if not route.right(method)
    ]
    assert unclassified == []


def test_personal_routes_ask_who_one_is(client: Client, db: None) -> None:
    values = {"pk": uuid4(), "key": "x"}
    for route in (route for route in ROUTES if route.name in PERSONAL):
        path = "/" + route.path
        for argument in route.arguments:
            one = 1 if f"<int:{argument}>" in path else values[argument]
            path = re.sub(rf"<(\w+:)?{argument}>", str(one), path)
        for method in route.methods:
            status = attempt(None, route, method, path)
            redirect = route.name in ("mfa_index", "mfa_list_webauthn")
            wanted = (302, 405, 410) if redirect else (401 if route.api else 302, 405)
            assert status in wanted, f"{method} {route.path}: {status}"


def test_every_websocket_is_in_an_account_and_names_its_right() -> None:
    for route in routes:
        assert str(route.pattern).startswith("ws/a/<slug:account>/")
        consumer = route.callback.consumer_class
        assert issubclass(consumer, AccountConsumer)
        assert isinstance(consumer.right, Right)


def test_every_object_route_has_an_object(own: dict[str, Any]) -> None:
    lacking = [
        r.path for r in IN_ACCOUNT if "pk" in r.arguments and not of_route(own, r.name)
    ]
    assert lacking == []


def test_strangers_are_never_let_in(
    acme: Account, globex: Account, reseller: Account, own: dict[str, Any]
) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    expired = User.objects.create_user("expired@pbx.test", name="Expired")
    expired.memberships.create(account=reseller, role=Role.RESELLER_ADMIN)
    Masquerade.objects.create(
        user=expired,
        account=acme,
        reason="x",
        expires_at=timezone.now() - timedelta(hours=1),
    )
    former = User.objects.create_user("former@pbx.test", name="Former")
    Masquerade.objects.create(
        user=former,
        account=acme,
        reason="x",
        expires_at=timezone.now() + timedelta(hours=1),
    )
    strangers = [
        User.objects.get(email="manager@globex.pbx.test"),
        admin,
        expired,
        former,
        *(member(globex, role) for role in Role.values),
    ]
    leaks = [
        f"{user.email} {method} {route.path}: {status}"
        for user in strangers
        for route, method in TRIES
        if (status := attempt(user, route, method, address(route, acme, own))) != 404
    ]
    assert leaks == []
    print(f"{len(strangers) * len(TRIES)} tries by strangers")  # noqa: T201


def test_nobody_comes_in_without_signing_in(acme: Account, own: dict[str, Any]) -> None:
    for route, method in TRIES:
        status = attempt(None, route, method, address(route, acme, own))
        # Pages lead to the sign-in page; an API answers that a token is missing.
        assert status == (401 if route.api else 302), f"{method} {route.path}: {status}"


def test_objects_of_other_accounts_do_not_exist(
    acme: Account, globex: Account, manager: User
) -> None:
    foreign = of_account(globex)
    manager.memberships.update(role=Role.RESELLER_ADMIN)
    for route, method in TRIES:
        if "pk" not in route.arguments:
            continue
        status = attempt(manager, route, method, address(route, acme, foreign))
        assert status == 404, f"{method} {route.path}: {status}"


# Only those may try them who manage accounts; tested by themselves.
OF_ACCOUNTS_BELOW = ("account-enter", "account-rights", "api-account-rights")


def test_accounts_above_and_beside_can_not_be_entered(
    reseller: Account, globex: Account, acme: Account
) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    for route in [route for route in ROUTES if route.name in OF_ACCOUNTS_BELOW]:
        method = "put" if route.name.startswith("api-") else "post"
        for target in (Account.objects.get(slug="operator"), reseller):
            path = address(route, reseller, {"account": target.pk})
            assert attempt(admin, route, method, path) == 404
        path = address(route, reseller, {"account": uuid4()})
        assert attempt(admin, route, method, path) == 404


@pytest.mark.parametrize("role", Role.values)
def test_members_get_what_their_role_allows(
    role: str, acme: Account, own: dict[str, Any]
) -> None:
    user = member(acme, role)
    for route, method in TRIES:
        right = route.right(method)
        assert right is not None
        status = attempt(user, route, method, address(route, acme, own))
        if not allowed(role, right):
            assert status == 403, f"{role} {method} {route.path}: {status}"
        elif method == "get" and not missing(route):
            assert status in (200, 302), f"{role} {method} {route.path}: {status}"
        else:
            assert status not in (401, 403, 500), (
                f"{role} {method} {route.path}: {status}"
            )


# There is no voicemail message, no recording, no fax and no Asterisk in a database test.
MISSING_FILES = {
    "voicemail-sound",
    "api-voicemail-box-message",
    "recording-sound",
    "api-recording-sound",
    "fax-pages",
    "api-fax-pages",
    "prompt-original",
    "api-prompt-original",
}
# What belongs to one person does not exist for others of the account.
PERSONAL_OBJECTS = ("my-", "api-my-")


def missing(route: Route) -> bool:
    """Whether the object of the route is not there for everybody who may ask."""
    personal = route.name.startswith(PERSONAL_OBJECTS) and "pk" in route.arguments
    return personal or route.name in MISSING_FILES


def test_a_masquerade_opens_the_account_and_its_end_closes_it(
    acme: Account, own: dict[str, Any]
) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    masquerade = Masquerade.objects.create(
        user=admin,
        account=acme,
        reason="help",
        expires_at=timezone.now() + timedelta(hours=1),
    )
    route = next(route for route in ROUTES if route.name == "seats")
    path = address(route, acme, own)
    assert attempt(admin, route, "get", path) == 200
    masquerade.ended_at = timezone.now()
    masquerade.save()
    assert attempt(admin, route, "get", path) == 404
