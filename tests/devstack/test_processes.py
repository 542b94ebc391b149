"""Processes are known by pid and start time, and end with all their children."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxportal.devstack.errors import StackError
from pbxportal.devstack.files import read_json, write_json
from pbxportal.devstack.identity import Identity
from pbxportal.devstack.layout import Layout
from pbxportal.devstack.processes import Processes, Service
from pbxportal.devstack.service_user import ServiceUser

ME = ServiceUser("me", os.geteuid(), os.getegid())
PARENT = """
import pathlib, subprocess, sys, time
child = subprocess.Popen(["sleep", "600"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    found = Layout(tmp_path, tmp_path / "run")
    for path in found.directories():
        path.mkdir(parents=True)
    return found


@pytest.fixture
def processes(layout: Layout) -> Iterator[Processes]:
    made = Processes(layout, ME)
    yield made
    for name in made.names():
        made.kill(name)


def _sleeper(*command: str, **options: object) -> Service:
    env = {"PATH": os.environ["PATH"]}
    return Service("sleeper", command or ("sleep", "600"), env, **options)  # type: ignore[arg-type]


def test_starts_once_and_stops(processes: Processes) -> None:
    processes.start(_sleeper())
    first = processes.identity("sleeper")
    processes.start(_sleeper())
    assert processes.identity("sleeper") == first
    assert processes.alive("sleeper")
    processes.stop("sleeper", signal.SIGTERM, 5)
    assert not processes.alive("sleeper")
    assert processes.names() == []


def test_another_run_of_the_tool_knows_the_process(
    processes: Processes, layout: Layout
) -> None:
    processes.start(_sleeper())
    other = Processes(layout, ME)
    assert other.alive("sleeper")
    other.kill("sleeper")
    assert not processes.alive("sleeper")


def test_a_pid_that_means_somebody_else_is_left_alone(
    processes: Processes, layout: Layout
) -> None:
    processes.start(_sleeper())
    stranger = processes.identity("sleeper")
    assert stranger is not None
    record = {**stranger.as_dict(), "started": stranger.started - 1}
    write_json(layout.pids / "old.json", record, ME)
    assert not processes.alive("old")
    processes.stop("old", signal.SIGTERM, 5)
    assert processes.alive("sleeper")


def test_after_a_reboot_nothing_is_ours(processes: Processes, layout: Layout) -> None:
    processes.start(_sleeper())
    path = layout.pids / "sleeper.json"
    write_json(path, {**read_json(path), "boot": "another"}, ME)
    assert not processes.alive("sleeper")
    write_json(path, Identity.of(read_json(path)["pid"]).as_dict(), ME)
    assert processes.alive("sleeper")


def test_children_that_outlive_their_parent_are_swept(
    processes: Processes, tmp_path: Path
) -> None:
    note = tmp_path / "child"
    parent = _sleeper(sys.executable, "-c", PARENT, str(note), ready=note.exists)
    processes.start(parent)
    identity = processes.identity("sleeper")
    assert identity is not None
    os.kill(identity.pid, signal.SIGKILL)
    _until(lambda: not processes.alive("sleeper"))
    child = Identity.of(int(note.read_text() or 0))
    assert child.alive()
    processes.sweep("sleeper")
    assert not child.alive()


def test_the_end_of_the_log_tells_why_a_service_ended(processes: Processes) -> None:
    broken = _sleeper("sh", "-c", "echo no such colour; exit 3", settle=5)
    with pytest.raises(StackError, match="no such colour"):
        processes.start(broken)


def test_a_service_that_never_gets_ready_is_told(processes: Processes) -> None:
    with pytest.raises(StackError, match="not ready"):
        processes.start(_sleeper(ready=lambda: False, patience=0.2))


def test_a_log_that_is_a_link_is_not_followed(
    processes: Processes, layout: Layout, tmp_path: Path
) -> None:
    target = tmp_path / "precious"
    layout.log("sleeper").symlink_to(target)
    with pytest.raises(OSError, match="symbolic links"):
        processes.start(_sleeper())
    assert not target.exists()


def _until(condition, patience: float = 5) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
