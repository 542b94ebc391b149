"""`manage.py prepare`: accounts that are behind are brought up to date, whatever happens."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.models import Account
from tenants.services import schemas

# The app whose tables the tests take away; nothing points at them.
APP, TABLES = "queues", "queues_%"


def execute(statement: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def tables(account: Account) -> set[str]:
    found = execute(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'queues_%' "  # noqa: S608  our names
        f"AND schemaname = '{account.schema_name}'"
    )
    return {name for (name,) in found}


def put_back(account: Account) -> None:
    """As the account was before the app came: neither its tables nor its migrations."""
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables(account):
        execute(f'DROP TABLE "{account.schema_name}"."{table}" CASCADE')
    execute(f"DELETE FROM {account.schema_name}.django_migrations WHERE app = '{APP}'")  # noqa: S608


def prepare() -> list[str]:
    """What it tells of accounts."""
    out = StringIO()
    call_command("prepare", stdout=out)
    return [line for line in out.getvalue().splitlines() if line.startswith("[")]


def test_what_is_up_to_date_is_left_alone(acme: Account) -> None:
    assert prepare() == []


def test_it_tells_how_far_it_is_and_goes_on_where_it_was_interrupted(
    acme: Account, globex: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tables(acme)
    assert there
    put_back(acme)
    put_back(globex)
    real, done = schemas.migrate, []

    def interrupted(schema: str) -> None:
        if schema.startswith("a_"):
            if done:
                raise KeyboardInterrupt
            done.append(schema)
        real(schema)

    with monkeypatch.context() as patch:
        patch.setattr(schemas, "migrate", interrupted)
        with pytest.raises(KeyboardInterrupt):
            prepare()
    assert len(done) == 1
    (line,) = prepare()
    assert line.startswith("[1/1] a_")
    assert done[0] not in line
    assert tables(acme) == tables(globex) == there
    assert prepare() == []


def test_one_that_fails_holds_up_nobody_and_is_named_with_the_reason(
    acme: Account, globex: Account
) -> None:
    there = tables(acme)
    put_back(acme)
    put_back(globex)
    odd = f'{acme.schema_name}."queues_queue"'
    execute(f"CREATE TABLE {odd} (mine int)")
    with pytest.raises(CommandError) as caught:
        prepare()
    told = str(caught.value)
    assert told.startswith("1 of ")
    assert f"{acme.schema_name}: " in told
    assert "already exists" in told
    assert globex.schema_name not in told
    assert tables(globex) == there
    execute(f"DROP TABLE {odd}")
    (line,) = prepare()
    assert f"{acme.schema_name} done" in line
    assert tables(acme) == there
