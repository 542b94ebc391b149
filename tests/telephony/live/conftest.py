"""A Redis server for the tests of the live store."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from tests.support import redis_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of an empty Redis; a short folder, as socket names are limited."""
    with (
        tempfile.TemporaryDirectory(prefix="redis-") as folder,
        redis_server.running(Path(folder)) as url,
    ):
        yield url


@pytest.fixture
def redis_client(redis_url: str) -> Iterator[redis.Redis]:
    """A client on an empty database."""
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    yield client
    client.close()
