"""Which languages an Asterisk speaks is found in its directories."""

from __future__ import annotations

from pathlib import Path

import pytest

from pbxportal.devstack import asterisk_root
from pbxportal.devstack.asterisk_root import Asterisk


def test_languages_are_directories_of_sounds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    beside, data = tmp_path / "beside", tmp_path / "data"
    monkeypatch.setattr(asterisk_root, "languages_path", lambda: beside)
    private = beside / "usr/share/asterisk/sounds"
    for name in ("fr_CA_f_June", "es_MX_f_Allison"):
        (private / name).mkdir(parents=True)
    for name in ("en_US_f_Allison", "en", "es", "custom", "priv-callerintros"):
        (data / "sounds" / name).mkdir(parents=True)
    english = data / "sounds/en"
    asterisk = Asterisk((), tmp_path, data, english, tmp_path)
    assert asterisk.languages == {
        "en": english,
        "es": data / "sounds/es",
        "fr": private / "fr_CA_f_June",
    }


def test_the_found_one_speaks_french() -> None:
    languages = asterisk_root.find().languages
    assert any(languages["fr"].glob("vm-intro.*"))
