"""Every route says whom it is for: a new one that nobody has classified fails here.

Who gets what there is tried in `test_matrix.py`.
"""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from pbxportal.sockets import routes
from tenants.access import Right
from tenants.models import Account, User
from tenants.sockets import AccountConsumer
from tests.support.matrix import OF_ACCOUNTS
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
    # Who has the key of an invitation, or of a mail to a contact.
    "join",
    "contact-confirm",
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
    "me-mobile",
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

ROUTES = all_routes()
IN_ACCOUNT = [route for route in ROUTES if route.in_account]


def status(user: User | None, route: Route, method: str, path: str) -> int:
    """What this person gets."""
    client = Client()
    if user is not None:
        client.force_login(user)
    extra = {} if method == "get" else {"content_type": "application/json"}
    return int(getattr(client, method)(path, **extra).status_code)


def test_every_route_is_classified() -> None:
    known = OPEN | PERSONAL
    assert [r.path for r in ROUTES if not r.in_account and r.name not in known] == []
    unclassified = [
        f"{method} {route.path}"
        for route in IN_ACCOUNT
        for method in route.methods
        if not route.right(method)
    ]
    assert unclassified == []


def test_personal_routes_ask_who_one_is(db: None) -> None:
    for route in (route for route in ROUTES if route.name in PERSONAL):
        pk = 1 if "<int:pk>" in route.path else uuid4()
        path = route.address(pk=pk, key="x")
        for method in route.methods:
            redirect = route.name in ("mfa_index", "mfa_list_webauthn")
            wanted = (302, 405, 410) if redirect else (401 if route.api else 302, 405)
            found = status(None, route, method, path)
            assert found in wanted, f"{method} {route.path}: {found}"


def test_every_websocket_is_in_an_account_and_names_its_right() -> None:
    for route in routes:
        assert str(route.pattern).startswith("ws/a/<slug:account>/")
        consumer = route.callback.consumer_class
        assert issubclass(consumer, AccountConsumer)
        assert isinstance(consumer.right, Right)


# The matrix has nobody's own account, or one above, for an account below.
OF_ACCOUNTS_BELOW = [
    route
    for route in IN_ACCOUNT
    if "pk" in route.arguments and route.name.startswith(OF_ACCOUNTS)
]


def test_accounts_above_and_ones_own_are_none_below(reseller: Account) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    operator = Account.objects.get(slug="operator")
    for route in OF_ACCOUNTS_BELOW:
        for pk in (operator.pk, reseller.pk, uuid4()):
            path = route.address(account=reseller.slug, pk=pk, section="general")
            for method in route.methods:
                found = status(admin, route, method, path)
                assert found == 404, f"{method} {path}: {found}"
