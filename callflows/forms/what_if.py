"""Forms of what-if: the call, and what is expected of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callflows.services.cast import Cast
from callflows.services.circumstances import SINGULAR, Circumstance, groups
from callflows.services.expected import ENDINGS

ENDS = (("", _("In any way")), *ENDINGS.items())
ANYBODY = ("", _("Anybody"))
LOCAL = "%Y-%m-%dT%H:%M"


class WhatIfForm(forms.Form):
    """A call: fields for everybody who takes part are added by the cast."""

    dialled = forms.CharField(label=_("Dialled"), max_length=40, required=False)
    caller = forms.CharField(label=_("Caller"), max_length=40, required=False)
    at = forms.DateTimeField(
        label=_("Moment"),
        required=False,
        input_formats=[LOCAL],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL),
        help_text=_("On the account's clock; now, if empty."),
    )
    keys = forms.CharField(
        label=_("Keys"),
        max_length=100,
        required=False,
        help_text=_("What the caller presses, in turn; a blank is a wait for nothing."),
        strip=False,
    )

    def __init__(self, data: Any, cast: Cast, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.use_required_attribute = False
        self.groups = groups(cast)
        self._added = [field for group in self.groups for field in group.fields]
        for field in self._added:
            self.fields[field.name] = _form_field(field)

    def sections(self) -> list[dict[str, Any]]:
        """The fields as the page shows them: the first section has no title.

        `open` is for those in which something is said.
        """
        own = [self[name] for name in ("dialled", "caller", "at", "keys")]
        found: list[dict[str, Any]] = []
        for group in self.groups:
            fields = [self[field.name] for field in group.fields]
            said = any(field.value() for field in fields)
            found.append({"title": group.title, "fields": fields, "open": said})
        found[0]["fields"] = [*own, *found[0]["fields"]]
        return found

    def scenario(self) -> dict[str, Any]:
        """The call as JSON, with what is not the usual case; `at` is always there."""
        data = self.cleaned_data
        at = data["at"] or timezone.now().replace(second=0, microsecond=0)
        call: dict[str, Any] = {
            "dialled": data["dialled"],
            "caller": data["caller"],
            "at": at.isoformat(),
            "keys": ["" if key == " " else key for key in data["keys"]],
        }
        for field in self._added:
            if _is_said(data[field.name]):
                _put(call, field.path, data[field.name])
        return call


def _form_field(field: Circumstance) -> forms.Field:
    made: dict[str, Callable[[], forms.Field]] = {
        "choice": lambda: forms.ChoiceField(choices=field.choices),
        "text": lambda: forms.CharField(max_length=30),
        "number": lambda: forms.IntegerField(min_value=0, max_value=7200),
        "numbers": NumbersField,
        "switch": forms.BooleanField,
    }
    result = made[field.kind]()
    result.label, result.required, result.help_text = field.label, False, field.hint
    return result


class NumbersField(forms.CharField):
    """Numbers with blanks or commas between them."""

    def clean(self, value: Any) -> list[int]:
        words = super().clean(value).replace(",", " ").split()
        if not all(
            word.isascii() and word.isdigit() and len(word) < 9 for word in words
        ):
            raise forms.ValidationError(_("Write numbers with blanks between them."))
        return [int(word) for word in words]


def _is_said(value: Any) -> bool:
    """Whether it differs from nothing; 0 does."""
    return value is not None and value is not False and value not in ("", [])


def _put(call: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        call = call.setdefault(name, {})
    call[path[-1]] = value


def query(call: dict[str, Any]) -> dict[str, str]:
    """The fields of WhatIfForm that would give this call again."""
    at = datetime.fromisoformat(call["at"]) if call.get("at") else None
    given = {
        "dialled": call.get("dialled", ""),
        "caller": call.get("caller", ""),
        "at": timezone.localtime(at).strftime(LOCAL) if at else "",
        "keys": "".join(key or " " for key in call.get("keys", ())),
    }
    for first, name in SINGULAR.items():
        given |= _said(name, call.get(first, ""))
    return given


def _said(name: str, value: Any) -> dict[str, str]:
    """The fields under a name, with what is said in them."""
    if isinstance(value, dict):
        return {
            full: said
            for key, part in value.items()
            for full, said in _said(f"{name}_{key}", part).items()
        }
    if isinstance(value, list | tuple):
        return {name: " ".join(map(str, value))}
    return {name: str(value)} if _is_said(value) else {}


class ScenarioForm(forms.Form):
    """What is expected of a call, and under which name it is kept."""

    call = forms.JSONField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("One of the same name is replaced."),
    )
    end = forms.ChoiceField(label=_("The call ends so"), choices=ENDS, required=False)
    who = forms.ChoiceField(label=_("Who gets it"), required=False)
    passes = forms.ChoiceField(label=_("Passes"), required=False)
    rings = forms.ChoiceField(label=_("Who rings"), required=False)
    within = forms.IntegerField(
        label=_("Within"),
        min_value=0,
        max_value=86400,
        required=False,
        help_text=_("Seconds from the begin of the call."),
    )

    def __init__(
        self, data: Any, cast: Cast, places: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        ringing = list(cast.ringing.items())
        self._choices("who", [ANYBODY, *ringing, *cast.mailboxes.items()])
        self._choices("rings", [("", _("Nobody in particular")), *ringing])
        self._choices("passes", [("", _("Anything")), *places])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = choices

    def expected(self) -> dict[str, Any]:
        """The expectation as JSON; what does not matter is left out."""
        data = self.cleaned_data
        told = {
            name: data[name]
            for name in ("end", "who", "rings", "within")
            if data[name] not in ("", None)
        }
        return (
            {**told, "passes": json.loads(data["passes"])} if data["passes"] else told
        )
