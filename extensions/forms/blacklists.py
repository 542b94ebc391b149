"""Forms of blacklists."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from extensions.models import Blacklist
from extensions.services.blacklists import read_numbers
from tenants.actor import acting_in
from tenants.forms.fields import LinesField
from tenants.sections import SectionForm


class BlacklistForm(forms.ModelForm[Blacklist]):
    """A list's name and numbers, and whether it counts."""

    numbers = LinesField(
        label=_("Numbers"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "One a line, as you dial them or with + and the country code. A * at the end stands "
            "for all numbers that begin so, such as +1900*."
        ),
    )

    class Meta:
        model = Blacklist
        fields: ClassVar = ["name", "numbers", "hidden", "active"]

    def clean_numbers(self) -> list[str]:
        """As they are stored."""
        try:
            return read_numbers(self.cleaned_data["numbers"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class ActiveListsForm(SectionForm):
    """Which of the account's lists count."""

    active = forms.MultipleChoiceField(
        label=_("Active blacklists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their numbers can't be called, and don't get through as callers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.account is not None  # noqa: S101  no step of the wizard
        with acting_in(self.account):
            rows = [(str(row.pk), row.name) for row in Blacklist.objects.all()]
        active: Any = self.fields["active"]
        active.choices = rows

    def facts(self) -> list[tuple[Any, Any]]:
        """Where lists come from, if there are none yet."""
        active: Any = self.fields["active"]
        if active.choices:
            return []
        return [(_("Blacklists"), _("None yet: make one on the page “Blacklists”."))]
