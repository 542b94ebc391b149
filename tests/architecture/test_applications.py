"""Every place inside an account can be closed to it, or is known never to be."""

from __future__ import annotations

from tenants import applications
from tests.support.routes import all_routes

# The first page, the way out of a masquerade, and who was there in one.
ALWAYS_OPEN = {"", "leave", "masquerades"}


def test_every_place_belongs_to_an_application() -> None:
    found = {applications.place_of(r.path) for r in all_routes() if r.in_account}
    assert found - applications.places() - ALWAYS_OPEN == set()
    assert applications.places() - found == set()
