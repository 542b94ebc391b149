"""Forms of groups and directories."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.models import Callflow
from extensions.models import Directory, Group, PhoneUser
from extensions.services import directories


class GroupForm(forms.ModelForm[Group]):
    """A group's name and members."""

    class Meta:
        model = Group
        fields: ClassVar = ["name", "users", "devices"]
        help_texts: ClassVar = {
            "devices": gettext_lazy(
                "Telephones that belong to no user, such as one in a hall."
            )
        }


class DirectoryForm(forms.ModelForm[Directory]):
    """A directory's settings and users; those who are in it get a field each."""

    users = forms.ModelMultipleChoiceField(
        PhoneUser.objects.all(),
        required=False,
        label=gettext_lazy("Entries"),
        help_text=gettext_lazy(
            "Calls go to the user's extension; when saved, another callflow can be "
            "chosen for each entry."
        ),
    )

    class Meta:
        model = Directory
        fields: ClassVar = ["name", "names", "confirm", "everybody"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        directory = kwargs.get("instance")
        present = directories.chosen(directory) if directory else {}
        initial = {"users": list(present)}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        flows = [
            (str(pk), name) for pk, name in Callflow.objects.values_list("pk", "name")
        ]
        choices = [("", _("Their extension")), *flows]
        for user in PhoneUser.objects.filter(pk__in=present):
            self.fields[_field(user)] = forms.ChoiceField(
                label=_("%(user)s leads to") % {"user": user},
                choices=choices,
                required=False,
                initial=str(present[user.pk] or ""),
            )

    def entries(self) -> directories.Entries:
        """Each chosen user with the callflow that was chosen for them."""
        wanted = {
            user: self.cleaned_data.get(_field(user), "")
            for user in self.cleaned_data["users"]
        }
        flows = {
            str(flow.pk): flow
            for flow in Callflow.objects.filter(
                pk__in=[pk for pk in wanted.values() if pk]
            )
        }
        return {user: flows.get(pk) for user, pk in wanted.items()}


def _field(user: PhoneUser) -> str:
    return f"callflow_{user.pk.hex}"
