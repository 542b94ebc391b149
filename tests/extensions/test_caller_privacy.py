"""What a user of telephones hides when calling: on their page and over REST."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from extensions.models import PhoneUser
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, OutboxEntry
from tenants.services.entrance import forget_accounts
from tenants.units import Unit

pytestmark = pytest.mark.django_db


def alex(acme: Account) -> PhoneUser:
    with acting(Actor(acme)):
        return PhoneUser.objects.get(extension="1001")


@pytest.fixture
def page_of(acme: Account) -> str:
    Account.objects.filter(pk=acme.pk).update(preferences={"caller_privacy": "number"})
    forget_accounts()
    OutboxEntry.objects.all().delete()
    return f"/a/acme/users/{alex(acme).pk}/"


def test_the_page_says_what_is_inherited_and_what_is_chosen(
    page: Client, page_of: str, acme: Account
) -> None:
    assert "Inherit (The number)" in page.get(page_of).content.decode()
    form = page.get(f"{page_of}state/")
    assert "Inherit (The number)" in form.content.decode()
    answer = page.post(f"{page_of}state/", {"caller_privacy": "both"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Name and number" in page.get(page_of).content.decode()
    assert alex(acme).caller_privacy == "both"
    kinds = {entry.kind for entry in OutboxEntry.objects.all()}
    assert kinds == {Unit.DEVICE}
    changes = AuditEntry.objects.latest("at").changes
    assert "caller_privacy" in str(changes)


def test_what_there_is_not_is_named(page: Client, page_of: str) -> None:
    answer = page.post(f"{page_of}state/", {"caller_privacy": "shoe size"})
    assert answer.context["form"].errors.keys() == {"caller_privacy"}
    assert not OutboxEntry.objects.exists()


def test_over_rest(api: APIClient, page_of: str, acme: Account) -> None:
    url = f"/api/v1/accounts/acme/users/{alex(acme).pk}/"
    assert api.get(url).json()["caller_privacy"] == ""
    found = api.patch(f"{url}numbers/", {"caller_privacy": "name"}).json()
    assert found["caller_privacy"] == "name"
    assert OutboxEntry.objects.filter(kind=Unit.DEVICE).exists()
    answer = api.patch(f"{url}numbers/", {"caller_privacy": "all"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "caller_privacy"
    assert (
        api.patch(f"{url}numbers/", {"caller_privacy": ""}).json()["caller_privacy"]
        == ""
    )
