"""Blocks of internal numbers never overlap, and extensions come out of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from extensions.services.seats import NewSeat, create_seat, suggest_extension
from tenants.actor import Actor, acting
from tenants.models import Account, NumberBlock, NumberRange, User
from tenants.models.membership import Role
from tenants.services import accounts, blocks, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(reseller: Account) -> Iterator[Actor]:
    admin = User.objects.get(email="reseller@pbx.test")
    with acting(Actor(reseller, admin, Role.RESELLER_ADMIN)) as actor:
        yield actor


@pytest.fixture
def numbers(above: Actor) -> NumberRange:
    made = NumberRange(account=above.account, start=2000, size=100)
    blocks.save_range(made)
    return made


def test_without_a_range_it_is_said_what_to_do(above: Actor, acme: Account) -> None:
    with pytest.raises(ValidationError, match="number range first"):
        blocks.assign_next(acme)


def test_the_lowest_free_place_of_the_grid_is_taken(
    numbers: NumberRange, acme: Account, globex: Account
) -> None:
    assert str(blocks.assign_next(acme)) == "2000–2099"
    assert blocks.assign_next(acme).first == 2000
    assert str(blocks.assign_next(globex)) == "2100–2199"
    blocks.release(acme)
    numbers.size = 150
    blocks.save_range(numbers)
    assert str(blocks.assign_next(acme)) == "2300–2449"
    blocks.release(acme)
    numbers.size = 50
    blocks.save_range(numbers)
    assert str(blocks.assign_next(acme)) == "2000–2049"


def test_the_database_itself_keeps_blocks_apart(
    numbers: NumberRange, acme: Account, globex: Account
) -> None:
    blocks.assign_next(acme)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberBlock.objects.create(account=globex, range=numbers, first=2099, last=2100)


def test_numbers_end_at_eight_digits(numbers: NumberRange, acme: Account) -> None:
    numbers.start = 99_999_950
    blocks.save_range(numbers)
    with pytest.raises(ValidationError, match="No block is free"):
        blocks.assign_next(acme)


def test_extensions_come_out_of_the_block(numbers: NumberRange, acme: Account) -> None:
    blocks.assign_next(acme)
    with acting(Actor(acme)):
        assert suggest_extension() == "2000"
        create_seat(NewSeat("Ada", "2000"))
        assert suggest_extension() == "2001"
        for outside in ("1999", "2100", "02001"):
            with pytest.raises(ValidationError) as error:
                create_seat(NewSeat("Bo", outside))
            assert "2000 to 2099" in error.value.message_dict["extension"][0]


def test_conference_numbers_too_but_old_ones_stay(
    numbers: NumberRange, acme: Account, api: APIClient
) -> None:
    url = "/api/v1/accounts/acme/conferences/"
    old = api.post(url, {"name": "Old", "number": "77"}, format="json").json()
    blocks.assign_next(acme)
    refused = api.post(url, {"name": "New", "number": "78"}, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "number"
    changed = api.patch(f"{url}{old['id']}/", {"name": "Older"}, format="json")
    assert changed.status_code == 200


def test_the_form_proposes_the_next_free_number(
    numbers: NumberRange, acme: Account, page: Client
) -> None:
    blocks.assign_next(acme)
    assert 'value="2000"' in page.get("/a/acme/seats/new/").content.decode()
    assert 'value="2000"' in page.get("/a/acme/conferences/new/").content.decode()


def test_an_account_that_leaves_its_reseller_leaves_its_block(
    numbers: NumberRange, above: Actor, acme: Account, operator: Account
) -> None:
    blocks.assign_next(acme)
    other = accounts.create_account("Two", "two", "two.pbx.test", operator)
    owner = User.objects.get(email="operator@pbx.test")
    with acting(Actor(operator, owner, Role.RESELLER_ADMIN)):
        tree.move(acme, other)
    assert blocks.block_of(acme) is None


def test_the_page_assigns_and_releases(
    numbers: NumberRange, acme: Account, client: Client
) -> None:
    client.force_login(User.objects.get(email="reseller@pbx.test"))
    page = f"/a/reseller/accounts/{acme.pk}/"
    assert "Assign the next number block" in client.get(page).content.decode()
    client.post(f"{page}number-block/")
    assert blocks.block_of(acme)
    assert "Release the number block" in client.get(page).content.decode()
    client.post(f"{page}number-block/", {"release": ""})
    assert blocks.block_of(acme) is None


def test_rest_sets_the_range_and_assigns(acme: Account, globex: Account) -> None:
    from tenants.models import ApiToken

    client = APIClient()
    key = ApiToken.issue(User.objects.get(email="reseller@pbx.test"), "test")[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    base = "/api/v1/accounts/reseller/"
    sent = {"start": 3000, "size": 10}
    assert client.put(f"{base}number-range/", sent, format="json").status_code == 200
    block = f"{base}sub-accounts/{acme.pk}/number-block/"
    assert client.post(block).json() == {"first": "3000", "last": "3009"}
    assert client.delete(block).status_code == 204
    assert blocks.block_of(acme) is None
