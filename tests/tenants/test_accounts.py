"""Accounts come with their schema, or not at all."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django_tenants.utils import schema_exists

from extensions.services.seats import NewSeat, create_seat
from tenants.actor import Actor, acting
from tenants.models import Account
from tenants.services import schemas
from tenants.services.accounts import create_account


def definitions(schema: str) -> set[tuple[object, ...]]:
    """Every column, constraint and index of a schema, as PostgreSQL words them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, is_nullable, is_identity, "
            "character_maximum_length FROM information_schema.columns "
            "WHERE table_schema = %s",
            [schema],
        )
        found = set(cursor.fetchall())
        cursor.execute(
            "SELECT conname, replace(pg_get_constraintdef(oid), %s, '') "
            "FROM pg_constraint WHERE connamespace = %s::regnamespace",
            [f"{schema}.", schema],
        )
        found |= set(cursor.fetchall())
        cursor.execute(
            "SELECT indexname, replace(indexdef, %s, '') FROM pg_indexes "
            "WHERE schemaname = %s",
            [f"{schema}.", schema],
        )
        return found | set(cursor.fetchall())


def test_a_replayed_schema_equals_the_template(reseller: Account) -> None:
    account = create_account("Initech", "initech", "initech.pbx.test", reseller)
    assert definitions(account.schema_name) == definitions("account_template")
    assert schemas.outdated([account.schema_name]) == []


def test_a_new_account_is_empty_and_works(reseller: Account) -> None:
    account = create_account("Initech", "initech", "initech.pbx.test", reseller)
    with acting(Actor(account)):
        seat, _ = create_seat(NewSeat(first_name="Milton", extension="1001"))
        assert str(seat.user) == "1001 Milton"


def test_its_path_holds_all_ancestors(acme: Account, reseller: Account) -> None:
    child = create_account("Branch", "acme-north", "north.acme.pbx.test", acme)
    assert child.is_within(acme)
    assert child.is_within(reseller)
    assert not acme.is_within(child)
    assert child.ancestor_ids()[-2:] == [acme.pk, child.pk]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "acme"}, "slug"),
        ({"slug": "A b"}, "slug"),
        ({"slug": "-x"}, "slug"),
        ({"slug": "x" * 21}, "slug"),
        ({"realm": "acme.pbx.test"}, "realm"),
        ({"realm": "no spaces"}, "realm"),
        ({"realm": 'x".test'}, "realm"),
        ({"name": ""}, "name"),
    ],
)
def test_a_taken_or_malformed_value_names_its_field(
    db: None, changes: dict[str, str], field: str
) -> None:
    values = {"name": "Initech", "slug": "initech", "realm": "initech.pbx.test"}
    with pytest.raises(ValidationError) as caught:
        create_account(**{**values, **changes})
    assert field in caught.value.message_dict
    assert not schema_exists("a_initech")


def test_accounts_do_not_see_each_other(acme: Account, globex: Account) -> None:
    with acting(Actor(acme)):
        mine, _ = create_seat(NewSeat(first_name="Only", extension="1900"))
    with acting(Actor(globex)):
        assert not type(mine).objects.filter(pk=mine.pk).exists()
