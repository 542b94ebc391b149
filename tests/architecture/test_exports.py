"""Every list exports what it shows, as text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

from django.test import Client

from extensions.services.seats import NewSeat, create_seat
from tenants.actor import Actor, acting
from tenants.models import Account, User
from tests.architecture.test_query_counts import PAGES, add_rows
from tests.support.objects import of_account


def rows(client: Client, path: str) -> list[list[str]]:
    """The export of a list."""
    answer = client.get(path)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))


# Lists that are as long as `add_rows` makes them; those that may be empty.
LONG, EMPTY = {"seats", "history"}, {"errors", "contacts-below"}


def test_a_list_exports_all_its_rows_without_markup(
    client: Client, acme: Account, manager: User
) -> None:
    of_account(acme)
    add_rows(acme, 2000, 20)
    manager.memberships.update(role="reseller_admin")
    client.force_login(manager)
    for route in PAGES:
        path = "/" + route.path.replace("<slug:account>", "acme")
        exported = rows(client, f"{path}?export=csv")
        least = 20 if route.name in LONG else int(route.name not in EMPTY)
        assert len(exported) > least, path
        assert "<a " not in str(exported), path


def test_formulas_are_disarmed(page: Client, acme: Account) -> None:
    with acting(Actor(acme)):
        create_seat(NewSeat(first_name='=HYPERLINK("x")', extension="1100"))
    exported = rows(page, "/a/acme/seats/?export=csv&q=1100")
    assert any(cell == '\'=HYPERLINK("x")' for cell in exported[1])
