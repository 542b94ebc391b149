"""Pages that tell when calls reach nobody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.forms.reach import ReachForm
from callflows.models import Callflow
from callflows.services import reach
from callflows.services.reach import Reach, ReachIn
from tenants.access import Right
from tenants.generic.pages import AccountPage, ObjectPage


class CallflowReach(ObjectPage):
    """When calls to a callflow reach nobody in the next year; GET with the form's fields."""

    on_account_clock = True
    model = Callflow
    template_name = "callflows/reach.html"

    def get_page_title(self) -> str:
        return str(_("When calls reach nobody: %s") % self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ReachForm(self.request.GET)
        return super().get_context_data(
            form=form,
            reach=self._reach(form) if form.is_valid() else None,
            callflow_url=self.url("callflow", pk=self.object.pk),
            **kwargs,
        )

    def _reach(self, form: ReachForm) -> Reach | None:
        asked = reach.read(form.asked())
        return reach.of_callflow(self.object, asked, live=form.cleaned_data["live"])


class NumbersReach(AccountPage):
    """When calls to the account's numbers reach nobody, though everybody answers."""

    on_account_clock = True
    right = Right.VIEW
    title = gettext_lazy("Numbers that reach nobody")
    template_name = "callflows/numbers_reach.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = sorted(
            reach.of_numbers(ReachIn()),
            key=lambda each: (-each[1].seconds, each[0].number),
        )
        found = [
            {
                "row": row,
                "reach": told,
                "hours": round(told.seconds / 3600),
                "url": self.url("callflow-reach", pk=row.callflow_id) + "?live=on",
            }
            for row, told in rows
        ]
        return super().get_context_data(numbers=found, **kwargs)
