"""Pages of what a call meets."""

from django.urls import path

from callflows.views import flows, media, time_frames

urlpatterns = [
    path("callflows/", flows.CallflowList.as_view(), name="callflows"),
    path("callflows/new/", flows.CallflowNew.as_view(), name="callflow-new"),
    path("callflows/<uuid:pk>/", flows.CallflowPage.as_view(), name="callflow"),
    path(
        "callflows/<uuid:pk>/edit/", flows.CallflowEdit.as_view(), name="callflow-edit"
    ),
    path(
        "callflows/<uuid:pk>/publish/",
        flows.CallflowPublish.as_view(),
        name="callflow-publish",
    ),
    path(
        "callflows/<uuid:pk>/restore/<int:number>/",
        flows.CallflowRestore.as_view(),
        name="callflow-restore",
    ),
    path(
        "callflows/<uuid:pk>/delete/",
        flows.CallflowDelete.as_view(),
        name="callflow-delete",
    ),
    path("media/", media.MediaList.as_view(), name="media-list"),
    path("media/new/", media.MediaNew.as_view(), name="media-new"),
    path("media/<uuid:pk>/", media.MediaPage.as_view(), name="media"),
    path("media/<uuid:pk>/sound.wav", media.MediaSound.as_view(), name="media-sound"),
    path("media/<uuid:pk>/delete/", media.MediaDelete.as_view(), name="media-delete"),
    path("time-frames/", time_frames.TimeFrameList.as_view(), name="time-frames"),
    path(
        "time-frames/new/", time_frames.TimeFrameEdit.as_view(), name="time-frame-new"
    ),
    path(
        "time-frames/<uuid:pk>/", time_frames.TimeFramePage.as_view(), name="time-frame"
    ),
    path(
        "time-frames/<uuid:pk>/edit/",
        time_frames.TimeFrameEdit.as_view(),
        name="time-frame-edit",
    ),
    path(
        "time-frames/<uuid:pk>/delete/",
        time_frames.TimeFrameDelete.as_view(),
        name="time-frame-delete",
    ),
]
