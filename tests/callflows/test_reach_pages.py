"""When calls reach nobody, over REST and as pages."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from callflows.models import TimeFrame
from callflows.services import drafts, publishing
from extensions.models import Directory, Seat
from tenants.actor import Actor, acting

ACCOUNT = "/api/v1/accounts/acme/"
MONDAYS = [{"weekdays": ["mon"]}]


def mondays_only(seat: Seat) -> dict[str, Any]:
    frame, _ = TimeFrame.objects.get_or_create(name="Mondays", rules=MONDAYS)
    ring = {"module": "user", "data": {"user": str(seat.user_id)}}
    return {
        "module": "time_of_day",
        "data": {"frames": [str(frame.pk)]},
        "children": {str(frame.pk): ring, "_": {"module": "hangup"}},
    }


def test_the_draft_and_what_is_live_each_have_their_answer(
    api: APIClient, page: Client, in_acme: Actor
) -> None:
    seat = Seat.objects.all()[0]
    flow = drafts.create_callflow("Main", mondays_only(seat), ["8000"])
    path = f"callflows/{flow.pk}/reaches-nobody/"
    assert api.get(f"{ACCOUNT}{path}?live=1").status_code == 404
    told = api.get(f"{ACCOUNT}{path}?days=7").json()
    (way,) = told["in_vain"]
    assert (told["seconds"], told["always"]) == (6 * 86400, False)
    assert [step["label"] for step in way["way"]] == ["Time of day", "Hang up"]
    assert way["way"][0]["exit_label"] == "Any other time"
    assert api.get(f"{ACCOUNT}{path}?days=7&assume=nobody").json()["always"]
    assert api.get(f"{ACCOUNT}{path}?assume=some").status_code == 400
    shown = page.get(f"/a/acme/{path}").content.decode()
    assert "No time frame holds." in shown


def test_all_numbers_are_told_and_each_by_itself(
    api: APIClient, page: Client, in_acme: Actor
) -> None:
    seat = Seat.objects.select_related("user").order_by("user__extension")[0]
    flow = drafts.create_callflow("Main", mondays_only(seat), ["8000"])
    publishing.publish(flow)
    told = api.get(f"{ACCOUNT}numbers/reaches-nobody/").json()["results"]
    lost = {row["number"]: row["seconds"] for row in told}
    assert lost[seat.user.extension] == 0
    assert lost["8000"] > 300 * 86400
    (one,) = api.get(f"{ACCOUNT}numbers/reaches-nobody/?number=8000").json()["results"]
    assert one["seconds"] == lost["8000"]
    assert api.get(f"{ACCOUNT}numbers/reaches-nobody/?number=9").status_code == 404
    assert "hours of the next year" in (
        page.get("/a/acme/numbers/reaches-nobody/").content.decode()
    )


def test_many_numbers_cost_as_many_queries_as_few(
    api: APIClient, in_acme: Actor
) -> None:
    def queries() -> int:
        api.get(f"{ACCOUNT}numbers/reaches-nobody/")
        with CaptureQueriesContext(connection) as captured:
            assert api.get(f"{ACCOUNT}numbers/reaches-nobody/").status_code == 200
        return len(captured)

    def add(first: int, count: int) -> None:
        seat = Seat.objects.all()[0]
        for number in range(first, first + count):
            directory = Directory.objects.create(name=f"D{number}")
            data = {"directory": str(directory.pk)}
            document = {
                "module": "directory",
                "data": data,
                "children": {"_": mondays_only(seat)},
            }
            flow = drafts.create_callflow(f"F{number}", document, [str(number)])
            publishing.publish(flow)

    add(700, 1)
    few = queries()
    with acting(in_acme):
        add(710, 5)
    assert queries() == few
