"""Forms of the sections: which plan an account has, and its credit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.catalog.models import ServicePlan
from billing.services import ledger, quotes, subscriptions
from tenants.sections import SectionForm


class PlanForm(SectionForm):
    """One of the plans that the account above sells, or none; with what it costs."""

    plan = forms.ChoiceField(
        label=_("Plan"), required=False, widget=forms.RadioSelect, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = subscriptions.offered(self.parent, self.account) if self.parent else ()
        self._plans: dict[str, ServicePlan] = {str(plan.pk): plan for plan in found}
        offered = [(pk, f"{p}: {quotes.summary(p)}") for pk, p in self._plans.items()]
        plan: Any = self.fields["plan"]
        plan.choices = [("", gettext("No plan")), *offered]

    def facts(self) -> list[tuple[Any, Any]]:
        """What the chosen plan costs, line by line."""
        return self._facts(self["plan"].value())

    def rows(self, data: Mapping[str, Any]) -> list[tuple[Any, Any]]:
        """The plan's name and what it costs."""
        chosen = self._plans.get(str(data.get("plan")))
        label = self.fields["plan"].label
        return [(label, chosen or gettext("No plan")), *self._facts(data.get("plan"))]

    def _facts(self, chosen: Any) -> list[tuple[Any, Any]]:
        plan = self._plans.get(str(chosen))
        if plan is None:
            return []
        if self.account:
            return [*quotes.facts(plan, quotes.counts(self.account))]
        trunks = self.initial.get("trunks", 0)
        return [*quotes.facts(plan, quotes.counts_of_new(trunks))]


class CreditForm(SectionForm):
    """So much more; in the wizard what the account begins with."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=11, decimal_places=2)
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[("credit", _("Credit")), ("correction", _("Correction"))],
        help_text=_("A correction may be less than 0, and needs a reason."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=200,
        required=False,
        help_text=_("The account reads it among its transactions."),
    )

    # A form that is sent twice, by a double click say, adds once.
    reference = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.account is None:
            del self.fields["kind"], self.fields["reference"]
        else:
            self.initial["reference"] = secrets.token_hex(12)

    def clean_amount(self) -> str:
        """A new account owes nothing. JSON has no decimals."""
        amount = self.cleaned_data["amount"]
        if self.account is None and amount < 0:
            raise forms.ValidationError(gettext("Credit is not less than 0."))
        return str(amount)

    def facts(self) -> list[tuple[Any, Any]]:
        """The balance."""
        if self.account is None:
            return []
        return [(gettext("Balance"), str(ledger.standing(self.account)))]

    def rows(self, data: Mapping[str, Any]) -> list[tuple[Any, Any]]:
        """The balance of an account, what a new one begins with."""
        return self.facts() if self.account else super().rows(data)
