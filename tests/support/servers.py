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

from pbxportal.devstack.stack import Stack

ROOT = Path(__file__).resolve().parents[2]
RUN_DIR = ROOT / ".run-test"
# So that a call without an answer goes to voicemail while the test waits for it.
RING_SECONDS = "3"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Runs before pytest-django's hook, which imports the settings."""
    os.environ["PBXPORTAL_RUN_DIR"] = str(RUN_DIR)
    os.environ["PBXPORTAL_RING_SECONDS"] = RING_SECONDS
    stack = Stack.make(RUN_DIR)
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
    """Leaves no process behind."""
    if os.environ.get("PBXPORTAL_KEEP_STACK"):
        return
    Stack.load(RUN_DIR).down()
