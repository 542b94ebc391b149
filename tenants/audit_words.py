"""The audit in words: what was done, to what, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from tenants.models import AuditEntry

# What the services name in `audit.record`, for people to read after the name.
VERBS: dict[str, Promise] = {
    "assign": gettext_lazy("assigned"),
    "call": gettext_lazy("had a code said by telephone to"),
    "cancel": gettext_lazy("called off"),
    "change": gettext_lazy("changed"),
    "create": gettext_lazy("made"),
    "credit": gettext_lazy("added credit to"),
    "delete": gettext_lazy("deleted"),
    "entries": gettext_lazy("changed the entries of"),
    "grant": gettext_lazy("granted rights to"),
    "greetings": gettext_lazy("changed the greetings of"),
    "invite": gettext_lazy("invited"),
    "kick": gettext_lazy("removed somebody from"),
    "link": gettext_lazy("signs in from now on by"),
    "lock": gettext_lazy("locked"),
    "login": gettext_lazy("gave a login to"),
    "masquerade": gettext_lazy("entered the account"),
    "masquerade_end": gettext_lazy("left the account"),
    "member": gettext_lazy("made a member"),
    "members": gettext_lazy("changed the members of"),
    "move": gettext_lazy("moved"),
    "mute": gettext_lazy("muted somebody in"),
    "numbers": gettext_lazy("changed the numbers of"),
    "password": gettext_lazy("mailed a link to choose a new password to"),
    "publish": gettext_lazy("published"),
    "purge": gettext_lazy("removed for good"),
    "release": gettext_lazy("released"),
    "remove": gettext_lazy("removed"),
    "restore": gettext_lazy("restored"),
    "resume": gettext_lazy("resumed"),
    "schedule": gettext_lazy("scheduled"),
    "suspend": gettext_lazy("suspended"),
    "take back": gettext_lazy("took back"),
    "unlock": gettext_lazy("unlocked"),
    "unmute": gettext_lazy("unmuted somebody in"),
    "withdraw": gettext_lazy("withdrew"),
}

# What models and columns are called that have no name of their own, for catalogues.
UNNAMED = (
    *(gettext_noop("api token"), gettext_noop("brand picture")),
    *(gettext_noop("call scenario"), gettext_noop("callflow number")),
    *(
        gettext_noop("callflow version"),
        gettext_noop("contact"),
        gettext_noop("device"),
    ),
    *(
        gettext_noop("directory entry"),
        gettext_noop("domain"),
        gettext_noop("invitation"),
    ),
    *(
        gettext_noop("masquerade"),
        gettext_noop("membership"),
        gettext_noop("recording"),
    ),
    *(gettext_noop("scheduled publication"), gettext_noop("seat")),
    *(gettext_noop("user state"), gettext_noop("web address")),
    *(gettext_noop("applications"), gettext_noop("block"), gettext_noop("branding")),
    *(
        gettext_noop("changed at"),
        gettext_noop("client secret"),
        gettext_noop("contacts"),
    ),
    *(gettext_noop("control pages"), gettext_noop("created at"), gettext_noop("data")),
    *(gettext_noop("digest"), gettext_noop("document"), gettext_noop("draft")),
    *(gettext_noop("ended at"), gettext_noop("entries"), gettext_noop("expires at")),
    *(gettext_noop("feature"), gettext_noop("granted"), gettext_noop("handle")),
    *(gettext_noop("invited by"), gettext_noop("language"), gettext_noop("members")),
    *(
        gettext_noop("national countries"),
        gettext_noop("numbers"),
        gettext_noop("parent"),
    ),
    *(gettext_noop("password digest"), gettext_noop("person")),
    *(gettext_noop("portal domains"), gettext_noop("preferences")),
    *(gettext_noop("revision"), gettext_noop("secret"), gettext_noop("source")),
    *(gettext_noop("way"), gettext_noop("ready at"), gettext_noop("status")),
)

# What failed, as `audit.error` names it.
SOURCES: dict[str, Promise] = {
    "call": gettext_lazy("Call to the outside"),
    "callflow": gettext_lazy("Callflow"),
    "carriers": gettext_lazy("Carriers"),
    "delayed": gettext_lazy("Delayed save"),
    "devices": gettext_lazy("Devices"),
    "fax": gettext_lazy("Fax"),
    "notice": gettext_lazy("Notice"),
    "pivot": gettext_lazy("Question to a program"),
    "publish": gettext_lazy("Publishing"),
    "recording": gettext_lazy("Recording"),
    "scenarios": gettext_lazy("Saved calls"),
    "schedule": gettext_lazy("Scheduled publication"),
    "states": gettext_lazy("Do not disturb and forwarding"),
    "trunks": gettext_lazy("Trunks"),
}


@dataclass(frozen=True)
class Difference:
    """A field, or a place inside of its document, before and after; "" is nothing."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return f"{self.field}: {self.before} → {self.after}"
        if self.before:
            values = {"field": self.field, "value": self.before}
            return _("%(field)s: no longer %(value)s") % values
        return f"{self.field}: {self.after}"


@cache
def kinds() -> dict[str, type[models.Model]]:
    """The portal's models by the name that entries have for them.

    Where two apps have one of the same name, the one nearer to `tenants` names it.
    """
    found: dict[str, type[models.Model]] = {}
    for label in ("tenants", *settings.TENANT_APPS, "telephony"):
        for model in apps.get_app_config(label).get_models():
            found.setdefault(model._meta.model_name or "", model)
    return found


def kind_in_words(kind: str) -> str:
    """What people call objects of that kind."""
    model = kinds().get(kind)
    return _(str(model._meta.verbose_name)) if model else kind


def verb_in_words(verb: str) -> str:
    """What was done."""
    return str(VERBS.get(verb, verb.replace("_", " ")))


def source_in_words(source: str) -> str:
    """What failed."""
    return str(SOURCES.get(source, source))


def differences(entry: AuditEntry) -> list[Difference]:
    """What the change was, field by field, documents place by place.

    Without the object's id, which tells people nothing.
    """
    model = kinds().get(entry.kind)
    return [
        difference
        for name, (before, after) in entry.changes.items()
        if name != "id"
        for difference in _differing(_Field(model, name), before, after)
    ]


class _Field:
    """A column, or what a service has called something that is none."""

    def __init__(self, model: type[models.Model] | None, name: str) -> None:
        self.label = _(name.replace("_", " "))
        self.choices: dict[Any, Any] = {}
        try:
            column = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return
        if isinstance(column, models.Field):
            self.label = _(str(column.verbose_name))
            self.choices = dict(column.flatchoices)

    def in_words(self, value: Any) -> str:
        """The value as people read it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(value, list):
            return ", ".join(self.in_words(each) for each in value)
        if isinstance(value, dict):
            pairs = (f"{key}: {self.in_words(each)}" for key, each in value.items())
            return ", ".join(pairs)
        return str(self.choices.get(value, value))


def _differing(field: _Field, before: Any, after: Any) -> Iterator[Difference]:
    """One line for a plain value; a line for each place of a document that differs."""
    places = list(_places((), before, after)) if _is_deep(before, after) else []
    for path, old, new in places or [((), before, after)]:
        label = " › ".join((field.label, *path))
        yield Difference(label, field.in_words(old), field.in_words(new))


def _is_deep(before: Any, after: Any) -> bool:
    both = isinstance(before, dict) and isinstance(after, dict)
    return both or (_rows(before) and _rows(after) and len(before) == len(after))


def _rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _places(
    path: tuple[str, ...], before: Any, after: Any
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if not _is_deep(before, after):
        if before != after:
            yield path, before, after
        return
    if isinstance(before, dict):
        for key in {**before, **after}:
            yield from _places((*path, str(key)), before.get(key), after.get(key))
        return
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        yield from _places((*path, str(number)), old, new)
