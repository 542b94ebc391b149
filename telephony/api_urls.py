"""REST of what is published and what happens."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from telephony.api import (
    calls,
    conferences,
    faxes,
    notices,
    objects,
    outside,
    queues,
    recordings,
)

router = SimpleRouter(use_regex_path=False)
router.register("calls", calls.CallViewSet, "api-call")
router.register("carriers", outside.CarrierViewSet, "api-carrier")
router.register("notices", notices.NoticeViewSet, "api-notice")
router.register("recordings", recordings.RecordingViewSet, "api-recording")
router.register("faxes", faxes.FaxViewSet, "api-fax")

urlpatterns = [
    *router.urls,
    path("outside-calls/", outside.OutsideCalls.as_view(), name="api-outside-calls"),
    path("live/", calls.Live.as_view(), name="api-live"),
    path("registrations/", calls.Registrations.as_view(), name="api-registrations"),
    path("queues/<uuid:pk>/live/", queues.QueueLive.as_view(), name="api-queue-live"),
    path(
        "conferences/<uuid:pk>/participants/",
        conferences.Participants.as_view(),
        name="api-conference-participants",
    ),
    path(
        "conferences/<uuid:pk>/control/",
        conferences.Control.as_view(),
        name="api-conference-control",
    ),
    path(
        "callflows/<uuid:pk>/publications/",
        objects.Publications.as_view(),
        name="api-callflow-publications",
    ),
    path(
        "callflows/<uuid:pk>/places/",
        objects.CallflowPlaces.as_view(),
        name="api-callflow-places",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/messages/",
        objects.Messages.as_view(),
        name="api-voicemail-box-messages",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/messages/<slug:message>/sound/",
        objects.MessageSound.as_view(),
        name="api-voicemail-box-message",
    ),
]
