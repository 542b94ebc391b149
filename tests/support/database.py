"""The tests' database: a template keyed by the migrations, copied for each run."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import psycopg2
import psycopg2.errors
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from telephony.services import demo

ROOT = Path(__file__).resolve().parents[2]
# Others may be making the same template: one advisory lock for all runs on the server.
LOCK = 7_276_001
DROP_TRIES = 40


def create_copy(suffix: str = "") -> str:
    """Points Django at a fresh copy of the template; gives the copy's name."""
    template = f"pbxportal_tpl_{_key()}"
    name = f"pbxportal_test_{os.getpid()}{suffix}"
    with _server() as server:
        _run(server, "SELECT pg_advisory_lock(%s)", LOCK)
        if not _exists(server, template):
            _build(server, template)
        _drop(server, name)
        _create(server, name, template)
        _run(server, "SELECT pg_advisory_unlock(%s)", LOCK)
    use(name)
    return name


def drop(name: str) -> None:
    """Removes the copy."""
    connection.close()
    with _server() as server:
        _drop(server, name)


def _key() -> str:
    """Changes with every migration, with what the demo data are, and with this file."""
    digest = hashlib.sha256()
    sources = [*ROOT.glob("*/migrations/*.py"), Path(demo.__file__), Path(__file__)]
    sources += ROOT.glob("*/services/*.py")
    sources += ROOT.glob("billing/catalog/migrations/*.py")
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _build(server: Connection, template: str) -> None:
    unfinished = f"{template}_part"
    _drop(server, unfinished)
    _create(server, unfinished, "template0")
    use(unfinished)
    call_command("prepare", verbosity=0)
    demo.load()
    connection.close()
    _execute(server, "ALTER DATABASE {} RENAME TO {}", unfinished, template)


def use(name: str) -> None:
    """Points Django at a database."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class _server:
    """A connection to the server's own database, outside of any transaction."""

    def __enter__(self) -> Connection:
        entry = settings.DATABASES["default"]
        given = {
            "user": entry["USER"],
            "password": entry["PASSWORD"],
            "host": entry["HOST"],
            "port": entry["PORT"],
        }
        arguments = {key: value for key, value in given.items() if value}
        self.connection = psycopg2.connect(dbname="postgres", **arguments)
        self.connection.autocommit = True
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def _run(server: Connection, query: str, *values: object) -> None:
    with server.cursor() as cursor:
        cursor.execute(query, values)


def _execute(server: Connection, query: str, *names: str) -> None:
    with server.cursor() as cursor:
        cursor.execute(sql.SQL(query).format(*map(sql.Identifier, names)))


def _exists(server: Connection, name: str) -> bool:
    with server.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _create(server: Connection, name: str, template: str) -> None:
    _execute(server, "CREATE DATABASE {} TEMPLATE {}", name, template)


def _drop(server: Connection, name: str) -> None:
    """Waits for PostgreSQL's own workers there (autovacuum), which nobody may end."""
    for patience in range(DROP_TRIES, -1, -1):
        try:
            _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        except psycopg2.errors.InsufficientPrivilege:
            if not patience:
                raise
            time.sleep(0.5)
        else:
            return
