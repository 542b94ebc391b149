"""The server processes of a stack, in the order in which they start."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from pbxportal.devstack import ami, asterisk_root, nginx, nodes, postgres, redis_server
from pbxportal.devstack.errors import StackError
from pbxportal.devstack.files import write_if_changed
from pbxportal.devstack.ports import LOOPBACK
from pbxportal.devstack.processes import Processes, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pbxportal.devstack.asterisk_conf import NodeSettings
    from pbxportal.devstack.asterisk_root import Asterisk
    from pbxportal.devstack.plan import Plan

DATABASES = ("postgres", "redis")
FRONT = ("web", "ws", "nginx")
WORKERS = ("worker", "beat")
# A process with a fault in its settings or code has ended after this time.
# What follows calls, and what they ask.
RECORDS = ("import", "questions")
SETTLE = 2.0
# "1" in the environment: calls may say what time it is. Tests set it, nobody else.
TEST_CLOCK = "PBXPORTAL_TEST_CLOCK"
# PostgreSQL ends its sessions instead of waiting for them; nginx ends its requests.
STOP_SIGNALS = {"postgres": signal.SIGINT, "nginx": signal.SIGQUIT}


class Services:
    """Makes the services of a plan by name; knows their groups and order."""

    def __init__(self, plan: Plan, processes: Processes) -> None:
        self.plan = plan
        self.processes = processes
        self.env = plan.process_environment()

    def stages(self) -> tuple[tuple[str, ...], ...]:
        """Names that may start side by side; each stage needs the ones before."""
        names = [entry["name"] for entry in self.plan.node_entries()]
        own = tuple(node.name for node in self.plan.own_nodes)
        portal = (*FRONT, *WORKERS, *(f"listen-{name}" for name in names), *RECORDS)
        external = {
            name
            for name, variable in (("postgres", "DATABASE_URL"), ("redis", "REDIS_URL"))
            if variable in self.plan.external
        }
        databases = tuple(name for name in DATABASES if name not in external)
        return (databases, own, portal)

    def names(self) -> tuple[str, ...]:
        """All services of the stack, in starting order."""
        return tuple(name for stage in self.stages() for name in stage)

    def expand(self, wanted: Iterable[str]) -> list[str]:
        """Names of services for names of services or groups, in starting order."""
        groups = {
            "asterisk": self.stages()[1],
            "portal": FRONT,
            "listeners": tuple(n for n in self.names() if n.startswith("listen-")),
            "workers": WORKERS,
            "all": self.names(),
        }
        found: set[str] = set()
        for name in wanted:
            if name not in groups and name not in self.names():
                known = ", ".join([*self.names(), *groups])
                raise StackError(f"There is no service {name}; there are {known}.")
            found.update(groups.get(name, (name,)))
        return [name for name in self.names() if name in found]

    def get(self, name: str) -> Service:
        """The service of this name."""
        if name.startswith("listen-"):
            return self._manage(name, "listen", name.removeprefix("listen-"))
        if name in {node.name for node in self.plan.own_nodes}:
            return self._asterisk(name)
        makers: dict[str, Callable[[], Service]] = {
            "postgres": self._postgres,
            "redis": self._redis,
            "web": self._web,
            "ws": self._ws,
            "nginx": self._nginx,
            "worker": self._worker,
            "beat": self._beat,
            "import": self._import,
            "questions": self._questions,
        }
        return makers[name]()

    def _postgres(self) -> Service:
        data, sockets = self.plan.layout.postgres, self.plan.sockets
        return Service(
            "postgres",
            postgres.command(data, sockets),
            self.env,
            prepare=lambda: postgres.prepare(self.processes, data, sockets, self.env),
            ready=lambda: postgres.ready(sockets),
        )

    def _redis(self) -> Service:
        unix_socket = self.plan.redis_socket
        return Service(
            "redis",
            redis_server.command(self.plan.layout.redis, unix_socket),
            self.env,
            ready=lambda: redis_server.ready(unix_socket),
        )

    def _asterisk(self, name: str) -> Service:
        node = next(node for node in self.plan.own_nodes if node.name == name)
        asterisk = asterisk_root.find()
        log = self.plan.layout.log(name)
        conf = nodes.settings(node, asterisk, self.plan.asterisk_database(), log)
        conf = replace(conf, movable_clock=os.environ.get(TEST_CLOCK) == "1")
        address = f"{LOOPBACK}:{node.ami}"
        return Service(
            name,
            nodes.command(asterisk, node.etc),
            {
                **self.env,
                "ODBCINI": f"{node.etc}/odbc.ini",
                "ODBCSYSINI": str(node.etc),
            },
            prepare=lambda: self._prepare_node(conf, node, asterisk),
            ready=lambda: ami.fully_booted(address, "listen", node.listen_secret),
        )

    def _prepare_node(
        self, conf: NodeSettings, node: nodes.Node, asterisk: Asterisk
    ) -> None:
        nodes.prepare(conf, asterisk, self.plan.user, node.media)
        # For the portal to play to people.
        for language, folder in asterisk.languages.items():
            nodes.link(self.plan.layout.sounds / language, folder)

    def _web(self) -> Service:
        unix_socket = self.plan.sockets / "web.sock"
        return Service(
            "web",
            (
                *_python("gunicorn"),
                "pbxportal.wsgi:application",
                f"--bind=unix:{unix_socket}",
                "--worker-class=gthread",
                "--workers=2",
                "--threads=8",
                "--timeout=120",
                "--worker-tmp-dir=/dev/shm",
                "--no-control-socket",
            ),
            self.env,
            prepare=lambda: unix_socket.unlink(missing_ok=True),
            ready=unix_socket.exists,
        )

    def _ws(self) -> Service:
        unix_socket = self.plan.sockets / "ws.sock"
        return Service(
            "ws",
            (
                *_python("uvicorn"),
                "pbxportal.asgi:application",
                f"--uds={unix_socket}",
                # A compressor for every browser costs more memory than it saves.
                "--ws-per-message-deflate=false",
                "--forwarded-allow-ips=*",
                "--log-level=warning",
                "--lifespan=off",
            ),
            self.env,
            prepare=lambda: unix_socket.unlink(missing_ok=True),
            ready=unix_socket.exists,
        )

    def _nginx(self) -> Service:
        layout, sockets = self.plan.layout, self.plan.sockets
        front = nginx.Front(
            listen=f"{LOOPBACK}:{self.plan.ports['web']}",
            web=f"unix:{sockets}/web.sock",
            ws=f"unix:{sockets}/ws.sock",
            run=layout.run,
            nginx=layout.nginx,
            static=layout.static,
            logs=layout.logs,
        )
        conf = layout.nginx / "nginx.conf"
        return Service(
            "nginx",
            nginx.command(layout.nginx),
            self.env,
            prepare=lambda: _write(conf, nginx.render(front), self.plan),
            ready=lambda: nginx.listens(f"{self.plan.web_url}/health/live"),
        )

    def _worker(self) -> Service:
        options = ["--queues=publish,default", "--pool=threads", "--concurrency=6"]
        options += ["--without-gossip", "--without-mingle", "--loglevel=INFO"]
        return self._celery("worker", *options)

    def _beat(self) -> Service:
        schedule = self.plan.layout.beat / "schedule"
        return self._celery("beat", f"--schedule={schedule}", "--pidfile=")

    def _celery(self, name: str, *options: str) -> Service:
        command = (*_python("celery"), "--app=pbxportal", name, *options)
        return Service(name, command, self.env, settle=SETTLE)

    def _import(self) -> Service:
        return self._manage("import", "import_records")

    def _questions(self) -> Service:
        return self._manage("questions", "answer_questions")

    def _manage(self, name: str, *arguments: str) -> Service:
        command = tuple(manage(self.plan, *arguments))
        return Service(name, command, self.env, settle=SETTLE)


def manage(plan: Plan, *arguments: str) -> list[str]:
    """The command line of a `manage.py` command."""
    return [sys.executable, str(plan.layout.checkout / "manage.py"), *arguments]


def _python(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module)


def _write(path: Path, text: str, plan: Plan) -> None:
    write_if_changed(path, text, plan.user)
