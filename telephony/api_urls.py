"""REST of what is published and what happens."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from telephony.api import calls, objects

router = SimpleRouter(use_regex_path=False)
router.register("calls", calls.CallViewSet, "api-call")

urlpatterns = [
    *router.urls,
    path("live/", calls.Live.as_view(), name="api-live"),
    path("registrations/", calls.Registrations.as_view(), name="api-registrations"),
    path(
        "callflows/<uuid:pk>/publications/",
        objects.Publications.as_view(),
        name="api-callflow-publications",
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
