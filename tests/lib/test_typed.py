"""Forms as a browser sends them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from pbxportal.lib import typed

COLOURS = [("r", "Red"), ("g", "Green"), ("b", "Blue")]


class Form(forms.Form):
    name = forms.CharField(required=False)
    notes = forms.CharField(required=False, widget=forms.Textarea, strip=False)
    number = forms.IntegerField(required=False)
    day = forms.DateField(required=False, label="Day")
    on = forms.BooleanField(required=False)
    colour = forms.ChoiceField(choices=COLOURS)
    colours = forms.MultipleChoiceField(choices=COLOURS, required=False)
    fixed = forms.CharField(disabled=True, required=False)


WORDS = st.text("ab cé<", max_size=5)
VALUES = st.fixed_dictionaries(
    {
        "name": WORDS.map(str.strip),
        "notes": WORDS,
        "number": st.none() | st.integers(-99, 99),
        "day": st.none() | st.dates(),
        "on": st.booleans(),
        "colour": st.sampled_from("rgb"),
        "colours": st.lists(st.sampled_from("rgb"), unique=True),
        "fixed": st.just("stays"),
    }
)


def bound(sent: Any, initial: Any) -> Form:
    return Form(typed.sent_again(sent, {}), initial=initial)


def sent_of(values: Any) -> dict[str, list[str]]:
    return typed.unchanged(Form(initial=values))


@given(VALUES)
def test_what_nobody_touches_is_unchanged(values: dict[str, Any]) -> None:
    form = bound(sent_of(values), values)
    assert form.changed_data == [] and form.is_valid(), form.errors


@given(VALUES, VALUES, VALUES)
def test_changes_are_laid_over_what_others_changed(
    was: dict[str, Any], wanted: dict[str, Any], now: dict[str, Any]
) -> None:
    """Somebody wants changes of what was; by now it is something else."""
    first = Form(typed.sent_again(sent_of(wanted), {}), initial=was)
    changes = typed.sent(first, first.changed_data)
    form = Form(typed.sent_again(sent_of(now), changes), initial=now)
    assert form.is_valid(), form.errors
    for name, value in form.cleaned_data.items():
        source = wanted if name in first.changed_data else now
        assert value == source[name] or not (value or source[name])


def test_a_box_that_is_no_longer_ticked_is_a_change() -> None:
    form = Form(QueryDict("colour=r"), initial={"on": True, "colour": "r"})
    assert typed.sent(form, form.changed_data) == {"on": []}
    assert "on" not in typed.sent_again({"on": ["on"]}, {"on": []})


class Upload(forms.Form):
    sound = forms.FileField(required=False)
    other = forms.FileField(required=False)


def test_a_file_is_sent_only_if_one_is_chosen() -> None:
    assert typed.unchanged(Upload(initial={"sound": "stored.wav"})) == {}
    bell = SimpleUploadedFile("bell.wav", b"ding")
    form = Upload({}, {"sound": bell, "stray": bell})  # type: ignore[arg-type]
    assert form.is_valid() and form.changed_data == ["sound"]
    assert typed.sent_files(form) == {"sound": bell}
    assert typed.in_words(form.fields["sound"], bell) == "bell.wav"


def test_what_no_field_shows_stands_at_the_head() -> None:
    form = Form({"colour": "r"})
    wrong = ValidationError({"colour": ["No red."], "rows": ["One."], "more": ["Two."]})
    form.add_error(None, typed.for_form(wrong, form))
    assert form.errors["colour"] == ["No red."]
    assert form.non_field_errors() == ["One.", "Two."]


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("on", True, "Yes"),
        ("on", False, "No"),
        ("number", None, ""),
        ("number", 0, "0"),
        ("colour", "g", "Green"),
        ("colours", ["g", "b"], "Green, Blue"),
        ("colours", [], ""),
        ("colour", "gone", "gone"),
        ("day", date(2026, 12, 1), "2026-12-01"),
        ("day", time(9, 30), "09:30"),
    ],
)
def test_words(name: str, value: Any, words: str) -> None:
    assert typed.in_words(Form().fields[name], value) == words


def test_what_is_refused_names_the_field() -> None:
    form = Form({"colour": "r", "day": "soon"})
    assert typed.refused(form).messages == ["Day: Enter a valid date."]
