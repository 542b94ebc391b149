"""Pages of what is published and what happens."""

from django.urls import path

from telephony.views import history, live, publications, voicemail

urlpatterns = [
    path("live/", live.LiveCalls.as_view(), name="live-calls"),
    path("registrations/", live.Registrations.as_view(), name="registrations"),
    path("history/", history.History.as_view(), name="history"),
    path("history/<uuid:pk>/", history.CallPage.as_view(), name="call"),
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
