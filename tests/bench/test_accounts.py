"""Making accounts, each with its schema."""

from __future__ import annotations

import time

import pytest

from tenants.models import Account
from tenants.services.accounts import create_account
from tests.bench.conftest import Report

pytestmark = pytest.mark.bench


def test_accounts_are_made_from_the_template(reseller: Account, report: Report) -> None:
    def make(number: int) -> float:
        begin = time.perf_counter()
        create_account("Bench", f"bench{number}", f"b{number}.pbx.test", reseller)
        return time.perf_counter() - begin

    first = make(0)
    hundred = [make(number) for number in range(1, 101)]
    report.add("(e) the first account", f"{first:.3f} s")
    report.add("(e) 100 more accounts", f"{sum(hundred):.2f} s")
    report.add("(e) each of them", f"{sum(hundred) / 100:.3f} s")
