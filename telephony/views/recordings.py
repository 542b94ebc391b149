"""Recordings of calls."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import sendfile
from telephony.models import Recording
from telephony.services import recordings
from telephony.tables import RecordingTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, ListPage, ObjectPage
from tenants.shown_numbers import shown


class Recordings(ListPage):
    """All recordings of the account, newest first."""

    title = _("Recordings")
    right = Right.LISTEN
    table_class = RecordingTable
    search_fields = ("caller_number", "caller_name", "dialled")

    def get_queryset(self) -> QuerySet[Any]:
        return recordings.of_account(self.actor.account)


class RecordingPage(ObjectPage):
    """One recording, to be listened to."""

    right = Right.LISTEN
    template_name = "telephony/recording.html"

    def get_queryset(self) -> QuerySet[Any]:
        return recordings.of_account(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recording: Recording = self.object
        call = recordings.call_of(recording)
        may = self.actor.may(Right.MANAGE)
        pk = recording.pk
        caller = f"{recording.caller_name} {shown(recording.caller_number)}".strip()
        return super().get_context_data(
            fields=[
                (_("Time"), recording.at),
                (_("From"), caller),
                (_("To"), shown(recording.dialled)),
                (_("Length"), _("%s s") % recording.seconds),
                (_("State"), recording.get_state_display()),
                *([(_("Outcome"), recording.outcome)] if recording.outcome else []),
            ],
            sound_url=self.url("recording-sound", pk=pk) if recording.here else "",
            call_url=self.url("call", pk=call.pk) if call else "",
            delete_url=self.url("recording-delete", pk=pk) if may else "",
            **kwargs,
        )


class RecordingSound(ObjectPage):
    """The recording's file; with `?save=1` to be kept."""

    right = Right.LISTEN

    def get_queryset(self) -> QuerySet[Any]:
        return recordings.of_account(self.actor.account)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        recording: Recording = self.get_object()
        if not recording.here or (file := recording.file) is None:
            raise Http404
        save = "save" in request.GET
        return sendfile.send(
            request, file, sendfile.WAV, recording.file_name, save=save
        )


class RecordingDelete(DeletePage):
    """Deletes a recording and its file."""

    list_route = "recordings"

    def get_queryset(self) -> QuerySet[Any]:
        return recordings.of_account(self.actor.account)

    def remove(self) -> None:
        recordings.delete(self.object)
