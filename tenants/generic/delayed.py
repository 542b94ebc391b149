"""Saving a form at a time to come, on pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pbxportal.lib.typed import in_words
from tenants import audit, outbox
from tenants.actor import Actor
from tenants.audit_words import kind_in_words
from tenants.generic.moments import Moment
from tenants.services.kept_files import Files


class LaterForm(forms.Form):
    """When it is saved, on the clock of the page."""

    save_at = forms.DateTimeField(label=gettext_lazy("Save at"), widget=Moment)

    def clean_save_at(self) -> datetime:
        """Refuses what is no time to come."""
        at: datetime = self.cleaned_data["save_at"]
        try:
            outbox.refuse_unfit("save_at", at)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return at


def called(instance: Model) -> str:
    """What a save of the object is called: its kind and, unless it is new, its name."""
    kind: str = capfirst(kind_in_words(instance._meta.model_name or ""))
    return kind if instance._state.adding else f"{kind}: {instance}"


def changes(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Label and new value of what differs in a checked form, secrets hidden."""
    return told(form, form.changed_data)


def told(form: forms.BaseForm, names: Iterable[str]) -> list[tuple[str, str]]:
    """Label and value of these fields of a checked form, unless they are hidden."""
    return [
        (
            str(form.fields[name].label or name),
            str(
                audit.without_secrets(
                    in_words(form.fields[name], form.cleaned_data.get(name)), name
                )
            ),
        )
        for name in names
        if not form[name].is_hidden
    ]


def nothing_changed() -> ValidationError:
    """There is nothing that could be saved later."""
    return ValidationError(_("Nothing is changed, so there is nothing to save later."))


def request_of(actor: Actor, files: Files) -> HttpRequest:
    """What a page asks for of a request, where there is none."""
    request: Any = HttpRequest()
    request.FILES.update(files)
    request.actor, request.user, request.htmx = actor, actor.user, False
    return request  # type: ignore[no-any-return]
