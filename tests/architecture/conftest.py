"""The family of accounts that everything is tried with, made once a module."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.support.family import Family, Portal, file_settings, make_family, undone


@pytest.fixture(scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def family(
    _folder: Path, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Family]:
    """The family, for all tests of the module; what each of them changes it undoes."""
    with (
        django_db_blocker.unblock(),
        override_settings(**file_settings(_folder)),
        undone(accounts=True),
    ):
        yield make_family()


@pytest.fixture(scope="module")
def _portal(family: Family) -> Portal:
    return Portal()


@pytest.fixture
def portal(_portal: Portal, _folder: Path, settings: Any) -> Iterator[Portal]:
    """The portal, which finds the family's files and keeps its log to itself."""
    for name, value in file_settings(_folder).items():
        setattr(settings, name, value)
    logging.disable(logging.CRITICAL)
    with _portal:
        yield _portal
    logging.disable(logging.NOTSET)
