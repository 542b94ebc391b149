"""Catalogues of translations: as the code is, well formed, and complete where promised."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

ROOT: Path = settings.BASE_DIR
CATALOGUES = sorted((ROOT / "pbxportal/locale").glob("*/LC_MESSAGES/django.po"))
# Folders and files of which every text has a translation.
FINISHED = (
    *("tenants/", "pbxportal/", "billing/", "templates/billing/"),
    *("callflows/models/", "callflows/applications.py", "devices/models.py"),
    *("extensions/models/", "extensions/applications.py"),
    *("queues/models/", "queues/applications.py"),
    *("telephony/models/", "telephony/applications.py", "telephony/sections.py"),
    *("telephony/faxes/", "telephony/notices/"),
    *("templates/account/", "templates/errors/", "templates/generic/"),
    *("templates/me/", "templates/mfa/", "templates/partials/"),
    *("templates/tenants/", "templates/account.html", "templates/base.html"),
    *("templates/personal.html", "templates/signed_out.html"),
)
IGNORED = ["locale", ".venv", "node_modules", ".run*", "tests", "test-artifacts"]
_PLACES = re.compile(r"%\(\w+\)[\d.]*[sdf]|%[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What the code says now, merged into the French catalogue, with the files."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "fr/LC_MESSAGES/django.po"
    target.parent.mkdir(parents=True)
    shutil.copy(ROOT / "pbxportal/locale/fr/LC_MESSAGES/django.po", target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "LOCALE_PATHS", [folder])
        patch.chdir(ROOT)
        call_command(
            "makemessages",
            locale=["fr"],
            add_location="file",
            no_obsolete=True,
            no_wrap=True,
            ignore_patterns=IGNORED,
            verbosity=0,
        )
    return polib.pofile(str(target))


def key(entry: Any) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_it_has_the_texts_of_the_code(path: Path, collected: polib.POFile) -> None:
    """If not: `make messages`."""
    stored = polib.pofile(str(path))
    assert {key(e) for e in stored} ^ {key(e) for e in collected} == set()
    assert [e.msgid for e in stored if e.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_what_is_filled_in(path: Path) -> None:
    for entry in polib.pofile(str(path)).translated_entries():
        wanted = {*_PLACES.findall(entry.msgid), *_PLACES.findall(entry.msgid_plural)}
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            found = set(_PLACES.findall(text))
            assert found <= wanted, entry.msgid
            assert entry.msgid_plural or found == wanted, entry.msgid


def test_what_is_finished_is_complete_in_french(collected: polib.POFile) -> None:
    missing = [e.msgid for e in _finished(collected) if not e.translated()]
    assert missing == []
    assert len(list(_finished(collected))) > 500


def test_no_text_is_hidden_behind_another_alias() -> None:
    pattern = re.compile(r"import n?gettext(_lazy)? as (?!_$|_n$)", re.MULTILINE)
    apps = (
        "tenants",
        "callflows",
        "devices",
        "extensions",
        "queues",
        "telephony",
        "billing",
    )
    files = [
        file for app in (*apps, "pbxportal") for file in (ROOT / app).rglob("*.py")
    ]
    assert [f.name for f in files if pattern.search(f.read_text())] == []


def _finished(catalogue: polib.POFile) -> Iterator[Any]:
    for entry in catalogue:
        if any(str(place).startswith(FINISHED) for place, _line in entry.occurrences):
            yield entry
