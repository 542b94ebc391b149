"""What narrows the error log, the audit and the list of masquerades."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.actor import required
from tenants.audit_words import (
    SOURCES,
    VERBS,
    kind_in_words,
    kinds,
    verb_in_words,
)
from tenants.generic.filters import BetweenFilter, OfferedField
from tenants.models import AuditEntry, Severity, User

SYSTEM = "system"


def _entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(account=required().account).order_by()


def _people() -> list[tuple[str, Any]]:
    """Those who have changed something here."""
    ids = _entries().values("user").distinct()
    found = [(str(user.pk), user) for user in User.objects.filter(pk__in=ids)]
    return [("", _("Anybody")), *found, (SYSTEM, _("The system"))]


def _kinds() -> list[tuple[str, Any]]:
    """Kinds of objects of which one was changed here."""
    found = _entries().values_list("kind", flat=True).distinct()
    named = sorted(((kind, kind_in_words(kind)) for kind in found), key=lambda k: k[1])
    return [("", _("Anything")), *named]


def _verbs() -> list[tuple[str, Any]]:
    named = sorted(((verb, verb_in_words(verb)) for verb in VERBS), key=lambda v: v[1])
    return [("", _("Whatever")), *named]


class _Who(forms.Select):
    """Asks who there is when it is drawn, which REST never does."""

    def optgroups(self, *args: Any, **kwargs: Any) -> Any:
        self.choices = _people()
        return super().optgroups(*args, **kwargs)


class WhoField(forms.CharField):
    """A person's id, or `system` for what nobody did."""

    widget = _Who

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return text if text in ("", SYSTEM) else UUID(text)
        except ValueError:
            message = _("The id of a person, or “system”.")
            raise forms.ValidationError(message, code="invalid") from None


class ErrorFilter(BetweenFilter):
    """What is to be looked at, and what failed how badly when."""

    seen = forms.ChoiceField(
        label=_("Seen"),
        choices=[("", _("Seen or not")), ("0", _("Not seen")), ("1", _("Seen"))],
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("Any")), *Severity.choices]
    )
    source = forms.ChoiceField(
        label=_("What"), choices=[("", _("Anything")), *SOURCES.items()]
    )
    object = forms.UUIDField(widget=forms.HiddenInput)

    def by(self, name: str, value: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked: dict[str, dict[str, Any]] = {
            "seen": {"seen_at__isnull": value == "0"},
            "object": {"object_id": value},
            # A row stands for the time from its first to its last failure.
            "from": {"at__gte": value},
            "to": {"first_at__lt": value},
        }
        return rows.filter(**asked.get(name, {name: value}))


class AuditFilter(BetweenFilter):
    """Who, what, which object, when; those that links fill in are not drawn."""

    user = WhoField(label=_("Who"))
    kind = OfferedField(
        label=_("Kind"),
        choices=lambda: [(kind, kind) for kind in kinds()],
        offered=_kinds,
    )
    verb = forms.ChoiceField(label=_("What"), choices=_verbs)
    masquerading = forms.ChoiceField(
        label=_("Masquerade"),
        choices=[
            ("", _("With and without")),
            ("1", _("Masquerading only")),
            ("0", _("Without masquerade")),
        ],
    )
    object = forms.UUIDField(widget=forms.HiddenInput)
    masquerade = forms.UUIDField(widget=forms.HiddenInput)
    request = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def by(self, name: str, value: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked: dict[str, dict[str, Any]] = {
            "user": {"user": None if value == SYSTEM else value},
            "masquerading": {"masquerade__isnull": value == "0"},
            "object": {"object_id": value},
            "masquerade": {"masquerade_id": value},
            "request": {"request_id": value},
            "from": {"at__gte": value},
            "to": {"at__lt": value},
        }
        return rows.filter(**asked.get(name, {name: value}))

    @property
    def special(self) -> bool:
        """Whether a link has narrowed the list to one object, masquerade or request."""
        return self.is_valid() and any(
            self.cleaned_data[name] for name in ("object", "masquerade", "request")
        )


class MasqueradeFilter(BetweenFilter):
    """Who was in the account when, or still is."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Any")), ("open", _("Open")), ("ended", _("Ended"))],
    )

    def by(self, name: str, value: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        if name == "to":
            return rows.filter(started_at__lt=value)
        # Whoever was here at some moment since then.
        since = timezone.now() if name == "state" else value
        there = Q(ended_at=None, expires_at__gt=since) | Q(ended_at__gt=since)
        return rows.filter(~there if value == "ended" else there)
