"""Starts the servers that the tests need, before Django reads its settings.

PostgreSQL and Redis run for every session that needs a database; the whole stack (two
Asterisks, web, worker, listeners) is brought up by the `stack` fixture when the first
end-to-end test asks for it. All of it lives in `.run-test`, apart from a running demo.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxportal.devstack.services import TEST_CLOCK
from pbxportal.devstack.stack import Stack

ROOT = Path(__file__).resolve().parents[2]
RUN_DIR = ROOT / ".run-test"
# So that a call without an answer goes to voicemail while the test waits for it.
# Where tests have programs that calls ask; the rest of this machine stays private.
TRUSTED = "127.0.0.2/31"
RING_SECONDS = "3"
_found_running = False


def _is_worker() -> bool:
    """Whether this is one of several processes that share the tests of a run."""
    return "PYTEST_XDIST_WORKER" in os.environ


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Runs before pytest-django's hook, which imports the settings."""
    if _is_worker():
        # Whoever started it has done so, and handed the environment down.
        return
    os.environ["PBXPORTAL_RUN_DIR"] = str(RUN_DIR)
    os.environ["PBXPORTAL_RING_SECONDS"] = RING_SECONDS
    os.environ["PBXPORTAL_OUTWARD_TRUSTED"] = TRUSTED
    os.environ[TEST_CLOCK] = "1"
    stack = Stack.make(RUN_DIR)
    global _found_running
    _found_running = stack.alive("postgres")
    stack.up(["postgres", "redis"])
    os.environ.update(stack.env)


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Everything, running; tests that stop a part of it start it again."""
    # Not `make`: the environment names the servers of this very stack by now.
    running = Stack.load(RUN_DIR)
    running.up()
    yield running


def pytest_unconfigure() -> None:
    """Leaves no process behind that was not there before: another run may need it."""
    if _is_worker():
        return
    if os.environ.get("PBXPORTAL_KEEP_STACK") or _found_running:
        return
    Stack.load(RUN_DIR).down()
