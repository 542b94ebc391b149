"""Pages of what is published and what happens."""

from django.urls import path

from telephony.views import (
    conferences,
    faxes,
    history,
    live,
    notices,
    outside,
    publications,
    queues,
    recordings,
    voicemail,
)

urlpatterns = [
    path("queues/<uuid:pk>/live/", queues.QueueLive.as_view(), name="queue-live"),
    path("carriers/", outside.CarrierList.as_view(), name="carriers"),
    path("carriers/new/", outside.CarrierEdit.as_view(), name="carrier-new"),
    path("carriers/<uuid:pk>/", outside.CarrierPage.as_view(), name="carrier"),
    path(
        "carriers/<uuid:pk>/edit/", outside.CarrierEdit.as_view(), name="carrier-edit"
    ),
    path(
        "carriers/<uuid:pk>/delete/",
        outside.CarrierDelete.as_view(),
        name="carrier-delete",
    ),
    path("outside-calls/", outside.OutsideCalls.as_view(), name="outside-calls"),
    path(
        "outside-calls/edit/",
        outside.OutsideCallsEdit.as_view(),
        name="outside-calls-edit",
    ),
    path("live/", live.LiveCalls.as_view(), name="live-calls"),
    path("registrations/", live.Registrations.as_view(), name="registrations"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path(
        "conferences/<uuid:pk>/participants/",
        conferences.Participants.as_view(),
        name="conference-participants",
    ),
    path(
        "conferences/<uuid:pk>/control/",
        conferences.Control.as_view(),
        name="conference-control",
    ),
    path("recordings/", recordings.Recordings.as_view(), name="recordings"),
    path("recordings/<uuid:pk>/", recordings.RecordingPage.as_view(), name="recording"),
    path(
        "recordings/<uuid:pk>/sound.wav",
        recordings.RecordingSound.as_view(),
        name="recording-sound",
    ),
    path(
        "recordings/<uuid:pk>/delete/",
        recordings.RecordingDelete.as_view(),
        name="recording-delete",
    ),
    path("faxes/", faxes.Faxes.as_view(), name="faxes"),
    path("faxes/<uuid:pk>/", faxes.FaxPage.as_view(), name="fax"),
    path("faxes/<uuid:pk>/pages.pdf", faxes.FaxFile.as_view(), name="fax-pages"),
    path("faxes/<uuid:pk>/delete/", faxes.FaxDelete.as_view(), name="fax-delete"),
    path("history/", history.History.as_view(), name="history"),
    path("history/<uuid:pk>/", history.CallPage.as_view(), name="call"),
    path("history/<uuid:pk>/trace/", history.TracePage.as_view(), name="call-trace"),
    path(
        "callflows/<uuid:pk>/publications/",
        publications.Publications.as_view(),
        name="publications",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/messages/",
        voicemail.Messages.as_view(),
        name="voicemail-messages",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/messages/<slug:message>.wav",
        voicemail.MessageSound.as_view(),
        name="voicemail-sound",
    ),
]
