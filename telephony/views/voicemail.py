"""Messages of a voicemail box."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from extensions.models import VoicemailBox
from telephony.services import voicemail
from tenants.access import Right
from tenants.generic.pages import AccountPage


class Messages(AccountPage):
    """A part of the mailbox's page, loaded and refreshed by it."""

    right = Right.MANAGE
    template_name = "telephony/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        box = get_object_or_404(VoicemailBox, pk=self.kwargs["pk"])
        rows = [
            (message, self.url("voicemail-sound", pk=box.pk, message=message.id))
            for message in voicemail.messages(self.actor.account, box)
        ]
        return super().get_context_data(box=box, voicemail=rows, **kwargs)


class MessageSound(AccountPage):
    """One message's sound."""

    right = Right.MANAGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        box = get_object_or_404(VoicemailBox, pk=kwargs["pk"])
        message = voicemail.find(self.actor.account, box, kwargs["message"])
        if message is None or not message.sound.is_file():
            raise Http404
        return FileResponse(message.sound.open("rb"), content_type="audio/wav")
