"""The wizard: what is typed stays, nothing is made before the end, and then all of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from telephony.models import OutsideRules
from telephony.services import outside
from tenants import sections
from tenants.actor import Actor, acting
from tenants.models import (
    Account,
    AuditEntry,
    Contact,
    OutboxEntry,
    User,
)
from tenants.models.membership import Role
from tenants.services import accounts, entrance, new_account

pytestmark = pytest.mark.django_db

BASE = "/a/reseller/accounts/new/"
GENERAL: dict[str, Any] = {
    "name": "Initech",
    "slug": "initech",
    "realm": "initech.pbx.test",
    "street": "1 Long Road",
    "city": "Austin",
    "region": "TX",
    "postal_code": "73301",
    "country": "US",
    "timezone": "America/Chicago",
    "number_format": "listed",
    "national_countries": "US, CA",
}


def made() -> Account | None:
    return Account.objects.filter(slug="initech").first()


def step(client: Client, key: str, go: str = "next", **values: Any) -> Any:
    return client.post(f"{BASE}{key}/", {**values, "go": go})


def test_going_back_and_forth_keeps_what_was_typed(above: Client) -> None:
    answer = step(above, "general", "contacts", name="Initech", realm="not a realm")
    assert answer.url == f"{BASE}contacts/"
    step(above, "contacts", "general", technical_email="half@")
    page = above.get(f"{BASE}general/").content.decode()
    assert 'value="Initech"' in page and 'value="not a realm"' in page
    assert "could not be saved" not in page
    assert 'value="half@"' in above.get(f"{BASE}contacts/").content.decode()


def test_each_step_is_checked_on_its_own(above: Client) -> None:
    answer = step(above, "general", **{**GENERAL, "street": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"street"}
    answer = step(above, "contacts", technical_email="half@")
    assert answer.context["form"].errors.keys() == {"technical_email"}
    assert step(above, "general", **GENERAL).url == f"{BASE}administrators/"
    assert made() is None


def test_the_last_step_makes_everything(above: Client) -> None:
    step(above, "general", **GENERAL)
    step(above, "contacts", billing_name="Kim", billing_email="kim@initech.test")
    step(above, "calls", country="US", open=["national"])
    step(above, "control-center", access="chosen", chosen=["errors"])
    step(above, "applications", access="chosen", chosen=["seats", "callflows"])
    review = above.get(f"{BASE}review/").content.decode()
    assert "1 Long Road" in review and "kim@initech.test" in review
    assert made() is None and not OutsideRules.objects.filter(account__slug="initech")

    answer = step(above, "review", "create")
    account = made()
    assert account and answer.url == f"/a/reseller/accounts/{account.pk}/"
    assert (account.city, account.timezone) == ("Austin", "America/Chicago")
    assert account.national_countries == ["US", "CA"]
    kim = account.people_to_ask.get()
    assert (kim.name, kim.kind) == ("Kim", Contact.Kind.BILLING)
    assert (account.billing_contact, account.technical_contact) == (kim, None)
    assert account.applications == ["callflows", "seats"]
    assert account.control_pages == ["errors"]
    rules = OutsideRules.objects.get(account=account)
    assert rules.allowed == ["national"] and "international" in rules.denied
    kinds = OutboxEntry.objects.filter(account=account).values_list("kind", flat=True)
    assert set(kinds) == {accounts.KIND}
    # The next one begins empty.
    assert "Initech" not in above.get(f"{BASE}general/").content.decode()


def test_administrators_are_invited_and_by_nothing_that_fails(
    above: Client, mailoutbox: list[Any]
) -> None:
    step(above, "general", **GENERAL)
    answer = step(above, "administrators", emails="kim@initech.test, half@")
    assert "half@" in answer.context["form"].errors["emails"][0]
    step(above, "administrators", emails="kim@initech.test")
    step(above, "control-center", "review", access="chosen")
    assert step(above, "review", "create").url == f"{BASE}control-center/?check=1"
    assert mailoutbox == [] and made() is None
    step(above, "control-center", access="all")
    step(above, "review", "create")
    account = made()
    assert account is not None
    invited = account.invitations.get()
    assert (invited.email, invited.role) == ("kim@initech.test", Role.ADMIN)
    assert settings.PORTAL_URL in mailoutbox[0].body
    # It is a step of the wizard, and no tab.
    tab = f"/a/reseller/accounts/{account.pk}/settings/administrators/"
    assert above.get(tab).status_code == 404


def test_what_is_missing_leads_to_its_step(above: Client) -> None:
    step(above, "general", **{**GENERAL, "city": ""})
    answer = step(above, "review", "create")
    assert answer.url == f"{BASE}general/?check=1"
    assert above.get(answer.url).context["form"].errors.keys() == {"city"}
    assert made() is None


def test_the_second_who_takes_a_realm_is_told_at_its_step(
    above: Client, reseller: Account
) -> None:
    step(above, "general", **GENERAL)
    accounts.create_account("Other", "other", GENERAL["realm"], reseller)
    answer = step(above, "review", "create")
    assert answer.url == f"{BASE}general/?check=1"
    form = above.get(answer.url).context["form"]
    assert list(form.errors) == ["realm"] and "taken" in form.errors["realm"][0]
    assert made() is None


def test_nothing_half_made_when_a_section_fails(
    reseller: Account, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(account: Account, data: dict[str, Any]) -> None:
        raise ValidationError({"country": "No."})

    calls = sections.get("calls")
    broken = sections.Section(**{**vars(calls), "write": fails})
    monkeypatch.setitem(sections._sections, "calls", broken)
    with acting(Actor(reseller, admin, Role.RESELLER_ADMIN)):
        with pytest.raises(new_account.UnfitSection) as error:
            new_account.create(reseller, {"general": GENERAL})
    assert error.value.section == "calls"
    assert made() is None


def test_discarding_forgets(above: Client) -> None:
    step(above, "general", "discard", **GENERAL)
    assert "Initech" not in above.get(f"{BASE}general/").content.decode()


def test_rest_makes_the_same(rest: APIClient) -> None:
    url = "/api/v1/accounts/reseller/sub-accounts/"
    body = {
        **{name: GENERAL[name] for name in ("name", "slug", "timezone")},
        "sections": {
            "general": {
                name: GENERAL[name]
                for name in ("street", "city", "country", "number_format")
            }
            | {"national_countries": ["US"]},
            "applications": {"access": "chosen", "chosen": ["seats"]},
        },
    }
    wrong = {**body, "sections": {**body["sections"], "calls": {"country": "XX"}}}
    refused = rest.post(url, wrong, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"].startswith("sections.calls.country")
    assert made() is None
    assert rest.post(url, body, format="json").status_code == 201
    account = made()
    assert account and account.applications == ["seats"]
    assert account.realm.endswith(".pbx.test")


# --- settings of an account ---------------------------------------------------------


def test_a_tab_changes_its_section_and_both_audits_tell(
    above: Client, acme: Account, reseller: Account
) -> None:
    url = f"/a/reseller/accounts/{acme.pk}/settings/contacts/"
    sent = {"technical_contact": "new", "technical_name": "Robin"}
    assert above.post(url, sent).status_code == 302
    acme.refresh_from_db()
    robin = acme.technical_contact
    assert robin and (robin.name, robin.account) == ("Robin", acme)
    rows = AuditEntry.objects.filter(verb="change", object_id=acme.pk)
    assert {row.account for row in rows} == {acme, reseller}
    rows = AuditEntry.objects.filter(verb="create", object_id=robin.pk)
    assert {row.account for row in rows} == {acme, reseller}


def test_own_people_change_some_sections_and_never_realm_or_restrictions(
    page: Client, api: APIClient, acme: Account
) -> None:
    realm = acme.realm
    sent = {**GENERAL, "realm": "other.pbx.test", "slug": "other"}
    assert page.post("/a/acme/settings/general/", sent).status_code == 302
    acme.refresh_from_db()
    assert (acme.city, acme.realm, acme.slug) == ("Austin", realm, "acme")
    assert page.get("/a/acme/settings/applications/").status_code == 404
    base = "/api/v1/accounts/acme/settings/"
    assert api.patch(f"{base}applications/", {}).status_code == 404
    answer = api.patch(f"{base}general/", {"city": "Waco"}, format="json")
    assert (answer.status_code, answer.json()["city"]) == (200, "Waco")
    answer = api.patch(f"{base}general/", {"realm": "x.test"}, format="json")
    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "realm"
    answer = api.patch(f"{base}general/", {"colour": "red"}, format="json")
    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "colour"


def test_closed_classes_can_not_be_opened_from_inside(
    rest: APIClient, api: APIClient, acme: Account
) -> None:
    url = f"/api/v1/accounts/reseller/sub-accounts/{acme.pk}/settings/calls/"
    sent = {"open": ["toll_free", "national", "international"]}
    assert rest.patch(url, sent, format="json").status_code == 200
    own = "/api/v1/accounts/acme/outside-calls/"
    assert "international" not in api.get(own).json()["allowed"]
    sent = {"allowed": ["national", "premium"]}
    refused = api.patch(own, sent, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"].startswith("allowed")
    sent = {"open": ["national"]}
    rest.patch(url, sent, format="json")
    assert [c.value for c in outside.info(acme).allowed] == ["national"]
    branch = accounts.create_account("B", "acme-b", "b.acme.pbx.test", acme)
    OutsideRules.objects.create(account=branch, allowed=["national", "premium"])
    assert [c.value for c in outside.info(branch).allowed] == ["national"]


# --- applications -------------------------------------------------------------------


def restrict(account: Account, **columns: Any) -> None:
    Account.objects.filter(pk=account.pk).update(**columns)
    entrance.forget_accounts()


def test_a_closed_application_is_nowhere(
    page: Client, api: APIClient, acme: Account
) -> None:
    restrict(acme, applications=["seats", "callflows"], control_pages=["errors"])
    assert page.get("/a/acme/seats/").status_code == 200
    for place in ("devices", "queues", "audit", "settings/general", "carriers"):
        assert page.get(f"/a/acme/{place}/").status_code == 404, place
    assert api.get("/api/v1/accounts/acme/devices/").status_code == 404
    assert api.get("/api/v1/accounts/acme/users/").status_code == 200
    toolbar = page.get("/a/acme/seats/").context["toolbar"]
    shown = [item for entry in toolbar for item in entry["items"] or (entry,)]
    urls = [item["url"] for item in shown]
    # Who was in the account for the reseller is told everywhere.
    places = ("callflows", "seats", "errors", "masquerades")
    assert urls == [f"/a/acme/{place}/" for place in places]


def test_home_leads_to_no_closed_application(page: Client, acme: Account) -> None:
    restrict(acme, applications=["queues"])
    assert page.get("/a/acme/").status_code == 200


def test_what_an_account_lacks_nobody_below_has(
    above: Client, reseller: Account, acme: Account
) -> None:
    restrict(reseller, applications=["accounts", "seats"])
    url = f"/a/reseller/accounts/{acme.pk}/settings/applications/"
    choices = dict(above.get(url).context["form"].fields["chosen"].choices)
    assert set(choices) == {"accounts", "seats"}
    above.force_login(User.objects.get(email="manager@acme.pbx.test"))
    assert above.get("/a/acme/queues/").status_code == 404
