"""Pages of the plans that an account sells to those below it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.catalog.models import ServicePlan
from billing.forms.plans import ServicePlanForm
from billing.services import quotes
from billing.services.plans import KIND, delete_plan, plans_of, save_plan
from billing.tables import PlanTable
from pbxportal.lib import money
from tenants.access import Right
from tenants.generic.pages import DeletePage, ListPage, ObjectPage
from tenants.generic.row_pages import RowsPage


class PlanList(ListPage):
    """All plans of the account."""

    title = _("Plans")
    right = right_to_add = Right.MANAGE_ACCOUNTS
    table_class = PlanTable
    search_fields = ("name", "description")
    add_route = "plan-new"

    def get_queryset(self) -> QuerySet[Any]:
        return plans_of(self.actor.account)


class PlanPage(ObjectPage):
    """A plan, its prices and who has it."""

    right = Right.MANAGE_ACCOUNTS
    kind = KIND
    template_name = "generic/detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return plans_of(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan: ServicePlan = self.object
        minute = money.written(plan.minute_price, plan.currency)
        fields = [
            (_("Description"), plan.description),
            (_("On offer"), plan.active),
            *quotes.prices(plan),
            (_("Minute over the limit"), minute),
        ]
        return super().get_context_data(
            fields=fields,
            edit_url=self.url("plan-edit", pk=plan.pk),
            delete_url=self.url("plan-delete", pk=plan.pk),
            **kwargs,
        )


class PlanEdit(RowsPage):
    """Makes or changes a plan."""

    right = Right.MANAGE_ACCOUNTS
    form_class = ServicePlanForm
    list_route = "plans"
    new_title = _("New plan")

    def get_queryset(self) -> QuerySet[Any]:
        return plans_of(self.actor.account)

    def save(self, form: ServicePlanForm) -> ServicePlan:
        save_plan(form.instance, form.items())
        return form.instance

    def get_success_url(self) -> str:
        return self.url("plan", pk=self.object.pk)


class PlanDelete(DeletePage):
    """Deletes a plan that no account has."""

    right = Right.MANAGE_ACCOUNTS
    kind = KIND
    list_route = "plans"

    def get_queryset(self) -> QuerySet[Any]:
        return plans_of(self.actor.account)

    def remove(self) -> None:
        delete_plan(self.object)
