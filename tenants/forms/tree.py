"""Forms of what is done with accounts below one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tenants.models import Account
from tenants.services import masquerade

# More suggestions make the page heavy and the list useless.
_SUGGESTIONS = 200


class ReasonForm(forms.Form):
    """Why somebody does this; the account's people can read it."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class EnterForm(ReasonForm):
    """Why somebody enters an account, and for how long."""

    minutes = forms.TypedChoiceField(
        label=_("For"),
        coerce=int,
        empty_value=None,
        required=False,
        initial=masquerade.proposed,
        choices=lambda: [(m, masquerade.in_words(m)) for m in masquerade.durations()],
        help_text=_("Then it ends by itself; you can leave at any time before."),
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class DeleteForm(forms.Form):
    """Typing the name shows that the right account is meant."""

    name = forms.CharField(label=_("Name of the account"), max_length=120)


class Suggesting(forms.TextInput):
    """A text field with suggestions (`<datalist>`): pairs of value and label."""

    def __init__(self, suggestions: Iterable[tuple[str, str]]) -> None:
        super().__init__({"autocomplete": "off"})
        self.suggestions = suggestions

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-list"
        box = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join(
            "", '<option value="{}">{}</option>', self.suggestions
        )
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


class MoveForm(forms.Form):
    """The new parent, by its short name."""

    parent = forms.CharField(
        label=_("New account above"),
        max_length=20,
        help_text=_("The short name of the account that it shall stand below."),
    )

    def __init__(self, root: Account, moved: Account, *args: Any) -> None:
        super().__init__(*args)
        inside = Account.objects.in_use().filter(path__startswith=root.path)
        self._choices = inside.exclude(path__startswith=moved.path)
        rows = self._choices.values_list("slug", "name")[:_SUGGESTIONS]
        self.fields["parent"].widget = Suggesting(rows)

    def clean_parent(self) -> Account:
        """The account of that short name, if one may move something there."""
        slug = self.cleaned_data["parent"].strip().lower()
        parent: Account | None = self._choices.filter(slug=slug).first()
        if parent is None:
            message = _("No account of this short name can be chosen here.")
            raise forms.ValidationError(message)
        return parent
