"""Starting and ending the processes of a stack, each known by its record on disk."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pbxportal.devstack.errors import StackError
from pbxportal.devstack.files import read_json, write_json
from pbxportal.devstack.identity import Identity, family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pbxportal.devstack.layout import Layout
    from pbxportal.devstack.service_user import ServiceUser


def _nothing() -> None:
    """What most services need before they start."""


def _running() -> bool:
    """For services that are ready as soon as they run."""
    return True


@dataclass(frozen=True)
class Service:
    """One server process: how to start it and how to see that it serves."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _nothing
    ready: Callable[[], bool] = _running
    patience: float = 60.0
    # How long it must live to count as started, where nothing can be asked.
    settle: float = 0.0


class Processes:
    """The processes of one run directory."""

    def __init__(self, layout: Layout, user: ServiceUser) -> None:
        self.layout = layout
        self.user = user
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def identity(self, name: str) -> Identity | None:
        """Who was last started under this name, alive or not."""
        record = read_json(self._record(name))
        return Identity(**record) if record else None

    def alive(self, name: str) -> bool:
        """Whether the process of this name runs."""
        if name in self._children:
            self._children[name].poll()
        identity = self.identity(name)
        return identity is not None and identity.alive()

    def names(self) -> list[str]:
        """All that was started and not ended."""
        return sorted(path.stem for path in self.layout.pids.glob("*.json"))

    def start(self, service: Service) -> float:
        """Starts the service unless it runs and waits until it is ready.

        Gives the seconds that it took; StackError tells the end of its log.
        """
        begin = time.monotonic()
        if self.alive(service.name):
            return 0.0
        self.sweep(service.name)
        service.prepare()
        self._spawn(service)
        while not service.ready() or time.monotonic() - begin < service.settle:
            if not self.alive(service.name):
                raise StackError(self._post_mortem(service, "ended"))
            if time.monotonic() - begin > service.patience:
                raise StackError(self._post_mortem(service, "is not ready"))
            time.sleep(0.05)
        return time.monotonic() - begin

    def stop(self, name: str, sign: signal.Signals, patience: float) -> None:
        """Asks the process to end, waits, and at last kills what is left of it."""
        identity = self.identity(name)
        if identity is not None and identity.alive():
            _send(identity, sign)
            self._wait(name, patience)
        self.kill(name)
        self._record(name).unlink(missing_ok=True)

    def kill(self, name: str) -> None:
        """Kills the process and its children at once, as a crash would."""
        identity = self.identity(name)
        if identity is not None and identity.alive():
            _send(identity, signal.SIGKILL)
            self._wait(name, 10)
        self.sweep(name)

    def sweep(self, name: str) -> None:
        """Kills children that outlived their parent: they may still hold a port."""
        identity = self.identity(name)
        if identity is None or identity.alive():
            return
        for member in family(identity, self.user.uid):
            _send(member, signal.SIGKILL)
        deadline = time.monotonic() + 5
        while family(identity, self.user.uid) and time.monotonic() < deadline:
            time.sleep(0.02)

    def run(self, command: list[str], env: Mapping[str, str], log: str) -> None:
        """Runs a command to its end as the service user, its output in a log file."""
        with self._open_log(log) as stream:
            done = subprocess.run(  # noqa: S603  commands are our own
                command,
                cwd=self.layout.checkout,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                check=False,
                **self.user.switch(),
            )
        if done.returncode:
            text = f"{' '.join(command)} failed with exit code {done.returncode}"
            raise StackError(f"{text}.\n{tail(self.layout.log(log))}")

    def _spawn(self, service: Service) -> None:
        with self._open_log(service.name) as stream:
            child = subprocess.Popen(  # noqa: S603  commands are our own
                service.command,
                cwd=self.layout.checkout,
                env=dict(service.env),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.user.switch(),
            )
        self._children[service.name] = child
        identity = Identity.of(child.pid)
        write_json(self._record(service.name), identity.as_dict(), self.user)

    def _wait(self, name: str, patience: float) -> None:
        deadline = time.monotonic() + patience
        while self.alive(name) and time.monotonic() < deadline:
            time.sleep(0.02)

    def _record(self, name: str) -> Path:
        return self.layout.pids / f"{name}.json"

    def _open_log(self, name: str) -> contextlib.AbstractContextManager[int]:
        return _log(self.layout.log(name), self.user)

    def _post_mortem(self, service: Service, what: str) -> str:
        log = self.layout.log(service.name)
        return f"{service.name} {what}; the end of {log}:\n{tail(log)}"


@contextlib.contextmanager
def _log(path: Path, user: ServiceUser) -> Iterator[int]:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o644)
    try:
        os.fchown(handle, user.uid, user.gid)
        yield handle
    finally:
        os.close(handle)


def _send(identity: Identity, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(identity.pid, sign)


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, for a message."""
    try:
        text = path.read_text(errors="replace")
    except FileNotFoundError:
        return "(no log)"
    return "\n".join(text.splitlines()[-lines:])
