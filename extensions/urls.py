"""Pages of people."""

from django.urls import path

from extensions.views import blacklists, conferences, fax_boxes, groups, people, seats

urlpatterns = [
    path("seats/", seats.SeatList.as_view(), name="seats"),
    path("seats/new/", seats.SeatNew.as_view(), name="seat-new"),
    path("seats/<uuid:pk>/", seats.SeatPage.as_view(), name="seat"),
    path("seats/<uuid:pk>/edit/", seats.SeatEdit.as_view(), name="seat-edit"),
    path("seats/<uuid:pk>/delete/", seats.SeatDelete.as_view(), name="seat-delete"),
    path("conferences/", conferences.ConferenceList.as_view(), name="conferences"),
    path(
        "conferences/new/",
        conferences.ConferenceEdit.as_view(),
        name="conference-new",
    ),
    path(
        "conferences/<uuid:pk>/",
        conferences.ConferencePage.as_view(),
        name="conference",
    ),
    path(
        "conferences/<uuid:pk>/edit/",
        conferences.ConferenceEdit.as_view(),
        name="conference-edit",
    ),
    path(
        "conferences/<uuid:pk>/delete/",
        conferences.ConferenceDelete.as_view(),
        name="conference-delete",
    ),
    path("fax-boxes/", fax_boxes.FaxBoxList.as_view(), name="fax-boxes"),
    path("fax-boxes/new/", fax_boxes.FaxBoxEdit.as_view(), name="fax-box-new"),
    path("fax-boxes/<uuid:pk>/", fax_boxes.FaxBoxPage.as_view(), name="fax-box"),
    path(
        "fax-boxes/<uuid:pk>/edit/", fax_boxes.FaxBoxEdit.as_view(), name="fax-box-edit"
    ),
    path(
        "fax-boxes/<uuid:pk>/delete/",
        fax_boxes.FaxBoxDelete.as_view(),
        name="fax-box-delete",
    ),
    path("groups/", groups.GroupList.as_view(), name="groups"),
    path("groups/new/", groups.GroupEdit.as_view(), name="group-new"),
    path("groups/<uuid:pk>/", groups.GroupPage.as_view(), name="group"),
    path("groups/<uuid:pk>/edit/", groups.GroupEdit.as_view(), name="group-edit"),
    path("groups/<uuid:pk>/delete/", groups.GroupDelete.as_view(), name="group-delete"),
    path("directories/", groups.DirectoryList.as_view(), name="directories"),
    path("directories/new/", groups.DirectoryEdit.as_view(), name="directory-new"),
    path("directories/<uuid:pk>/", groups.DirectoryPage.as_view(), name="directory"),
    path(
        "directories/<uuid:pk>/edit/",
        groups.DirectoryEdit.as_view(),
        name="directory-edit",
    ),
    path(
        "directories/<uuid:pk>/delete/",
        groups.DirectoryDelete.as_view(),
        name="directory-delete",
    ),
    path("blacklists/", blacklists.BlacklistList.as_view(), name="blacklists"),
    path("blacklists/new/", blacklists.BlacklistEdit.as_view(), name="blacklist-new"),
    path("blacklists/<uuid:pk>/", blacklists.BlacklistPage.as_view(), name="blacklist"),
    path(
        "blacklists/<uuid:pk>/edit/",
        blacklists.BlacklistEdit.as_view(),
        name="blacklist-edit",
    ),
    path(
        "blacklists/<uuid:pk>/delete/",
        blacklists.BlacklistDelete.as_view(),
        name="blacklist-delete",
    ),
    path("my-telephone/", people.MyTelephone.as_view(), name="my-telephone"),
    path(
        "my-telephone/edit/",
        people.MyTelephoneEdit.as_view(),
        name="my-telephone-edit",
    ),
    path("users/", people.UserList.as_view(), name="users"),
    path("users/<uuid:pk>/", people.UserPage.as_view(), name="user"),
    path("users/<uuid:pk>/state/", people.UserStateEdit.as_view(), name="user-state"),
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
