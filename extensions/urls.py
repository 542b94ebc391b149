"""Pages of people."""

from django.urls import path

from extensions.views import people, seats

urlpatterns = [
    path("seats/", seats.SeatList.as_view(), name="seats"),
    path("seats/new/", seats.SeatNew.as_view(), name="seat-new"),
    path("seats/<uuid:pk>/", seats.SeatPage.as_view(), name="seat"),
    path("seats/<uuid:pk>/edit/", seats.SeatEdit.as_view(), name="seat-edit"),
    path("seats/<uuid:pk>/delete/", seats.SeatDelete.as_view(), name="seat-delete"),
    path("users/", people.UserList.as_view(), name="users"),
    path("users/<uuid:pk>/", people.UserPage.as_view(), name="user"),
    path("voicemail-boxes/", people.VoicemailBoxList.as_view(), name="voicemail-boxes"),
    path(
        "voicemail-boxes/new/",
        people.VoicemailBoxEdit.as_view(),
        name="voicemail-box-new",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/",
        people.VoicemailBoxPage.as_view(),
        name="voicemail-box",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/edit/",
        people.VoicemailBoxEdit.as_view(),
        name="voicemail-box-edit",
    ),
    path(
        "voicemail-boxes/<uuid:pk>/delete/",
        people.VoicemailBoxDelete.as_view(),
        name="voicemail-box-delete",
    ),
]
