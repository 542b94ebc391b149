"""The audit: who changed what, from where, and never a secret."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from callflows.models import WebAddress
from callflows.services import drafts
from extensions.models import VoicemailBox
from telephony.services import conferences
from tenants import audit, audit_words
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, User
from tenants.services import masquerade, objects
from tests.architecture.test_exports import rows
from tests.support.objects import member

AUDIT = "/api/v1/accounts/acme/audit/"


def newest() -> AuditEntry:
    entry = AuditEntry.objects.order_by("-at").first()
    assert entry is not None
    return entry


def web_address(name: str = "CRM") -> WebAddress:
    address = WebAddress(name=name, url="https://crm.example/")
    objects.save(address)
    return address


@pytest.fixture
def help_in_acme(acme: Account) -> Actor:
    """The reseller's admin, masquerading in acme."""
    admin = User.objects.get(email="reseller@pbx.test")
    opened = masquerade.begin(admin, acme, "Asked for help")
    return Actor(acme, admin, "reseller_admin", opened)


# --- secrets ------------------------------------------------------------------------


def test_a_web_addresss_secret_is_not_readable(in_acme: Actor) -> None:
    address = web_address()
    objects.delete(address)
    kept = list(AuditEntry.objects.values_list("changes", flat=True))
    assert address.secret not in str(kept)
    assert "'secret': [None, '•••']" in str(kept)


def test_a_changed_secret_is_noticed_and_not_shown(in_acme: Actor) -> None:
    address = web_address()
    address.secret = "another one"
    objects.save(address)
    assert newest().changes == {"secret": ["•••", "•••"]}


def test_a_pin_inside_of_a_document_is_not_readable(in_acme: Actor) -> None:
    box = VoicemailBox.objects.first()
    assert box
    before = {"draft": {"data": {"pin": "480216", "tries": 1}}}
    after = {"draft": {"data": {"pin": "777777", "tries": 2}}}
    audit.record("change", box, before, after)
    old, new = newest().changes["draft"]
    assert old == {"data": {"pin": "•••", "tries": 1}}
    assert new == {"data": {"pin": "•••", "tries": 2}}


@pytest.mark.parametrize("name", ["pin", "moderator_pin", "API-Token", "secret"])
def test_names_of_secrets(name: str) -> None:
    assert audit.hides(name)


@pytest.mark.parametrize("name", ["name", "spinning", "other_key", "pin_tries"])
def test_names_of_what_is_no_secret(name: str) -> None:
    assert not audit.hides(name)


# --- where it came from -------------------------------------------------------------


def rename(client: Any, name: str = "Late", **headers: str) -> Any:
    with acting(Actor(Account.objects.get(slug="acme"))):
        flow = drafts.create_callflow(f"Flow {name}", {"module": "hangup"})
    path = f"/api/v1/accounts/acme/callflows/{flow.pk}/"
    return client.patch(path, {"name": name}, headers=headers)


def test_a_change_keeps_request_and_address(api: APIClient) -> None:
    answer = rename(api, **{"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    assert answer.status_code == 200, answer.json()
    entry = AuditEntry.objects.get(verb="change", label="Late")
    assert entry.request_id == answer["X-Request-ID"] != ""
    # The proxy wrote the last one; what stands before it, anybody can send.
    assert entry.address == "203.0.113.7"


def test_a_well_formed_request_id_is_kept(page: Client) -> None:
    given = "trace-0123456789"
    answer = page.get("/a/acme/seats/", headers={"X-Request-ID": given})
    assert answer["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "with space 123", "id;drop=12345"]
)
def test_a_malformed_request_id_is_not(page: Client, given: str) -> None:
    answer = page.get("/a/acme/seats/", headers={"X-Request-ID": given})
    assert answer["X-Request-ID"] not in ("", given)
    assert len(answer["X-Request-ID"]) == 32


def test_what_a_task_changes_comes_from_no_address(in_acme: Actor) -> None:
    web_address()
    entry = newest()
    assert (entry.request_id, entry.address, entry.user) == ("", None, None)


# --- who ----------------------------------------------------------------------------


def test_both_identities_of_a_masquerade(
    api: APIClient, help_in_acme: Actor, acme: Account
) -> None:
    with acting(help_in_acme):
        web_address()
    told = api.get(AUDIT, {"kind": "webaddress"}).json()["results"][0]
    assert told["user"]["email"] == "reseller@pbx.test"
    assert told["masquerade"]["reason"] == "Asked for help"
    assert told["masquerade"]["from_account"] == "reseller"
    assert told["masquerade"]["role"] == "reseller_admin"


# --- filters ------------------------------------------------------------------------


def found(client: APIClient, **asked: Any) -> list[str]:
    answer = client.get(AUDIT, asked)
    assert answer.status_code == 200, answer.json()
    return [row["label"] for row in answer.json()["results"]]


def test_filters(
    api: APIClient, help_in_acme: Actor, manager: User, acme: Account
) -> None:
    with acting(help_in_acme):
        one = web_address("One")
    with acting(Actor(acme, manager, "admin")):
        two = web_address("Two")
        two.name = "Three"
        objects.save(two)
    kind = {"kind": "webaddress"}
    assert found(api, **kind) == ["Three", "Two", "One"]
    assert found(api, **kind, masquerading="1") == ["One"]
    assert found(api, **kind, masquerading="0") == ["Three", "Two"]
    assert found(api, **kind, user=str(manager.pk)) == ["Three", "Two"]
    assert found(api, **kind, user="system") == []
    assert found(api, object=str(one.pk)) == ["One"]
    assert found(api, verb="change", **kind) == ["Three"]
    assert found(api, masquerade=str(help_in_acme.masquerade.pk)) == [  # type: ignore[union-attr]
        "One",
        str(help_in_acme.masquerade),
    ]
    AuditEntry.objects.filter(label="Two").update(at=timezone.now() - timedelta(days=3))
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert found(api, **kind, **{"from": since}) == ["Three", "One"]
    assert found(api, **kind, to=since) == ["Two"]
    day = (timezone.now() - timedelta(days=2)).date().isoformat()
    assert found(api, **kind, **{"from": day}) == ["Three", "One"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "yesterday"),
        ("to", "2026-13-01"),
        ("object", "x"),
        ("user", "nobody"),
        ("kind", "nothing"),
        ("masquerading", "maybe"),
    ],
)
def test_a_wrong_filter_is_named(
    api: APIClient, page: Client, name: str, value: str
) -> None:
    answer = api.get(AUDIT, {name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == name
    shown = page.get("/a/acme/audit/", {name: value})
    assert shown.status_code == 200
    assert shown.context["filter"]["form"].errors.keys() == {name}
    assert len(shown.context["table"].rows) == 0


def test_pages_of_the_list(api: APIClient, in_acme: Actor) -> None:
    for number in range(5):
        web_address(f"Address {number}")
    first = api.get(AUDIT, {"page_size": 3, "kind": "webaddress"}).json()
    then = api.get(first["next"]).json()
    labels = [row["label"] for row in (*first["results"], *then["results"])]
    assert labels == [f"Address {number}" for number in (4, 3, 2, 1, 0)]


def test_another_accounts_audit_stays_there(
    api: APIClient, globex: Account, in_acme: Actor
) -> None:
    with acting(Actor(globex)):
        web_address("Theirs")
    entry = AuditEntry.objects.get(label="Theirs")
    assert "Theirs" not in found(api)
    assert api.get(f"{AUDIT}{entry.pk}/").status_code == 404


# --- in words -----------------------------------------------------------------------


def test_a_difference_in_words(in_acme: Actor) -> None:
    address = web_address()
    address.seconds = 7
    objects.save(address)
    (line,) = audit_words.differences(newest())
    assert (line.field, line.after) == ("wait for", "7")


def test_every_verb_has_its_words() -> None:
    root = Path(audit.__file__).parent.parent
    text = "".join(path.read_text() for path in root.glob("*/services/*.py"))
    named = set(re.findall(r'(?:audit\.record|_changed|_note|note)\(\s*"(\w+)"', text))
    named |= {*conferences.ACTIONS}
    assert len(named) > 20
    assert named - set(audit_words.VERBS) == set()


def test_a_documents_difference_is_told_place_by_place(in_acme: Actor) -> None:
    flow = drafts.create_callflow("Flow", {"module": "hangup"})
    before = {"draft": {"module": "play", "data": {"media": "a", "times": 1}}}
    after = {"draft": {"module": "play", "data": {"media": "a", "times": 2}}}
    audit.record("change", flow, before, after)
    (line,) = audit_words.differences(newest())
    assert line.field == "draft › data › times"
    assert (line.before, line.after) == ("1", "2")


def test_the_export_tells_it_in_words(
    page: Client, acme: Account, manager: User
) -> None:
    with acting(Actor(acme, manager, "admin")):
        web_address()
    header, row, *_rest = rows(page, "/a/acme/audit/?export=csv&kind=webaddress")
    told = dict(zip(header, row, strict=True))
    assert told["What"] == "made"
    assert told["Kind"] == "web address"
    assert "name: CRM" in told["Changes"]
    assert "•••" in told["Changes"]


def test_a_rights_less_person_reads_none_of_it(acme: Account) -> None:
    client = Client()
    client.force_login(member(acme, "supervisor"))
    assert client.get("/a/acme/audit/").status_code == 403
    assert client.get(AUDIT).status_code == 403
