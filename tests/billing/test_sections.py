"""Plan and credit in the wizard, on the tabs and over REST; and what the account reads."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from billing.catalog.models import OpeningCredit
from billing.services import charging, credit, ledger, subscriptions
from telephony.models import OutsideRules
from telephony.services import trunks
from tenants import outbox
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, User
from tests.billing.conftest import MakePlan, amounts, books, over_limit, subscription
from tests.support.objects import member
from tests.tenants.test_delayed_saves import in_hours, let_time_pass
from tests.tenants.test_wizard import GENERAL, made, step

pytestmark = pytest.mark.django_db

WIZARD = "/a/reseller/accounts/new/"


def of_settings(account: Account, section: str) -> str:
    return f"/api/v1/accounts/reseller/sub-accounts/{account.pk}/settings/{section}/"


def test_the_wizard_gives_plan_and_credit_on_create_alone(
    above: Client, plan_of: MakePlan
) -> None:
    plan = plan_of(account="30.00", trunk=("2.00", 1), set_up="5.00")
    step(above, "general", **GENERAL)
    page = above.get(f"{WIZARD}plan/").content.decode()
    assert "The account 30.00 USD; Trunk 2.00 USD, 1 included" in page
    assert step(above, "plan", plan=str(plan.pk)).url == f"{WIZARD}usage/"
    step(above, "usage", outbound_trunks="3", over_limit="on")
    assert (
        "3, 1 included, × 2.00 = 4.00 USD"
        in above.get(f"{WIZARD}plan/").content.decode()
    )
    refused = step(above, "credit", amount="-1")
    assert refused.context["form"].errors.keys() == {"amount"}
    step(above, "credit", amount="100", text="Welcome")
    review = above.get(f"{WIZARD}review/").content.decode()
    assert "34.00 USD" in review and "Welcome" in review
    assert not OpeningCredit.objects.exists()

    step(above, "review", "create")
    account = made()
    assert account is not None and account.ready_at is None
    assert subscription(account).plan == plan  # type: ignore[union-attr]
    assert ledger.balance(account) == 0
    outbox.relay()
    account.refresh_from_db()
    assert account.ready_at
    first, *rest = books(account)
    assert (first.kind, first.amount, first.text) == ("credit", 100, "Welcome")
    assert first.user == User.objects.get(email="reseller@pbx.test")
    assert {entry.kind for entry in rest} == {"one_off", "monthly"}
    assert not OpeningCredit.objects.exists()
    before = len(books(account))
    charging.month()
    assert len(books(account)) == before


def test_what_the_outbox_could_not_open_is_opened_later(
    above: Client, plan_of: MakePlan
) -> None:
    step(above, "general", **GENERAL)
    step(above, "credit", amount="7")
    step(above, "review", "create")
    account = made()
    assert account is not None
    charging.carry_out(account, [""])
    charging.month()
    assert OpeningCredit.objects.filter(account=account).exists()
    outbox.relay()
    charging.month()
    assert amounts(account, "credit") == ["7.00"]


def test_without_a_word_there_is_neither(above: Client) -> None:
    step(above, "general", **GENERAL)
    step(above, "review", "create")
    account = made()
    assert account is not None and subscription(account) is None
    outbox.relay()
    assert books(Account.objects.get(pk=account.pk)) == []


def test_a_plan_that_is_gone_meanwhile_leads_back_to_its_step(
    above: Client, plan_of: MakePlan
) -> None:
    plan = plan_of()
    step(above, "general", **GENERAL)
    step(above, "plan", plan=str(plan.pk))
    plan.active = False
    plan.save()
    assert step(above, "review", "create").url == f"{WIZARD}plan/?check=1"
    assert made() is None


def test_the_tabs_change_both(
    above: Client, globex: Account, plan_of: MakePlan
) -> None:
    plan = plan_of(seat="10.00")
    tab = f"/a/reseller/accounts/{globex.pk}/settings/"
    assert above.post(f"{tab}plan/", {"plan": str(plan.pk)}).status_code == 302
    assert "2 × 10.00 = 20.00 USD" in above.get(f"{tab}plan/").content.decode()
    owed = ledger.balance(globex)
    sent = {"amount": "25", "kind": "credit", "text": "By cheque"}
    assert above.post(f"{tab}credit/", sent).status_code == 302
    assert ledger.balance(globex) == owed + 25
    for wrong, field in (
        ({"amount": "-3"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-3", "kind": "correction", "text": ""}, "text"),
    ):
        page = above.post(f"{tab}credit/", {**sent, **wrong})
        assert page.context["form"].errors.keys() == {field}, wrong
    sent = {"amount": "-5", "kind": "correction", "text": "Typed twice"}
    above.post(f"{tab}credit/", sent)
    assert ledger.balance(globex) == owed + 20
    verbs = AuditEntry.objects.filter(object_id=globex.pk, verb="credit")
    assert {row.account.slug for row in verbs} == {"reseller", "globex"}
    above.post(f"{tab}plan/", {"plan": ""})
    assert subscription(globex) is None


def test_the_same_over_rest(
    rest: APIClient, globex: Account, plan_of: MakePlan
) -> None:
    plan = plan_of(conference="10.00")
    assert rest.get(of_settings(globex, "plan")).json()["plan"] is None
    told = rest.patch(of_settings(globex, "plan"), {"plan": str(plan.pk)}).json()
    assert told == {
        "plan": str(plan.pk),
        "lines": [
            {
                "kind": "conference",
                "quantity": 0,
                "included": 0,
                "price": "10.00",
                "amount": "0.00",
            }
        ],
        "total": "0.00",
        "currency": "USD",
    }
    url = of_settings(globex, "credit")
    assert rest.patch(url, {"amount": "12.50"}).json()["balance"] == "12.50"
    assert rest.get(url).json()["amount"] is None
    refused = rest.patch(url, {"text": "nothing"})
    assert refused.json()["errors"][0]["field"] == "amount"
    refused = rest.patch(url, {"amount": "1e99"})
    assert refused.json()["errors"][0]["field"] == "amount"
    assert rest.patch(of_settings(globex, "plan"), {"plan": None}).status_code == 200
    body = {
        **{name: GENERAL[name] for name in ("name", "slug", "timezone")},
        "sections": {
            "general": {n: GENERAL[n] for n in ("street", "city", "country")},
            "plan": {"plan": str(plan.pk)},
            "credit": {"amount": "3"},
        },
    }
    assert rest.post("/api/v1/accounts/reseller/sub-accounts/", body).status_code == 201
    account = made()
    assert account and subscription(account).plan == plan  # type: ignore[union-attr]


def test_credit_at_a_time_to_come_is_added_once(
    rest: APIClient, globex: Account
) -> None:
    url = f"{of_settings(globex, 'credit')}?save_at={in_hours(1)}"
    assert rest.patch(url, {"amount": "5", "text": "Promised"}).status_code == 202
    assert ledger.balance(globex) == 0
    for _ in range(2):
        let_time_pass()
    assert ledger.balance(globex) == 5
    assert books(globex)[0].user == User.objects.get(email="reseller@pbx.test")


# --- what the account reads ---------------------------------------------------------


@pytest.fixture
def billed(seller: Actor, globex: Account, plan_of: MakePlan) -> Account:
    """Globex with a plan, some credit, and a call that was charged."""
    credit.add(globex, Decimal(50), "By cheque")
    plan = plan_of(minute="0.25", seat=("10.00", 1))
    subscriptions.choose(globex, plan.pk)
    over_limit(globex, 100)
    charging.calls()
    return globex


@pytest.fixture
def bookkeeper(billed: Account, client: Client) -> Client:
    client.force_login(member(billed, "billing"))
    return client


def csv_of(client: Client, url: str) -> list[list[str]]:
    answer: Any = client.get(url)
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(text)))


def test_the_account_sees_plan_and_balance(bookkeeper: Client, billed: Account) -> None:
    page = bookkeeper.get("/a/globex/billing/").content.decode()
    assert "Small" in page and f"{ledger.balance(billed)} USD" in page
    assert "10.00" in page and "0.25 USD" in page
    exported = csv_of(bookkeeper, "/a/globex/billing/?export=csv")
    assert exported[1:] == [["Seat", "2", "1", "10.00", "10.00"]]
    toolbar = bookkeeper.get("/a/globex/billing/").context["toolbar"]
    shown = [item["url"] for entry in toolbar for item in entry["items"] or (entry,)]
    assert shown == ["/a/globex/billing/", "/a/globex/transactions/"]


def test_the_account_sees_its_transactions(bookkeeper: Client, billed: Account) -> None:
    url = "/a/globex/transactions/"
    page = bookkeeper.get(url).content.decode()
    assert "By cheque" in page and "6045550188, 2 min" in page
    for query, rows in (
        ("kind=calls", 1),
        ("q=cheque", 1),
        ("from=2000-01-01&to=2000-12-31", 0),
        ("from=2000-01-01", 3),
    ):
        exported = csv_of(bookkeeper, f"{url}?export=csv&{query}")
        assert len(exported) == rows + 1, query
    (row,) = csv_of(bookkeeper, f"{url}?export=csv&kind=calls")[1:]
    assert row[3] == "-0.50"


def test_a_bookkeeper_over_rest(billed: Account) -> None:
    api = APIClient()
    api.force_authenticate(member(billed, "billing"))
    base = "/api/v1/accounts/globex/"
    told = api.get(f"{base}billing/").json()
    assert (told["plan"], told["total"]) == ("Small", "10.00")
    assert told["balance"] == str(ledger.balance(billed))
    rows = api.get(f"{base}ledger/").json()["results"]
    assert [row["kind"] for row in rows] == ["calls", "monthly", "credit"]
    assert rows[1]["lines"][0]["kind"] == "seat"
    only = api.get(f"{base}ledger/?kind=credit").json()["results"]
    assert [(row["amount"], row["text"]) for row in only] == [("50.00", "By cheque")]
    assert only[0]["user"]["email"] == "reseller@pbx.test"
    assert api.get(f"{base}ledger/?kind=gold").status_code == 400
    assert api.get(f"{base}ledger/{rows[0]['id']}/").json()["minutes"] == 2
    assert api.post(f"{base}ledger/", {}).status_code in (403, 405)
    for role in ("agent", "read_only", "supervisor"):
        api.force_authenticate(member(billed, role))
        assert api.get(f"{base}billing/").status_code == 403


def test_pages_can_be_closed(billed: Account, client: Client) -> None:
    Account.objects.filter(pk=billed.pk).update(control_pages=["errors"])
    client.force_login(User.objects.get(email="manager@globex.pbx.test"))
    for place in ("billing", "transactions"):
        assert client.get(f"/a/globex/{place}/").status_code == 404


def test_outside_calls_say_why_the_limit_holds(
    rest: APIClient, client: Client, billed: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(account: Account, limits: Any) -> Any:
        return trunks.Usage(limits, dict.fromkeys(("in", "out", "both", "over"), 0), [])

    monkeypatch.setattr(trunks, "usage", usage)
    values = {"outbound_trunks": 1, "over_limit": True}
    OutsideRules.objects.update_or_create(account=billed, defaults=values)
    client.force_login(User.objects.get(email="manager@globex.pbx.test"))
    url = "/a/globex/outside-calls/"
    assert "no credit" not in client.get(url).content.decode()
    taken = {"amount": "-900", "kind": "correction", "text": "Bounced"}
    assert rest.patch(of_settings(billed, "credit"), taken).status_code == 200
    assert "There is no credit for them." in client.get(url).content.decode()


def test_a_form_that_is_sent_twice_adds_once(above: Client, globex: Account) -> None:
    url = f"/a/reseller/accounts/{globex.pk}/settings/credit/"
    form = above.get(url).context["form"]
    reference = str(form["reference"].value())
    assert reference
    data = {"amount": "25", "kind": "credit", "reference": reference}
    for _ in range(2):
        assert above.post(url, data).status_code == 302
    assert ledger.balance(globex) == Decimal(25)
    again = str(above.get(url).context["form"]["reference"].value())
    assert again != reference
    above.post(url, {**data, "reference": again})
    assert ledger.balance(globex) == Decimal(50)
