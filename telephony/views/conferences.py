"""Buttons of a conference in progress."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from extensions.models import Conference
from telephony.services import conferences
from tenants.access import Right
from tenants.generic.pages import AccountPage


class Participants(AccountPage):
    """A part of the conference's page: who is in it now."""

    right = Right.VIEW_CALLS
    template_name = "telephony/participants.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conference = get_object_or_404(Conference, pk=self.kwargs["pk"])
        may = self.actor.may(Right.MANAGE)
        url = self.url("conference-control", pk=conference.pk)
        return super().get_context_data(
            room=conference.room(self.actor.account.slug),
            control_url=url if may else "",
            **kwargs,
        )


class Control(AccountPage):
    """Mutes, unmutes and kicks participants; locks and unlocks the room."""

    http_method_names = ["options", "post"]
    right = Right.MANAGE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        conference = get_object_or_404(Conference, pk=kwargs["pk"])
        asked = request.POST
        try:
            conferences.control(
                conference, asked.get("action", ""), asked.get("participant", "")
            )
        except ValidationError as error:
            if request.headers.get("Accept") == "application/json":
                return HttpResponse(" ".join(error.messages), status=400)
            for message in error.messages:
                messages.error(request, message)
        else:
            if request.headers.get("Accept") == "application/json":
                return HttpResponse(status=204)
            messages.success(request, _("Done."))
        return redirect(self.url("conference", pk=conference.pk))
