"""Forms of seats and mailboxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from callflows.instructions import Feature
from extensions.models import Conference, PhoneUser, Seat, VoicemailBox
from extensions.models.person import EXTENSION
from extensions.services.logins import candidates, in_words
from extensions.services.state import as_plain, features, from_plain
from tenants import preferences
from tenants.actor import required
from tenants.forms.preferences import choosing
from tenants.models import User


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


def caller_privacy() -> forms.ChoiceField:
    """What a user of the acting account can hide, with what is inherited first."""
    inherited = preferences.of_account(required().account)
    return choosing(preferences.OF_TELEPHONES, inherited, [])["caller_privacy"]


class UserForm(forms.ModelForm[PhoneUser]):
    """What can be changed of a user without moving their extension."""

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["first_name", "last_name", "email"]


class OwnTelephoneForm(forms.ModelForm[PhoneUser]):
    """What somebody sets of their own telephone: do not disturb, call forwarding, and what
    calls hide."""

    do_not_disturb = forms.BooleanField(
        label=_("Do not disturb"),
        required=False,
        help_text=_("The user's telephones stay silent; callers find them busy."),
    )
    forward_always = forms.CharField(
        label=_("Forward all calls to"), max_length=20, required=False
    )
    forward_busy = forms.CharField(
        label=_("Forward when busy to"), max_length=20, required=False
    )
    forward_no_answer = forms.CharField(
        label=_("Forward when nobody answers to"), max_length=20, required=False
    )

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["caller_privacy"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = as_plain(features(kwargs["instance"]))
        super().__init__(*args, **kwargs)
        self.fields["caller_privacy"] = caller_privacy()

    def wanted(self) -> dict[Feature, str]:
        """What was entered of the features."""
        data = self.cleaned_data
        return from_plain({feature.value: data[feature.value] for feature in Feature})


class UserStateForm(OwnTelephoneForm):
    """The same, what calls show outside, and whose telephone it is."""

    login = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=_("Signs in as"),
        help_text=_("Who has this telephone as their own on “My telephone”."),
    )

    class Meta:
        model = PhoneUser
        fields: ClassVar = [
            "caller_privacy",
            "caller_number",
            "emergency_number",
            "login",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caller_number"].help_text = _("Empty: that of the account.")
        login: Any = self.fields["login"]
        login.queryset = candidates(required().account)
        login.label_from_instance = in_words


class VoicemailBoxForm(forms.ModelForm[VoicemailBox]):
    """A mailbox, of a user or stand-alone."""

    class Meta:
        model = VoicemailBox
        fields: ClassVar = ["number", "name", "pin"]


class ConferenceForm(forms.ModelForm[Conference]):
    """A room and who is let in."""

    class Meta:
        model = Conference
        fields: ClassVar = [
            "name",
            "number",
            "owner",
            "pin",
            "moderator_pin",
            "most",
            "tones",
            "wait",
            "record",
        ]
