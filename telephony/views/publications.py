"""What was published of a callflow, where and when."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from callflows.models import Callflow
from telephony.services.publications import of_callflow
from tenants.access import Right
from tenants.generic.pages import AccountPage


class Publications(AccountPage):
    """A part of the callflow's page, loaded and refreshed by it."""

    right = Right.VIEW
    template_name = "callflows/publications.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = get_object_or_404(Callflow, pk=self.kwargs["pk"])
        waiting, outcomes = of_callflow(self.actor.account, flow)
        return super().get_context_data(
            publications=outcomes,
            publishing=waiting,
            publications_url=self.url("publications", pk=flow.pk),
            **kwargs,
        )
