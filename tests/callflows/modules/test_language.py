"""The language in which the system speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from django.conf import LazySettings

from callflows import snapshot
from callflows.checks import check
from callflows.document import parse
from callflows.lowering import lower
from callflows.modules.language import LanguageSettings
from callflows.prompt_languages import LANGUAGES
from callflows.simulation import Scenario, simulate
from callflows.words import in_words
from telephony.dialplan import text
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
FRENCH = node("language", language="fr", _=node("hangup"))


def test_the_choices_are_the_languages() -> None:
    field = LanguageSettings.model_fields["language"]
    assert set(get_args(field.annotation)) == set(LANGUAGES)


def test_the_accounts_own_prompts_go_before_the_languages() -> None:
    (context,) = render(lower(parse(FRENCH), SNAPSHOT), "u", 1)
    sets = [p.data for p in context.priorities if p.application == "Set"]
    assert sets == ["CHANNEL(language)=fr_own/acme/prompts"]


@pytest.mark.parametrize("hostile", ["fr_own/../x/prompts", "fr", "fr_own/a,b/prompts"])
def test_nothing_else_becomes_a_language(hostile: str) -> None:
    with pytest.raises(text.NotSafe):
        text.language(hostile)


def test_it_is_told_in_words_and_in_thought() -> None:
    program = lower(parse(FRENCH), SNAPSHOT)
    assert "Speak French from here on." in in_words(program)
    trace = simulate({"u": program}, "u", Scenario("8000", "1002", AT))
    assert trace.steps[0].text == "The system speaks French from here on."


def test_one_that_the_nodes_lack_is_told() -> None:
    assert found(FRENCH) == [("language_not_there", "", "language")]
    (finding,) = check(parse(FRENCH), SNAPSHOT)
    told = "Callers hear English: the system speaks English, not French."
    assert finding.message == told
    spoken = replace(SNAPSHOT, languages=frozenset({"en", "fr"}))
    assert check(parse(FRENCH), spoken) == []
    assert found(node("language", language="xx")) == [
        ("invalid_setting", "", "language")
    ]
    codes = [code for code, _, _ in found(node("language"))]
    assert codes == ["missing_setting"]


def test_the_nodes_languages_are_folders(
    settings: LazySettings, tmp_path: Path
) -> None:
    assert snapshot.languages() == {"en"}
    settings.SOUNDS_DIR = tmp_path
    for name in ("fr", "fr_CA", "recordings"):
        (tmp_path / name).mkdir()
    assert snapshot.languages() == {"en", "fr"}
