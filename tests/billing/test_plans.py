"""Plans: sold by the account right above, kept while somebody has one; on pages, over REST."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from billing.catalog.models import PlanItem, ServicePlan
from billing.services import credit, subscriptions
from billing.services.plans import save_plan
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, DelayedSave, User
from tenants.models.membership import Role
from tests.billing.conftest import MakePlan, subscription
from tests.support.later import form_of, later, let_time_pass, only
from tests.support.staying import staying

pytestmark = pytest.mark.django_db

REST = "/api/v1/accounts/reseller/plans/"


def body(**fields: Any) -> dict[str, Any]:
    items = [{"kind": "seat", "price": "9.50", "included": 1}]
    return {"name": "Small", "minute_price": "0.0150", "items": items, **fields}


def test_a_plan_over_rest(rest: APIClient) -> None:
    made = rest.post(REST, body())
    assert made.status_code == 201, made.content
    found = made.json()
    assert (found["currency"], found["active"], found["accounts"]) == ("USD", True, 0)
    assert found["items"] == [{"kind": "seat", "price": "9.50", "included": 1}]
    url = f"{REST}{found['id']}/"
    items = [{"kind": "agent", "price": "1.00"}, {"kind": "agent", "price": "2.00"}]
    refused = rest.patch(url, {"items": items})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "items"
    assert rest.get(url).json()["items"] == found["items"]
    changed = rest.patch(url, {"items": items[:1], "active": False}).json()
    assert changed["items"] == [{"kind": "agent", "price": "1.00", "included": 0}]
    wrong = rest.patch(url, {"minute_price": "-1"})
    assert wrong.json()["errors"][0]["field"] == "minute_price"
    assert rest.post(REST, body()).status_code == 400, "the name is taken"
    assert rest.delete(url).status_code == 204


def test_a_plan_that_somebody_has_stays(
    rest: APIClient, above: Client, seller: Actor, globex: Account, plan_of: MakePlan
) -> None:
    plan = plan_of()
    subscriptions.choose(globex, plan.pk)
    refused = rest.delete(f"{REST}{plan.pk}/")
    assert refused.status_code == 409
    (use,) = refused.json()["used_by"]
    assert (use["kind"], use["name"]) == ("account", "Globex")
    page = above.post(f"/a/reseller/plans/{plan.pk}/delete/")
    assert page.status_code == 409 and "Globex" in page.content.decode()
    refused = rest.patch(f"{REST}{plan.pk}/", {"currency": "EUR"})
    assert refused.json()["errors"][0]["field"] == "currency"
    assert rest.patch(f"{REST}{plan.pk}/", {"active": False}).status_code == 200
    # Who has it keeps it, and can take another one, and not this one again.
    other = plan_of("Other")
    assert {other, plan} <= {*subscriptions.offered(seller.account, globex)}
    assert plan not in subscriptions.offered(seller.account)
    subscriptions.choose(globex, other.pk)
    with pytest.raises(ValidationError, match="no such plan"):
        subscriptions.choose(globex, plan.pk)
    assert rest.delete(f"{REST}{plan.pk}/").status_code == 204


def test_only_who_sells_a_plan_sees_and_sells_it(
    rest: APIClient,
    seller: Actor,
    operator: Account,
    globex: Account,
    plan_of: MakePlan,
) -> None:
    theirs = plan_of("Of the operator", sold_by=operator)
    assert "operator" not in rest.get(REST).content.decode()
    assert rest.get(f"{REST}{theirs.pk}/").status_code == 404
    with pytest.raises(ValidationError, match="no such plan"):
        subscriptions.choose(globex, theirs.pk)
    url = f"/api/v1/accounts/reseller/sub-accounts/{globex.pk}/settings/plan/"
    told = []
    for pk in (str(theirs.pk), str(theirs.account_id)):
        refused = rest.patch(url, {"plan": pk})
        assert refused.status_code == 400
        (error,) = refused.json()["errors"]
        told.append((error["field"], str(error).replace(pk, "id")))
    assert told[0] == told[1], "foreign and unknown are the same"


def test_from_inside_nobody_chooses_or_adds(
    globex: Account, plan_of: MakePlan, client: Client
) -> None:
    user = User.objects.get(email="manager@globex.pbx.test")
    plan = plan_of()
    with acting(Actor(globex, user, Role.ADMIN)):
        with pytest.raises(PermissionDenied):
            subscriptions.choose(globex, plan.pk)
        with pytest.raises(PermissionDenied):
            credit.add(globex, Decimal(5))
    client.force_login(user)
    for section in ("plan", "credit"):
        assert client.get(f"/a/globex/settings/{section}/").status_code == 404
    assert client.get("/a/globex/plans/").status_code == 403


def test_books_stay_in_their_currency(
    seller: Actor, globex: Account, plan_of: MakePlan
) -> None:
    euros = plan_of("Euros")
    ServicePlan.objects.filter(pk=euros.pk).update(currency="EUR")
    credit.add(globex, Decimal(5))
    with pytest.raises(ValidationError, match="USD") as error:
        subscriptions.choose(globex, euros.pk)
    assert "plan" in error.value.message_dict
    assert subscription(globex) is None


def test_a_plan_on_pages(above: Client, reseller: Account) -> None:
    sent = {
        "name": "Small",
        "currency": "USD",
        "minute_price": "0.02",
        "active": "on",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-kind": "seat",
        "items-0-price": "9.50",
        "items-0-included": "1",
    }
    more = above.post("/a/reseller/plans/new/", {**sent, "rows": "items:add"})
    assert len(more.context["form"].row_groups[0].formset.forms) == 2
    twice = {**sent, "items-TOTAL_FORMS": "2", "items-1-kind": "seat"}
    twice |= {"items-1-price": "1", "items-1-included": "0"}
    page = above.post("/a/reseller/plans/new/", twice)
    assert "Each kind has one price" in page.content.decode()
    assert above.post("/a/reseller/plans/new/", sent).status_code == 302
    plan = ServicePlan.objects.get(account=reseller, name="Small")
    url = f"/a/reseller/plans/{plan.pk}/"
    assert "9.50 USD, 1 included" in above.get(url).content.decode()
    again = above.get(f"{url}edit/").context["form"]
    assert again.row_groups[0].formset.forms[0].initial["price"] == Decimal("9.50")
    sent |= {"items-0-price": "10"}
    assert above.post(f"{url}edit/", sent).status_code == 302
    assert plan.items.get().price == 10
    entry = AuditEntry.objects.filter(object_id=plan.pk, changes__has_key="items")
    prices = entry.latest("at").changes["items"]
    assert [side[0]["price"] for side in prices] == ["9.50", "10.00"]


def test_a_price_is_changed_later_and_those_of_others_stay(
    above: Client, seller: Actor, plan_of: MakePlan
) -> None:
    page = staying(above, seller)
    plan = plan_of("Small", seat="9.50", device="1.00")
    url = f"/a/reseller/plans/{plan.pk}/edit/"
    sent = form_of(page, url)
    row = next(n for n in (0, 1) if sent[f"items-{n}-kind"] == ["seat"])
    page.post(url, later({**sent, f"items-{row}-price": "10"}))
    (change,) = only().changes
    assert (
        change[0].startswith(f"Price {row + 1} (Seat, 9.50")
        and change[1] == "Price: 10"
    )
    save_plan(plan, [*_items(plan), PlanItem(kind="account", price=Decimal(5))])
    let_time_pass()
    prices = {item.kind: item.price for item in _items(plan)}
    assert prices == {"seat": 10, "device": 1, "account": 5}

    page.post(url, later({**form_of(page, url), f"items-{row}-included": "3"}))
    save_plan(plan, [item for item in _items(plan) if item.kind != "seat"])
    let_time_pass()
    failed = DelayedSave.objects.get(state="failed")
    assert failed.result.startswith("Price") and "Seat, 10.00" in failed.result
    assert {item.kind for item in _items(plan)} == {"device", "account"}


def _items(plan: ServicePlan) -> list[PlanItem]:
    return list(PlanItem.objects.filter(plan=plan).order_by("kind"))
