"""REST of what telephony knows of other apps' objects."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.models import Callflow
from extensions.models import VoicemailBox
from telephony.services import places, publications, voicemail
from tenants.access import Right
from tenants.generic.rest import AccountAPI


class Publications(AccountAPI):
    """`callflows/<id>/publications/`: what was published where and when."""

    right = right_to_read = Right.VIEW

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Newest first; `waiting` while something is under way."""
        flow = get_object_or_404(Callflow, pk=pk)
        waiting, outcomes = publications.of_callflow(self.actor.account, flow)
        results = [publications.as_dict(outcome) for outcome in outcomes]
        return Response({"waiting": waiting, "results": results})


class CallflowPlaces(AccountAPI):
    """`callflows/<id>/places/`: where calls can be in it now."""

    right = right_to_read = Right.VIEW

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """By context, as a live call's `step` names it: version, and each node's path."""
        flow = get_object_or_404(Callflow.objects.select_related("live"), pk=pk)
        return Response(places.of_callflow(self.actor.account, flow))


class Messages(AccountAPI):
    """`voicemail-boxes/<id>/messages/`"""

    right = right_to_read = Right.MANAGE

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Newest first, of all nodes."""
        box = get_object_or_404(VoicemailBox, pk=pk)
        found = voicemail.messages(self.actor.account, box)
        return Response({"results": [self._entry(message) for message in found]})

    def _entry(self, message: voicemail.Message) -> dict[str, Any]:
        entry = asdict(message)
        del entry["sound"]
        return entry


class MessageSound(AccountAPI):
    """`voicemail-boxes/<id>/messages/<message>/sound/`"""

    right = right_to_read = Right.MANAGE

    def get(
        self, request: Request, pk: Any, message: str, **kwargs: Any
    ) -> HttpResponseBase:
        """The message as WAV."""
        box = get_object_or_404(VoicemailBox, pk=pk)
        found = voicemail.find(self.actor.account, box, message)
        if found is None or not found.sound.is_file():
            raise Http404
        return FileResponse(found.sound.open("rb"), content_type="audio/wav")
