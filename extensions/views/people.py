"""Pages of users and their mailboxes."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from callflows.instructions import Feature
from callflows.words.feature import FEATURES
from extensions.forms import (
    OwnTelephoneForm,
    UserStateForm,
    VoicemailBoxForm,
    caller_privacy,
)
from extensions.models import PhoneUser, VoicemailBox
from extensions.services.logins import own, owner_in_words
from extensions.services.numbers import save_telephone
from extensions.services.state import features
from extensions.services.voicemail import touch_voicemail
from extensions.tables import UserTable, VoicemailBoxTable
from tenants.access import Right
from tenants.generic.pages import (
    AccountPage,
    DeletePage,
    EditPage,
    ListPage,
    ObjectPage,
)


class UserList(ListPage):
    """All users of the account."""

    title = _("Users")
    table_class = UserTable
    search_fields = ("first_name", "last_name", "extension", "email")

    def get_queryset(self) -> QuerySet[Any]:
        return PhoneUser.objects.all()


class UserPage(ObjectPage):
    """A user and their devices."""

    model = PhoneUser
    kind = "user"
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.object
        fields = [
            *_facts(user),
            (_("E-mail"), user.email or "—"),
            (_("Signs in as"), owner_in_words(user, self.actor.account) or "—"),
            (_("Number shown outside"), user.caller_number or "—"),
            (_("Shown to emergency services"), user.emergency_number or "—"),
        ]
        may = self.actor.may(Right.MANAGE)
        state_url = self.url("user-state", pk=user.pk) if may else ""
        return super().get_context_data(fields=fields, edit_url=state_url, **kwargs)


def _facts(user: PhoneUser) -> list[tuple[Any, Any]]:
    """What there is to know of a telephone for whose own it is."""
    hidden: Any = caller_privacy()
    devices = ", ".join(user.devices.values_list("name", flat=True))
    return [
        (_("Name"), user.name),
        (_("Extension"), user.extension),
        (_("Devices"), devices or "—"),
        *_states(user),
        (hidden.label, dict(hidden.choices)[user.caller_privacy]),
    ]


def _states(user: PhoneUser) -> list[tuple[Any, Any]]:
    """Label and value of each feature."""
    values = features(user)
    on = {Feature.DO_NOT_DISTURB: _("on")}
    return [
        (label, on.get(feature, values[feature]) if values[feature] else _("off"))
        for feature, label in FEATURES.items()
    ]


class UserStateEdit(EditPage):
    """What the user's telephone switches too, what its calls show and hide."""

    model = PhoneUser
    form_class = UserStateForm
    list_route = "users"

    def save(self, form: Any) -> Any:
        save_telephone(form.instance, form.wanted())
        return form.instance

    def get_success_url(self) -> str:
        return self.url("user", pk=self.object.pk)


class MyTelephone(AccountPage):
    """One's own telephone, if somebody has said which it is."""

    title = _("My telephone")
    right = Right.MEMBER
    template_name = "extensions/my_telephone.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = own(self.actor)
        if user:
            kwargs |= {
                "fields": _facts(user),
                "edit_url": self.url("my-telephone-edit"),
            }
        return super().get_context_data(**kwargs)


class MyTelephoneEdit(EditPage):
    """What one's own telephone switches too, and what its calls hide."""

    form_class = OwnTelephoneForm
    list_route = "my-telephone"
    right = Right.MEMBER

    def save(self, form: Any) -> Any:
        save_telephone(form.instance, form.wanted())
        return form.instance

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """To the page that says why, for who has none."""
        if self.actor.may(self.right) and own(self.actor) is None:
            return redirect(self.url("my-telephone"))
        return super().dispatch(request, *args, **kwargs)

    def _find(self) -> PhoneUser:
        user = own(self.actor)
        if user is None:
            raise Http404
        return user


class VoicemailBoxList(ListPage):
    """All mailboxes of the account."""

    title = _("Voicemail boxes")
    table_class = VoicemailBoxTable
    search_fields = ("number", "name")
    add_route = "voicemail-box-new"

    def get_queryset(self) -> QuerySet[Any]:
        return VoicemailBox.objects.select_related("user")


class VoicemailBoxPage(ObjectPage):
    """A mailbox; its messages are shown by `telephony`, which can read them."""

    model = VoicemailBox
    kind = "voicemail_box"
    template_name = "extensions/voicemail_box.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        box = self.object
        may = self.actor.may(Right.MANAGE)
        fields = [
            (_("Number"), box.number),
            (_("Name"), box.name),
            (_("User"), box.user or "—"),
        ]
        return super().get_context_data(
            fields=fields,
            messages_url=self.url("voicemail-messages", pk=box.pk),
            edit_url=self.url("voicemail-box-edit", pk=box.pk) if may else "",
            delete_url=self.url("voicemail-box-delete", pk=box.pk) if may else "",
            **kwargs,
        )


class VoicemailBoxEdit(EditPage):
    """Makes or changes a mailbox."""

    model = VoicemailBox
    form_class = VoicemailBoxForm
    list_route = "voicemail-boxes"
    new_title = _("New voicemail box")

    def touch(self, instance: Model) -> None:
        touch_voicemail(instance)  # type: ignore[arg-type]


class VoicemailBoxDelete(DeletePage):
    """Deletes a mailbox that neither a seat nor a callflow uses."""

    model = VoicemailBox
    kind = "voicemail_box"
    list_route = "voicemail-boxes"
    right = Right.MANAGE

    def touch(self, instance: Model) -> None:
        touch_voicemail(instance)  # type: ignore[arg-type]
