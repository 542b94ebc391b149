"""Sections of an account's settings: tabs of its page, steps of the wizard, and REST.

Each app fills this registry; pages and REST know no section by name. A section's form
is asked for its fields, takes what people type and what REST sends, and says what is
wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from pbxportal.lib.typed import in_words
from tenants.access import Right
from tenants.models import Account

# What has been typed into the wizard so far, by section and field.
Typed = Mapping[str, Mapping[str, Any]]


class SectionForm(forms.Form):
    """One section: of `account`, or in the wizard (None) of a new one below `parent`.

    `cleaned_data` are plain values that JSON can hold. Fields in `fixed` can be chosen
    in the wizard only.
    """

    fixed: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, parent: Account | None, account: Account | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parent, self.account = parent, account
        for name in self.fixed if account else ():
            self.fields[name].disabled = True

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value of what there is to read above the fields; nothing mostly."""
        return []

    def rows(self, data: Mapping[str, Any]) -> list[tuple[Any, Any]]:
        """Label and value of each field, as a summary shows them."""
        return [
            (f.label, in_words(f, data.get(name))) for name, f in self.fields.items()
        ]


def _nothing(parent: Account, typed: Typed) -> dict[str, Any]:
    return {}


def _nothing_told(account: Account) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Section:
    """A part of an account's settings.

    `begin` is what the wizard proposes, `own` the right by which the account's own people
    may change it (None: only who manages it from above). With `only_new` it is a step of the wizard and
    nothing else, stored after all others; with `only_later` no step of it. `write` stores checked values
    of an account, in the caller's transaction; it raises ValidationError by field. `told` is what there
    is to read besides, in place of fields that only take something.
    """

    key: str
    title: str | Promise
    help: str | Promise
    form: type[SectionForm]
    read: Callable[[Account], dict[str, Any]]
    write: Callable[[Account, dict[str, Any]], None]
    order: int
    begin: Callable[[Account, Typed], dict[str, Any]] = _nothing
    own: Right | None = None
    only_new: bool = False
    only_later: bool = False
    told: Callable[[Account], dict[str, Any]] = _nothing_told

    def form_for(self, account: Account, data: Any = None) -> SectionForm:
        """The form of an account that exists, filled with `data` if there is any."""
        return self.form(
            data, initial=self.read(account), parent=account.parent, account=account
        )

    def form_of_new(self, parent: Account, data: Any, typed: Typed) -> SectionForm:
        """The form of a new account, filled with `data` if there is any."""
        initial = self.begin(parent, typed)
        return self.form(data, initial=initial, parent=parent, account=None)

    def summary(self, account: Account) -> list[tuple[Any, Any]]:
        """Label and value of each field."""
        return self.form_for(account).rows(self.values(account))

    def values(self, account: Account) -> dict[str, Any]:
        """The fields as they are read."""
        return {**self.read(account), **self.told(account)}


_sections: dict[str, Section] = {}


def register(*sections: Section) -> None:
    """Adds sections; a second one of the same key is refused."""
    for section in sections:
        if section.key in _sections:
            raise ValueError(f"section {section.key!r} is registered already")
        _sections[section.key] = section


def steps() -> list[Section]:
    """Those of the wizard, in their order."""
    return [section for section in _in_order() if not section.only_later]


def _in_order() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: section.order)


def step(key: str) -> Section | None:
    """The wizard's section of that key."""
    found = _sections.get(key)
    return found if found and not found.only_later else None


def all_sections() -> list[Section]:
    """Those of an account that exists."""
    return [section for section in _in_order() if not section.only_new]


def own_sections() -> list[Section]:
    """Those that an account's own people may change."""
    return [section for section in all_sections() if section.own]


def get(key: str) -> Section | None:
    """The section of that key, of an account that exists."""
    found = _sections.get(key)
    return found if found and not found.only_new else None
