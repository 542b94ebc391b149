"""Carriers and rules of accounts as they are kept, and what the compiler gets of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from telephony import realtime
from telephony.models import Auth, Carrier, Endpoint, Identify, OutsideRules
from telephony.publish.compile import compile_unit
from telephony.services import outside
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, OutboxEntry
from tenants.services import tree
from tenants.units import Unit

pytestmark = pytest.mark.django_db


def carrier(
    account: Account, name: str, host: str = "192.0.2.1", **more: object
) -> Carrier:
    return Carrier(account=account, name=name, host=host, **more)


def test_an_account_s_own_carriers_go_before_those_above(acme: Account) -> None:
    assert acme.parent is not None
    Carrier.objects.create(account=acme.parent, name="Platform", host="sip.example")
    for order, name in ((20, "Second"), (10, "First")):
        Carrier.objects.create(account=acme, name=name, host="sip.example", order=order)
    info = outside.info(acme)
    assert [c.name for c in info.carriers] == ["First", "Second"]
    assert [c.name for c in info.above] == ["Platform"]


def test_a_suspended_account_calls_for_help_alone(acme: Account) -> None:
    assert acme.parent is not None
    OutsideRules.objects.create(account=acme, allowed=["national"])
    assert outside.info(acme).allowed
    with acting(Actor(acme.parent)):
        tree.suspend(acme, "unpaid")
    assert not outside.info(acme).allowed
    waiting = OutboxEntry.objects.filter(account=acme, kind=Unit.OUTBOUND)
    assert waiting.exists()
    compiled = compile_unit(acme, Unit.OUTBOUND, "", 1)
    assert compiled is not None
    steps = compiled.contexts[0].priorities
    assert any(p.extension == "sos911" for p in steps)


def test_the_password_is_in_no_log_and_the_rows_go_with_the_carrier(
    acme: Account,
) -> None:
    row = carrier(acme, "West", "8.8.8.8", username="u", password="s3cret")
    row.addresses = ["8.8.8.8"]
    with acting(Actor(acme)):
        outside.save_carrier(row)
    assert "s3cret" not in str(list(AuditEntry.objects.values_list("changes")))
    realtime.write_carrier(row)
    endpoint = Endpoint.objects.get(pk=row.endpoint)
    assert (endpoint.context, endpoint.outbound_auth) == ("from-carrier", row.endpoint)
    assert (endpoint.send_pai, endpoint.trust_id_outbound) == ("yes", "yes")
    assert Auth.objects.get(pk=row.endpoint).password == "s3cret"
    assert Identify.objects.get(endpoint=row.endpoint).match == "8.8.8.8"
    realtime.remove_carrier(row.pk)
    assert not Identify.objects.filter(endpoint=row.endpoint).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"host": "127.0.0.1"}, "host"),
        ({"username": "u"}, "password"),
        ({"prefixes": ["x"]}, "prefixes"),
        ({"addresses": ["8.8.8"]}, "addresses"),
    ],
)
def test_what_is_wrong_is_named(
    acme: Account, more: dict[str, object], field: str
) -> None:
    given = {"host": "8.8.8.8", **more}
    with acting(Actor(acme)), pytest.raises(ValidationError) as error:
        outside.save_carrier(carrier(acme, "West", **given))  # type: ignore[arg-type]
    assert field in error.value.message_dict


def test_an_address_is_one_carrier_s(acme: Account, globex: Account) -> None:
    Carrier.objects.create(
        account=globex, name="Theirs", host="8.8.8.8", addresses=["8.8.8.8"]
    )
    row = carrier(acme, "Ours", "8.8.4.4", addresses=["8.8.8.8"])
    with acting(Actor(acme)), pytest.raises(ValidationError) as error:
        outside.save_carrier(row)
    assert "addresses" in error.value.message_dict


def test_who_manages_the_account_sets_what_it_shows_inside(
    rest: APIClient, api: APIClient, acme: Account
) -> None:
    url = f"/api/v1/accounts/reseller/sub-accounts/{acme.pk}/settings/calls/"
    before = OutboxEntry.objects.filter(account=acme, kind=Unit.DEVICE).count()
    body = {"internal_name": "Front desk", "internal_number": "1000"}
    answer = rest.patch(url, body, format="json")
    assert answer.json().items() >= body.items()
    devices = OutboxEntry.objects.filter(account=acme, kind=Unit.DEVICE).count()
    assert devices > before
    own = "/api/v1/accounts/acme/outside-calls/"
    assert api.get(own).json().items() >= body.items()
    answer = api.patch(own, {"internal_number": "+1604"}, format="json")
    assert answer.json()["errors"][0]["field"] == "internal_number"
