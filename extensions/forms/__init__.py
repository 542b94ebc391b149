"""Forms of seats and mailboxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from extensions.models import PhoneUser, Seat, VoicemailBox
from extensions.models.person import EXTENSION


class SeatForm(forms.ModelForm[Seat]):
    """A colleague: who they are, the extension, how long it rings."""

    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=60, required=False)
    extension = forms.CharField(
        label=_("Extension"),
        max_length=8,
        validators=[EXTENSION],
        help_text=_("2 to 8 digits that nobody has yet."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    field_order = [
        "first_name",
        "last_name",
        "extension",
        "email",
        "ring_seconds",
    ]

    class Meta:
        model = Seat
        fields: ClassVar = ["ring_seconds"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        initial: dict[str, Any] = {"ring_seconds": settings.RING_SECONDS}
        if instance is not None:
            names = ("first_name", "last_name", "extension", "email")
            initial = {name: getattr(instance.user, name) for name in names}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class UserForm(forms.ModelForm[PhoneUser]):
    """What can be changed of a user without moving their extension."""

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["first_name", "last_name", "email"]


class VoicemailBoxForm(forms.ModelForm[VoicemailBox]):
    """A mailbox, of a user or stand-alone."""

    class Meta:
        model = VoicemailBox
        fields: ClassVar = ["number", "name", "pin"]
