"""Limits of trunks: who sets them, who sees them, what nodes are told, what records say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.outside_lines import TrunkLimits, Way, judge
from telephony.history import importer
from telephony.models import CallRecord, OutsideRules
from telephony.publish.compile import compile_unit
from telephony.services import outside, trunks
from tenants.models import Account, AuditEntry, ErrorEntry, OutboxEntry, User
from tenants.units import Unit
from tests.support import ami_recorded
from tests.tenants.test_wizard import GENERAL

pytestmark = pytest.mark.django_db

WIZARD = "/a/reseller/accounts/new/"
RECORDED = "pbx1-1795214649.30"


@pytest.fixture
def in_use(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What the only node counts, by group."""
    counts: dict[str, int] = {}

    class Link:
        def count_in(self, groups: list[str]) -> list[int]:
            return [counts.get(group, 0) for group in groups]

    def on_all(found: Any, work: Any) -> list[Any]:
        work(Link())
        return []

    monkeypatch.setattr(trunks, "on_all", on_all)
    return counts


def settings_of(account: Account) -> str:
    return f"/api/v1/accounts/reseller/sub-accounts/{account.pk}/settings/usage/"


def set_limits(account: Account, **limits: Any) -> None:
    OutsideRules.objects.update_or_create(account=account, defaults=limits)


def test_the_reseller_sets_limits_and_both_sides_see_who_did(
    rest: APIClient, acme: Account, admin: User
) -> None:
    assert rest.get(settings_of(acme)).json() == {
        "inbound_trunks": None,
        "outbound_trunks": None,
        "twoway_trunks": None,
        "over_limit": False,
    }
    OutboxEntry.objects.all().delete()
    sent = {"outbound_trunks": 3, "over_limit": True}
    answer = rest.patch(settings_of(acme), sent, format="json")
    assert answer.json() == {
        "inbound_trunks": None,
        "outbound_trunks": 3,
        "twoway_trunks": None,
        "over_limit": True,
    }
    assert outside.info(acme).trunks == TrunkLimits(outbound=3, over=True)
    waiting = OutboxEntry.objects.values_list("account__slug", "kind")
    assert list(waiting) == [("acme", Unit.OUTBOUND)], "and nobody else's"
    entry = AuditEntry.objects.filter(account=acme).latest("at")
    assert entry.user == admin
    # What stays, and what the account's people have set, is kept.
    rest.patch(settings_of(acme), {"outbound_trunks": None}, format="json")
    assert outside.info(acme).trunks == TrunkLimits(over=True)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"inbound_trunks": -1}, "inbound_trunks"),
        ({"outbound_trunks": "many"}, "outbound_trunks"),
        ({"twoway_trunks": 10000}, "twoway_trunks"),
        ({"twoway_trunks": [1]}, "twoway_trunks"),
        ({"trunks": 1}, "trunks"),
    ],
)
def test_what_is_wrong_is_named(
    rest: APIClient, acme: Account, sent: dict[str, Any], field: str
) -> None:
    refused = rest.patch(settings_of(acme), sent, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == field
    assert outside.info(acme).trunks == TrunkLimits()


def test_the_account_s_own_people_see_limits_and_change_none(
    page: Client, api: APIClient, acme: Account, in_use: dict[str, int]
) -> None:
    set_limits(acme, inbound_trunks=2, twoway_trunks=4)
    in_use |= {"acme-in": 1, "acme-both": 3, "acme-over": 1, "acme-b-in": 9}
    own = "/api/v1/accounts/acme/"
    assert api.get(f"{own}settings/usage/").status_code == 404
    assert api.patch(f"{own}settings/usage/", {}, format="json").status_code == 404
    sent = {"inbound_trunks": 50, "over_limit": True, "country": "CA"}
    assert api.patch(f"{own}outside-calls/", sent, format="json").status_code == 200
    assert outside.info(acme).trunks == TrunkLimits(inbound=2, both=4)
    assert api.get(f"{own}outside-calls/").json()["trunks"] == {
        "inbound": {"limit": 2, "in_use": 1},
        "outbound": {"limit": None, "in_use": 0},
        "twoway": {"limit": 4, "in_use": 3},
        "over_limit": {"allowed": False, "in_use": 1},
        "unreachable": [],
    }
    text = page.get("/a/acme/outside-calls/").content.decode()
    for shown in ("1 of 2 in use", "0 of 0 in use", "3 of 4 in use", "refused"):
        assert shown in text
    edit = page.get("/a/acme/outside-calls/edit/").content.decode()
    assert "trunks" not in edit


def test_without_limits_the_page_tells_what_is_in_use(
    page: Client, acme: Account, in_use: dict[str, int]
) -> None:
    in_use |= {"acme-out": 5}
    text = page.get("/a/acme/outside-calls/").content.decode()
    assert "5 in use, no limit" in text
    assert "Two-way trunks" not in text and "over the limit" not in text


def test_a_node_that_does_not_answer_is_named(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        node, state = "pbx2", "unreachable"

    monkeypatch.setattr(trunks, "on_all", lambda nodes, work: [Silent()])
    usage = trunks.usage(acme, TrunkLimits(1))
    assert usage.as_json()["unreachable"] == ["pbx2"]
    assert any("pbx2" in value for _, value in usage.rows())


def test_the_wizard_proposes_what_the_parent_has(
    above: Client, reseller: Account
) -> None:
    set_limits(reseller, twoway_trunks=7, over_limit=True)
    form = above.get(f"{WIZARD}usage/").context["form"]
    assert (form.initial["twoway_trunks"], form.initial["over_limit"]) == (7, True)
    above.post(f"{WIZARD}general/", {**GENERAL, "go": "next"})
    wrong = above.post(f"{WIZARD}usage/", {"inbound_trunks": "-1", "go": "next"})
    assert wrong.context["form"].errors.keys() == {"inbound_trunks"}
    sent = {"inbound_trunks": "2", "twoway_trunks": "", "go": "next"}
    assert above.post(f"{WIZARD}usage/", sent).url == f"{WIZARD}calls/"
    above.post(f"{WIZARD}review/", {"go": "create"})
    account = Account.objects.get(slug="initech")
    assert outside.info(account).trunks == TrunkLimits(inbound=2)
    # The step after it has kept what this one has stored.
    assert OutsideRules.objects.get(account=account).denied


def test_rest_makes_an_account_with_the_proposal_or_with_what_is_sent(
    rest: APIClient, reseller: Account
) -> None:
    set_limits(reseller, outbound_trunks=5)
    general = {key: GENERAL[key] for key in ("street", "city", "country")}
    for slug, usage, expected in (
        ("one", {}, TrunkLimits(outbound=5)),
        (
            "two",
            {"over_limit": True, "outbound_trunks": 0},
            TrunkLimits(None, 0, None, True),
        ),
    ):
        body = {"name": slug, "slug": slug, "sections": {"general": general}}
        body["sections"]["usage"] = usage
        made = rest.post("/api/v1/accounts/reseller/sub-accounts/", body, format="json")
        assert made.status_code == 201, made.json()
        assert outside.info(Account.objects.get(slug=slug)).trunks == expected


def test_no_trunk_at_all_is_told_on_the_page_and_by_what_if(
    page: Client, acme: Account, in_use: dict[str, int]
) -> None:
    set_limits(acme, inbound_trunks=0, outbound_trunks=0)
    info = outside.info(acme)
    assert len([text for text in outside.faults(info) if "trunks" in text]) == 2
    assert judge(info, "2125550100").ways == ()
    set_limits(acme, over_limit=True)
    assert not [text for text in outside.faults(outside.info(acme)) if "trunks" in text]


def test_the_nodes_are_told_the_limits(acme: Account) -> None:
    set_limits(acme, outbound_trunks=3, inbound_trunks=None)
    compiled = compile_unit(acme, Unit.OUTBOUND, "", 1)
    assert compiled is not None
    steps = {(p.extension, p.number): p.data for p in compiled.contexts[0].priorities}
    counted = "$[${GROUP_MATCH_COUNT(^acme-out$)} <= 3]?trunk-out-taken,1"
    assert steps["trunk-out", 3] == counted
    assert steps["trunk-in", 1] == "GROUP(in)=acme-in", "no limit for that way"


# --- what the records say -----------------------------------------------------------


def records(linkedid: str, **events: Any) -> dict[str, list[bytes]]:
    """Of a call out for which there was no trunk: nobody was called."""
    (leg,) = ami_recorded.records("outbound", "cdr")
    refusal = {
        "disposition": "CONGESTION",
        "answer": "",
        "billsec": 0,
        "dstchannel": "",
    }
    start = ami_recorded.records("outbound", "cel")[0]
    said = [
        {**start, "eventtype": kind, "eventenum": "USER_DEFINED"}
        for kind in events["said"]
    ]
    told = {"cdr": [{**leg, **refusal, **events.get("leg", {})}], "cel": [start, *said]}
    old, new = RECORDED.encode(), linkedid.encode()
    return {
        kind: [json.dumps(row).encode().replace(old, new) for row in rows]
        for kind, rows in told.items()
    }


def bring(told: dict[str, list[bytes]], committed: Any) -> None:
    for kind, rows in told.items():
        with committed(execute=True):
            assert importer.store("pbx1", kind, rows) == []


def test_a_call_out_without_a_trunk_is_counted_in_one_row_of_the_error_log(
    acme: Account, django_capture_on_commit_callbacks: Any
) -> None:
    for number in range(3):
        told = records(f"pbx1-{number}.1", said=["full_out"])
        for _ in range(2):
            bring(told, django_capture_on_commit_callbacks)
    calls = CallRecord.objects.values_list("direction", "result", "no_trunk")
    assert list(calls) == [("outbound", "failed", "outbound")] * 3
    entry = ErrorEntry.objects.get(account=acme)
    assert (entry.source, entry.count, entry.severity) == ("trunks", 3, "warning")
    assert "did not get outside" in entry.message


def test_a_call_in_without_a_trunk_is_told_apart(
    acme: Account, django_capture_on_commit_callbacks: Any
) -> None:
    leg = {"channel": "PJSIP/carrier-1-00000001", "disposition": "BUSY"}
    told = records(RECORDED, said=["full_in"], leg=leg)
    bring(told, django_capture_on_commit_callbacks)
    call = CallRecord.objects.get()
    assert (call.direction, call.result, call.no_trunk) == ("missed", "busy", "inbound")
    assert "from outside" in ErrorEntry.objects.get(account=acme).message


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        ((), ""),
        (("over_out", "over_out"), "outbound"),
        (("over_in",), "inbound"),
        (("over_in", "over_out"), "both"),
    ],
)
def test_what_was_over_the_limit_is_kept_with_the_call_and_shown(
    api: APIClient,
    page: Client,
    acme: Account,
    django_capture_on_commit_callbacks: Any,
    said: tuple[str, ...],
    ways: str,
) -> None:
    bring(records(RECORDED, said=said), django_capture_on_commit_callbacks)
    call = CallRecord.objects.get()
    assert call.over_limit == ways
    row = api.get(f"/api/v1/accounts/acme/calls/{call.pk}/").json()
    assert (row["over_limit"], row["no_trunk"]) == (ways, "")
    text = page.get(f"/a/acme/history/{call.pk}/").content.decode()
    assert ("Over the limit" in text) == bool(ways)
    trace = api.get(f"/api/v1/accounts/acme/calls/{call.pk}/trace/").json()
    kinds = [step["kind"] for step in trace["steps"]]
    assert [kind for kind in kinds if kind.startswith("over")] == list(said)
    assert all(step["text"] for step in trace["steps"])


@pytest.mark.parametrize(
    ("limits", "way", "expected"),
    [
        (TrunkLimits(), Way.INBOUND, None),
        (TrunkLimits(outbound=3), Way.INBOUND, None),
        (TrunkLimits(outbound=3), Way.OUTBOUND, (3, 0)),
        (TrunkLimits(outbound=3, both=2), Way.INBOUND, (0, 2)),
        (TrunkLimits(inbound=1, both=0), Way.INBOUND, (1, 0)),
    ],
)
def test_what_is_empty_sets_no_limit_alone(
    limits: TrunkLimits, way: Way, expected: tuple[int, int] | None
) -> None:
    assert limits.of(way) == expected
