"""Fax boxes: what is refused, and what a change publishes again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from extensions.models import FaxBox
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry

URL = "/api/v1/accounts/acme/fax-boxes/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("station", "Acme GmbH"),
        ("station", "1" * 21),
        ("emails", ["office"]),
        ("emails", ["a@b.test", "A@b.test"]),
        ("emails", [f"a{n}@b.test" for n in range(11)]),
        ("keep_days", 4000),
        ("name", ""),
    ],
)
def test_bad_values_are_named(
    api: APIClient, acme: Account, field: str, value: Any
) -> None:
    answer = api.post(URL, {"name": "Fax", field: value})
    assert answer.status_code == 400
    assert field in answer.content.decode()
    with acting(Actor(acme)):
        assert not FaxBox.objects.exists()


def test_a_form_takes_addresses_with_commas(page: Client, acme: Account) -> None:
    body = {"name": "Fax", "emails": "a@b.test, c@d.test", "keep_days": 0}
    assert page.post("/a/acme/fax-boxes/new/", body).status_code == 302
    with acting(Actor(acme)):
        box = FaxBox.objects.get()
    assert box.emails == ["a@b.test", "c@d.test"]
    text = page.get(f"/a/acme/fax-boxes/{box.pk}/").content.decode()
    assert "a@b.test, c@d.test" in text
    text = page.get(f"/a/acme/fax-boxes/{box.pk}/edit/").content.decode()
    assert 'value="a@b.test,c@d.test"' in text
    assert AuditEntry.objects.filter(kind="faxbox", verb="create").exists()


def test_a_change_publishes_the_callflows_that_lead_there(
    api: APIClient, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[Any] = []
    monkeypatch.setattr(
        "extensions.api.fax_boxes.touch_callflows_using", touched.append
    )
    made = api.post(URL, {"name": "Fax"}).json()
    answer = api.patch(f"{URL}{made['id']}/", {"station": "+1 604 555 0100"})
    assert answer.status_code == 200
    assert [str(pk) for pk in touched] == [made["id"], made["id"]]
