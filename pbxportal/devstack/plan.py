"""What one stack consists of: addresses, secrets and the portal's environment.

A plan is made by `up` from the process environment and what the run directory already
holds; `load` makes the same plan again for whoever starts or stops a part of it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from pbxportal.devstack import nodes, ports, postgres, redis_server
from pbxportal.devstack.errors import StackError, say
from pbxportal.devstack.files import make_directory, read_json, write, write_json
from pbxportal.devstack.processes import Processes
from pbxportal.devstack.service_user import ServiceUser, open_checkout, service_user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbxportal.devstack.layout import Layout

# Servers named by these variables are used instead of own ones.
EXTERNAL = ("DATABASE_URL", "REDIS_URL", "ASTERISK_NODES_FILE")
# A Unix socket's path ends after 107 bytes; the longest name below is this one.
LONGEST_SOCKET = "/.s.PGSQL.5432.lock"
LONGEST_PATH = 107
PASSED_ON = ("PBXPORTAL_", "SSL_CERT_", "REQUESTS_CA_")


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before anything starts."""

    layout: Layout
    user: ServiceUser
    sockets: Path
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    external: Mapping[str, str]

    @property
    def web_url(self) -> str:
        """The portal's address."""
        return f"http://{ports.LOOPBACK}:{self.ports['web']}"

    @property
    def agi_address(self) -> str:
        """Where calls ask questions."""
        return f"{ports.LOOPBACK}:{self.ports['agi']}"

    @property
    def own_nodes(self) -> tuple[nodes.Node, ...]:
        """The Asterisks that this stack runs itself."""
        if "ASTERISK_NODES_FILE" in self.external:
            return ()
        return tuple(self._node(name) for name in nodes.NAMES)

    @property
    def database_url(self) -> str:
        """DATABASE_URL of the portal."""
        return self.external.get("DATABASE_URL") or postgres.url(self.sockets)

    @property
    def redis_url(self) -> str:
        """REDIS_URL of the portal."""
        return self.external.get("REDIS_URL") or redis_server.url(self.redis_socket)

    @property
    def redis_socket(self) -> Path:
        """Where the embedded Redis listens."""
        return self.sockets / "redis.sock"

    def node_entries(self) -> list[dict[str, Any]]:
        """The content of the nodes file."""
        if path := self.external.get("ASTERISK_NODES_FILE"):
            entries: list[dict[str, Any]] = read_json(Path(path))
            return entries
        return [node.entry() for node in self.own_nodes]

    def environment(self) -> dict[str, str]:
        """The content of the env file: the settings of every portal process."""
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PBXPORTAL_SECRET_KEY": self.secrets["portal"],
            "PBXPORTAL_NODES_FILE": str(self.layout.nodes_file),
            "PBXPORTAL_MEDIA_DIR": str(self.layout.media),
            "PBXPORTAL_SOUNDS_DIR": str(self.layout.sounds),
            "PBXPORTAL_RUN_DIR": str(self.layout.run),
            "PBXPORTAL_URL": os.environ.get("PBXPORTAL_URL") or self.web_url,
            "PBXPORTAL_ALLOWED_HOSTS": _setting("ALLOWED_HOSTS", "127.0.0.1,localhost"),
            "PBXPORTAL_AGI": os.environ.get("PBXPORTAL_AGI") or self.agi_address,
            "PBXPORTAL_PROXIES": _setting("PROXIES", "1"),
            "PBXPORTAL_DEBUG": _setting("DEBUG", "0"),
            "DJANGO_SETTINGS_MODULE": "pbxportal.settings",
        }

    def process_environment(self) -> dict[str, str]:
        """What a portal process gets: the env file's settings and little else."""
        passed = {
            key: value
            for key, value in os.environ.items()
            if key.startswith(PASSED_ON) or key.lower().endswith("_proxy")
        }
        return {
            **passed,
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(self.layout.run),
            "PYTHONUNBUFFERED": "1",
            **self.environment(),
        }

    def asterisk_database(self) -> nodes.Database:
        """How the nodes reach the ps_* tables, read-only where that is possible.

        With a database of somebody else's, PBXPORTAL_ASTERISK_DATABASE_URL names the
        reading role; without it the nodes log in as the portal does.
        """
        if "DATABASE_URL" not in self.external:
            sockets = str(self.sockets)
            return nodes.Database(sockets, postgres.DATABASE, postgres.READER)
        given = os.environ.get("PBXPORTAL_ASTERISK_DATABASE_URL") or self.database_url
        parts = urlsplit(given)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return nodes.Database(
            host=query.get("host") or parts.hostname or "localhost",
            name=unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            port=int(query.get("port") or parts.port or postgres.PORT),
            password=unquote(parts.password or ""),
        )

    def write(self) -> None:
        """Writes env and nodes file."""
        lines = [f"{key}={value}\n" for key, value in self.environment().items()]
        write(self.layout.env_file, "".join(lines), self.user, 0o600)
        write_json(self.layout.nodes_file, self.node_entries(), self.user, 0o600)

    def _node(self, name: str) -> nodes.Node:
        return nodes.Node(
            name=name,
            home=self.layout.node(name),
            sockets=self.sockets,
            media=self.layout.media,
            sip=self.ports[f"{name}-sip"],
            ami=self.ports[f"{name}-ami"],
            rtp=self.ports[f"{name}-rtp"],
            agi=self.agi_address,
            publish_secret=self.secrets[f"{name}-publish"],
            listen_secret=self.secrets[f"{name}-listen"],
        )


def _setting(name: str, default: str) -> str:
    return os.environ.get(f"PBXPORTAL_{name}") or default


def make(layout: Layout, environ: Mapping[str, str]) -> Plan:
    """The plan for `up`: makes directories, chooses what is not chosen yet."""
    user = service_user()
    open_checkout(layout.checkout, user)
    for path in layout.directories():
        make_directory(path, user)
    external = {key: environ[key] for key in EXTERNAL if environ.get(key)}
    write_json(layout.run / "external.json", external, user, 0o600)
    _choose_sockets(layout, user)
    _choose_ports(layout, user)
    choose_secrets(layout, user)
    return load(layout)


def load(layout: Layout) -> Plan:
    """The plan of a run directory that `up` has made; StackError if there is none."""
    state = {
        name: read_json(layout.run / f"{name}.json")
        for name in ("external", "sockets", "ports", "secrets")
    }
    missing = [name for name, value in state.items() if value is None]
    if missing:
        raise StackError(f"There is no stack in {layout.run}: run `make up`.")
    return Plan(
        layout=layout,
        user=service_user(),
        sockets=Path(state["sockets"]),
        ports=state["ports"],
        secrets=state["secrets"],
        external=state["external"],
    )


def _choose_sockets(layout: Layout, user: ServiceUser) -> None:
    record = layout.run / "sockets.json"
    kept = read_json(record)
    if kept and _is_ours(Path(kept), user):
        return
    path = layout.run / "sockets"
    if len(str(path)) + len(LONGEST_SOCKET) > LONGEST_PATH:
        path = Path(tempfile.mkdtemp(prefix="pbx-"))
        os.chown(path, user.uid, user.gid)
    else:
        make_directory(path, user, 0o700)
    write_json(record, str(path), user)


def _is_ours(path: Path, user: ServiceUser) -> bool:
    """A directory below /tmp may be swept away, and then be anybody's."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == user.uid


def _choose_ports(layout: Layout, user: ServiceUser) -> None:
    record = layout.run / "ports.json"
    kept = read_json(record, {})
    usable = _without_lost(kept, Processes(layout, user))
    chosen = ports.choose(ports.wanted(nodes.NAMES), usable)
    if chosen != kept:
        write_json(record, chosen, user)


def _without_lost(kept: Mapping[str, int], processes: Processes) -> dict[str, int]:
    """The kept ports but those that somebody else has taken while we were down."""
    usable = {}
    for name, port in kept.items():
        node, _, use = name.partition("-")
        owner = "nginx" if name == "web" else node
        processes.sweep(owner)
        if use == "rtp" or processes.alive(owner) or ports.is_free(port):
            usable[name] = port
        else:
            say(f"port {port} of {owner} is in use by somebody else, choosing another")
    return usable


def choose_secrets(layout: Layout, user: ServiceUser) -> None:
    """Makes the secrets that are not there yet; they never change by themselves."""
    record = layout.run / "secrets.json"
    kept = read_json(record, {})
    names = ["portal", *(f"{n}-{use}" for n in nodes.NAMES for use in _AMI_USERS)]
    missing = {name: secrets.token_urlsafe(32) for name in names if name not in kept}
    if missing:
        write_json(record, {**kept, **missing}, user, 0o600)


_AMI_USERS = ("publish", "listen")


def forget_sockets(plan: Plan) -> None:
    """Removes the directory of the sockets, which may be below /tmp, after the end."""
    shutil.rmtree(plan.sockets, ignore_errors=True)
