"""Rows that are saved later: whatever two people do to the same rows, both count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tenants.generic import kept_rows
from tenants.generic.rows import WAS, Row, Rows, RowsForm

TEXTS = st.text("abc", min_size=1, max_size=2)
NAMES = st.lists(st.sampled_from("1234"), max_size=5)
# What is done to each row: None takes it away, "" leaves it.
EDITS = st.lists(st.none() | st.just("") | TEXTS, min_size=5, max_size=5)


class LineForm(forms.Form):
    text = forms.CharField()
    note = forms.CharField(required=False)


class PaperForm(RowsForm):
    rows: ClassVar[Mapping[str, Rows]] = {"lines": Rows(LineForm, "Line", "Add")}

    def __init__(self, stored: list[Row], data: Any = None) -> None:
        self.stored = stored
        super().__init__(data)

    def initial_rows(self) -> Mapping[str, list[Row]]:
        return {"lines": self.stored}


def paper(names: list[str], note: str = "") -> list[Row]:
    return [{WAS: name, "text": f"of {name}", "note": note} for name in names]


def typed(stored: list[Row], edits: list[str | None], more: list[str]) -> PaperForm:
    """The form as it was sent after the edits, with more lines."""
    lines: list[Row] = []
    for row, edit in zip(stored, edits, strict=False):
        if edit is not None:
            lines.append({**row, "text": edit or row["text"]})
    data = QueryDict(mutable=True)
    data.update({"lines-TOTAL_FORMS": str(len(lines) + len(more))})
    data.update({"lines-INITIAL_FORMS": "0"})
    for number, line in enumerate([*lines, *({"text": text} for text in more)]):
        data.update({f"lines-{number}-{name}": value for name, value in line.items()})
    form = PaperForm(stored, data)
    assert form.is_valid(), form.errors
    return form


def after(stored: list[Row], changes: Any) -> list[str]:
    data = kept_rows.laid_over(PaperForm(stored), changes)
    count = int(data["lines-TOTAL_FORMS"][0])
    return [data[f"lines-{number}-text"][0] for number in range(count)]


@given(NAMES, EDITS, st.lists(TEXTS, max_size=2))
def test_undisturbed_they_become_what_was_typed(
    names: list[str], edits: list[str | None], more: list[str]
) -> None:
    form = typed(paper(names), edits, more)
    changes = kept_rows.kept(form, whole=False)
    wanted = [row["text"] for row in form.row_data("lines")]
    # Of lines that are alike another one may be taken away, or changed.
    alike = len(set(names)) < len(names)
    found = after(paper(names), changes)
    assert sorted(found) == sorted(wanted) if alike else found == wanted
    assert bool(changes) == bool(kept_rows.told(form))
    assert after(paper(names), kept_rows.kept(form, whole=True)) == wanted


@given(st.sets(st.sampled_from("12345")), EDITS, EDITS, st.lists(TEXTS, max_size=2))
def test_what_others_did_stays_unless_it_is_changed_here(
    names: set[str], edits: list[str | None], theirs: list[str | None], more: list[str]
) -> None:
    stored = paper(sorted(names))
    changes = kept_rows.kept(typed(stored, edits, more), whole=False)
    mine = dict(zip(sorted(names), edits, strict=False))
    others = dict(zip(sorted(names), theirs, strict=False))
    now = [
        {**row, "text": others[row[WAS]] or row["text"]}
        for row in stored
        if others[row[WAS]] is not None
    ] + paper(["9"])
    gone = [
        name
        for name, edit in mine.items()
        if edit and edit != f"of {name}" and others[name] is None
    ]
    if gone:
        number = [n for n, edit in mine.items() if edit is not None].index(gone[0]) + 1
        with pytest.raises(ValidationError, match=rf"Line {number} \(of {gone[0]}\)"):
            after(now, changes)
        return
    wanted = [
        mine.get(row[WAS]) or row["text"]
        for row in now
        if mine.get(row[WAS], "") is not None
    ]
    assert after(now, changes) == [*wanted, *more]


def test_a_field_of_a_row_that_was_not_touched_stays_as_it_is_by_then() -> None:
    changes = kept_rows.kept(typed(paper(["1"]), ["b"], []), whole=False)
    data = kept_rows.laid_over(PaperForm(paper(["1"], note="theirs")), changes)
    assert (data["lines-0-text"], data["lines-0-note"]) == (["b"], ["theirs"])


def test_what_a_row_was_can_not_be_made_up() -> None:
    form = typed(paper(["1"]), [""], [])
    again = QueryDict(form.data.urlencode().replace("lines-0-was=1", "lines-0-was=2"))
    form = PaperForm(paper(["1"]), again)
    assert form.is_valid()
    assert kept_rows.told(form) == [
        ("Line 1 (new)", "text: of 1"),
        ("Line (of 1)", "taken away"),
    ]
