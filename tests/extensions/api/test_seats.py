"""Seats over REST."""

from __future__ import annotations

from rest_framework.test import APIClient

from tenants.models import Account

URL = "/api/v1/accounts/acme/seats/"
NEW = {"first_name": "Noor", "last_name": "Haddad", "extension": "1100"}


def test_the_answer_has_the_ids_of_all_parts_and_the_password_once(
    api: APIClient, acme: Account
) -> None:
    answer = api.post(URL, NEW)
    assert answer.status_code == 201, answer.data
    made = answer.data
    assert made["sip_username"] == "1100"
    assert len(made["sip_password"]) == 20
    for part in ("user", "device", "voicemail_box", "callflow"):
        assert made[part]
    again = api.get(f"{URL}{made['id']}/").data
    assert "sip_password" not in again
    assert again["extension"] == "1100"


def test_errors_are_problem_details_that_name_the_field(api: APIClient) -> None:
    answer = api.post(URL, {**NEW, "extension": "1001"})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.data["errors"][0]["field"] == "extension"
    assert "1001" in answer.data["errors"][0]["message"]


def test_a_seat_is_changed_and_deleted(api: APIClient, acme: Account) -> None:
    made = api.post(URL, NEW).data
    address = f"{URL}{made['id']}/"
    changed = api.patch(address, {"last_name": "Khoury", "ring_seconds": 30})
    assert changed.status_code == 200, changed.data
    assert (changed.data["last_name"], changed.data["ring_seconds"]) == ("Khoury", 30)
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def test_a_token_that_nobody_has_is_refused(client: APIClient, db: None) -> None:
    answer = client.get(URL, headers={"Authorization": "Token nonsense"})
    assert answer.status_code == 401
