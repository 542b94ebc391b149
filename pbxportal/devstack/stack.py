"""A stack as a whole; also what tests use to stop and start parts of it.

stack = Stack.load(run_dir)
stack.kill("redis")
stack.start("redis")
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pbxportal.devstack import nginx
from pbxportal.devstack import plan as plans
from pbxportal.devstack.errors import StackError, say
from pbxportal.devstack.layout import Layout
from pbxportal.devstack.processes import Processes
from pbxportal.devstack.services import FRONT, STOP_SIGNALS, Services, manage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from pbxportal.devstack.plan import Plan

HEALTHY_AFTER = 90.0
STOP_PATIENCE = 20.0


@dataclass(frozen=True)
class Status:
    """One line of `status`."""

    name: str
    pid: int | None
    alive: bool
    log: Path


class Stack:
    """The processes of one run directory."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.layout = plan.layout
        self.processes = Processes(plan.layout, plan.user)
        self.services = Services(plan, self.processes)

    @classmethod
    def load(cls, run_dir: Path | str | None = None) -> Stack:
        """The stack that was started in this run directory; StackError if none was."""
        return cls(plans.load(Layout.find(run_dir)))

    @classmethod
    def make(
        cls, run_dir: Path | str | None = None, environ: Mapping[str, str] | None = None
    ) -> Stack:
        """A stack in a new or used run directory; `environ` may name other servers."""
        layout = Layout.find(run_dir)
        return cls(plans.make(layout, os.environ if environ is None else environ))

    @property
    def env(self) -> dict[str, str]:
        """The environment of the portal's processes, as in the env file."""
        lines = self.layout.env_file.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The entries of the nodes file."""
        return self.plan.node_entries()

    def alive(self, name: str) -> bool:
        """Whether this service (of a group: every one) runs."""
        return all(map(self.processes.alive, self.services.expand([name])))

    def start(self, name: str) -> None:
        """Starts a service or group and waits until it is ready."""
        for single in self.services.expand([name]):
            self.processes.start(self.services.get(single))

    def stop(self, name: str) -> None:
        """Ends a service or group in an orderly way."""
        for single in reversed(self.services.expand([name])):
            self._stop(single)

    def kill(self, name: str) -> None:
        """Ends a service or group as a crash would."""
        for single in self.services.expand([name]):
            self.processes.kill(single)

    def up(self, only: Iterable[str] = ()) -> None:
        """Starts what does not run and waits until everything is healthy.

        `only` names services or groups; Django's commands run when the portal is asked.
        """
        wanted = self.services.expand(only or ["all"])
        databases, asterisks, portal = (
            [name for name in stage if name in wanted]
            for stage in self.services.stages()
        )
        with self._locked():
            self.plan.write()
            self._in_parallel(self._starter(name) for name in databases)
            if portal:
                self._django("prepare", self._prepare)
            filling = [self._fill] if portal else []
            self._in_parallel([*(self._starter(n) for n in asterisks), *filling])
            self._in_parallel(self._starter(name) for name in portal)
            if set(FRONT) <= set(portal):
                self._wait_healthy()

    def down(self) -> None:
        """Ends every process of this stack, those first that need the others."""
        known = [*self.services.names()]
        unknown = [name for name in self.processes.names() if name not in known]
        stages = [*self.services.stages()]
        with self._locked():
            self._in_parallel(self._stopper(name) for name in unknown)
            for stage in reversed(stages):
                self._in_parallel(self._stopper(name) for name in stage)
            plans.forget_sockets(self.plan)

    def status(self) -> list[Status]:
        """What runs and what does not, in starting order."""
        lines = []
        for name in self.services.names():
            identity, alive = self.processes.identity(name), self.processes.alive(name)
            pid = identity.pid if identity and alive else None
            lines.append(Status(name, pid, alive, self.layout.log(name)))
        return lines

    def _starter(self, name: str) -> Callable[[], None]:
        def start() -> None:
            if self.processes.alive(name):
                return
            seconds = self.processes.start(self.services.get(name))
            say(f"{name} is ready after {seconds:.1f} s")

        return start

    def _stopper(self, name: str) -> Callable[[], None]:
        return lambda: self._stop(name)

    def _stop(self, name: str) -> None:
        sign = STOP_SIGNALS.get(name, signal.SIGTERM)
        self.processes.stop(name, sign, STOP_PATIENCE)

    def _in_parallel(self, tasks: Iterable[Callable[[], None]]) -> None:
        with ThreadPoolExecutor(max_workers=16) as pool:
            futures = [pool.submit(task) for task in tasks]
        for future in futures:
            future.result()

    def _prepare(self) -> None:
        env = self.plan.process_environment()
        self.processes.run(manage(self.plan, "prepare"), env, "setup")
        grants = [sys.executable, "-m", "pbxportal.devstack.grants"]
        self.processes.run(grants, env, "setup")

    def _fill(self) -> None:
        demo_file = str(self.layout.demo_file)
        self._manage("collectstatic", "--noinput", "--verbosity=0")
        self._manage("sync_nodes")
        self._manage("load_demo")
        self._manage("demo_json", demo_file)

    def _manage(self, *arguments: str) -> None:
        def run() -> None:
            env = self.plan.process_environment()
            self.processes.run(manage(self.plan, *arguments), env, "setup")

        self._django(arguments[0], run)

    def _django(self, name: str, task: Callable[[], None]) -> None:
        begin = time.monotonic()
        task()
        say(f"manage.py {name} took {time.monotonic() - begin:.1f} s")

    def _wait_healthy(self) -> None:
        url = f"{self.plan.web_url}/health/ready"
        deadline = time.monotonic() + HEALTHY_AFTER
        while not nginx.answers(url):
            self._refuse_dead()
            if time.monotonic() > deadline:
                raise StackError(f"{url} says that the portal is not ready.")
            time.sleep(0.2)
        self._refuse_dead()

    def _refuse_dead(self) -> None:
        dead = [line for line in self.status() if not line.alive]
        if dead:
            names = ", ".join(f"{line.name} (see {line.log})" for line in dead)
            raise StackError(f"These do not run: {names}.")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Two `up` at the same time would start everything twice."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(self.layout.run / "lock", flags, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
