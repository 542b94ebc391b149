"""The form of a plan: a row for each price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.catalog.models import ItemKind, PlanItem, ServicePlan
from billing.services.plans import twice
from tenants.generic.rows import WAS, Row, Rows, RowsForm


class ItemForm(forms.Form):
    """What one of a kind costs."""

    kind = forms.ChoiceField(label=_("What"), choices=ItemKind.choices)
    price = forms.DecimalField(
        label=_("Price"), min_value=0, max_digits=10, decimal_places=2
    )
    included = forms.IntegerField(
        label=_("Included"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
        help_text=_("So many cost nothing."),
    )


ITEMS = Rows(
    ItemForm,
    _("Price"),
    _("Add a price"),
    _("By the month, but the set-up, which is paid once."),
    most=len(ItemKind),
)


class ServicePlanForm(RowsForm, forms.ModelForm[ServicePlan]):
    """A plan and its prices."""

    rows: ClassVar[Mapping[str, Rows]] = {"items": ITEMS}

    class Meta:
        model = ServicePlan
        fields: ClassVar = ["name", "description", "currency", "minute_price", "active"]

    def initial_rows(self) -> Mapping[str, list[Row]]:
        """The stored prices."""
        if self.instance._state.adding:
            return {"items": [{"kind": ItemKind.ACCOUNT, "included": 0}]}
        stored = self.instance.items.all()
        return {
            "items": [
                {
                    WAS: i.kind,
                    "kind": i.kind,
                    "price": i.price,
                    "included": i.included,
                }
                for i in stored
            ]
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and (fault := twice(i.kind for i in self.items())):
            self.add_error(None, fault)
        return data

    def items(self) -> list[PlanItem]:
        """What was entered."""
        return [PlanItem(**row) for row in self.row_data("items")]
