"""Making accounts, each with its schema, among few and among many others."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from tenants.models import Account
from tenants.services import schemas
from tenants.services.accounts import create_account
from tests.bench.conftest import Report
from tests.support import database

pytestmark = pytest.mark.bench

MANY = int(os.environ.get("PBXPORTAL_BENCH_ACCOUNTS", "1000"))
TIMED = 15


@pytest.fixture
def own_database(django_db_blocker: Any) -> Iterator[None]:
    """One whose accounts are committed: so many would not fit into one transaction."""
    before = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        name = database.create_copy("_many")
        yield
        database.drop(name)
        database.use(before)


def test_the_last_account_takes_what_the_first_took(
    own_database: None, report: Report
) -> None:
    reseller = Account.objects.get(slug="reseller")

    def make(number: int) -> float:
        begin = time.perf_counter()
        create_account("Bench", f"bench{number}", f"b{number}.pbx.test", reseller)
        return time.perf_counter() - begin

    first = [make(number) for number in range(TIMED)]
    begin = time.perf_counter()
    for number in range(TIMED, MANY):
        make(number)
    spent = time.perf_counter() - begin
    last = [make(number) for number in range(MANY, MANY + TIMED)]
    early, late = statistics.median(first), statistics.median(last)
    report.add(
        f"(e) an account with its schema, median of the first {TIMED}",
        f"{early * 1000:.0f} ms",
    )
    report.add(
        f"(e) an account among {MANY:,}, median of {TIMED}", f"{late * 1000:.0f} ms"
    )
    report.ratio(f"(e) the {MANY + 1:,}st over the 1st", late, early, "at most 1.5")
    report.add(f"(e) {MANY - TIMED} accounts one after the other", f"{spent:.0f} s")
    begin = time.perf_counter()
    call_command("prepare", verbosity=0)
    spent = time.perf_counter() - begin
    report.add(f"(e) prepare, {MANY:,} accounts up to date", f"{spent:.2f} s")
    names = Account.objects.ready().values_list("schema_name", flat=True)
    begin = time.perf_counter()
    for name in names[:TIMED]:
        schemas.migrate(name)
    spent = (time.perf_counter() - begin) / TIMED
    report.add("(e) asking one schema for its migrations", f"{spent * 1000:.0f} ms")
