"""Lets Asterisk's database role read its own tables and nothing else.

`python -m pbxportal.devstack.grants` runs after the migrations, against DATABASE_URL.
"""

from __future__ import annotations

import os

READER = "asterisk_ro"
TABLES = """
    select quote_ident(tablename) from pg_tables
    where schemaname = 'public' and tablename like 'ps\\_%'
"""


def main() -> None:
    """Grants SELECT on the public ps_* tables; makes the role when there is none."""
    import psycopg2  # type: ignore[import-untyped]

    with psycopg2.connect(os.environ["DATABASE_URL"]) as link, link.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [READER])
        if cursor.fetchone() is None:
            password = os.environ.get("PBXPORTAL_ASTERISK_DB_PASSWORD") or None
            cursor.execute(f"create role {READER} login password %s", [password])
        cursor.execute(f"grant usage on schema public to {READER}")
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"grant select on public.{table} to {READER}")


if __name__ == "__main__":
    main()
