"""A real PostgreSQL, Redis and two Asterisks: start, crash, heal, end."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxportal.devstack.errors import StackError
from pbxportal.devstack.stack import Stack

ONLY = ("postgres", "redis", "asterisk")
NAMES = ("postgres", "redis", "pbx1", "pbx2")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    base = tmp_path_factory.mktemp("stack")
    for parent in (base, *base.parents):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o1)
    made = Stack.make(base / "run", {})
    try:
        made.up(ONLY)
        yield made
    finally:
        made.down()


def _pids(stack: Stack) -> dict[str, int | None]:
    return {line.name: line.pid for line in stack.status() if line.name in NAMES}


def _ami(stack: Stack, login: str, *actions: str) -> str:
    node = stack.nodes[0]
    host, _, port = node["ami"].rpartition(":")
    user, secret = node[login]["user"], node[login]["secret"]
    lines = [f"Action: Login\r\nUsername: {user}\r\nSecret: {secret}\r\n\r\n"]
    lines += [f"Action: {action}\r\n\r\n" for action in (*actions, "Logoff")]
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall("".join(lines).encode())
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
    return answer.decode()


def test_no_server_runs_as_root(stack: Stack) -> None:
    for name, pid in _pids(stack).items():
        assert pid is not None, name
        assert Path(f"/proc/{pid}").stat().st_uid == stack.plan.user.uid != 0


def test_a_second_up_changes_nothing(stack: Stack) -> None:
    before = _pids(stack)
    stack.up(ONLY)
    assert _pids(stack) == before


@pytest.mark.parametrize("name", NAMES)
def test_up_heals_what_was_killed(stack: Stack, name: str) -> None:
    before = _pids(stack)
    pid = before[name]
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while stack.alive(name):
        time.sleep(0.01)
    stack.up(ONLY)
    after = _pids(stack)
    assert after.pop(name) not in (None, before.pop(name))
    assert after == before


def test_one_service_stops_and_starts(stack: Stack) -> None:
    stack.stop("redis")
    assert not stack.alive("redis")
    assert stack.alive("postgres")
    stack.start("redis")
    assert stack.alive("redis")


def test_the_publisher_may_publish_and_run_no_commands(stack: Stack) -> None:
    answer = _ami(
        stack,
        "publish",
        "DialplanExtensionAdd\r\nContext: try-v1\r\nExtension: n0\r\nPriority: 1"
        "\r\nApplication: NoOp",
        "DBPut\r\nFamily: cf\r\nKey: try\r\nVal: try-v1",
        "CreateConfig\r\nFilename: units/try.conf",
        "Command\r\nCommand: core show version",
    )
    assert answer.count("Response: Success") == 4
    assert "Message: Permission denied" in answer
    assert (Path(stack.nodes[0]["etc"]) / "units" / "try.conf").is_file()


def test_the_listener_writes_nothing_and_calls_nobody(stack: Stack) -> None:
    answer = _ami(
        stack,
        "listen",
        "CoreShowChannels",
        "PJSIPShowContacts",
        "CreateConfig\r\nFilename: units/evil.conf",
        "Originate\r\nChannel: Local/1@from-device\r\nApplication: Echo",
    )
    assert answer.count("Message: Permission denied") == 2
    assert "Event: CoreShowChannelsComplete" in answer
    # With no phone registered the answer is this error, and not a refusal.
    assert "Message: No Contacts found" in answer


def test_the_dialplan_for_phones_is_loaded(stack: Stack) -> None:
    answer = _ami(stack, "publish", "ShowDialPlan\r\nContext: from-device")
    assert "Extension: _[0-9*#+]!" in answer


def test_an_unknown_service_is_told(stack: Stack) -> None:
    with pytest.raises(StackError, match="no service"):
        stack.start("telegraph")
