"""Pages of what a call meets."""

from django.urls import path

from callflows.views import (
    attendants,
    editor,
    exchange,
    flows,
    holidays,
    media,
    menus,
    outlines,
    parking,
    problems,
    prompts,
    reach,
    schedules,
    time_frames,
    versions,
    web_addresses,
    what_if,
)

urlpatterns = [
    path("callflows/", flows.CallflowList.as_view(), name="callflows"),
    path("callflows/new/", flows.CallflowNew.as_view(), name="callflow-new"),
    path(
        "callflows/import/", exchange.CallflowImport.as_view(), name="callflow-import"
    ),
    path(
        "callflows/<uuid:pk>/export/",
        exchange.CallflowExport.as_view(),
        name="callflow-export",
    ),
    path("callflows/<uuid:pk>/", flows.CallflowPage.as_view(), name="callflow"),
    path(
        "callflows/<uuid:pk>/editor/",
        editor.CallflowEditor.as_view(),
        name="callflow-editor",
    ),
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
    path(
        "callflows/<uuid:pk>/versions/<int:number>/",
        versions.VersionPage.as_view(),
        name="callflow-version",
    ),
    path(
        "callflows/<uuid:pk>/outline/",
        outlines.OutlinePage.as_view(),
        name="callflow-outline",
    ),
    path(
        "callflows/<uuid:pk>/compare/",
        versions.ComparePage.as_view(),
        name="callflow-compare",
    ),
    path(
        "callflows/<uuid:pk>/schedule/",
        schedules.ScheduleNew.as_view(),
        name="callflow-schedule",
    ),
    path(
        "scheduled-publications/",
        schedules.ScheduleList.as_view(),
        name="scheduled-publications",
    ),
    path(
        "scheduled-publications/<uuid:pk>/",
        schedules.SchedulePage.as_view(),
        name="scheduled-publication",
    ),
    path(
        "scheduled-publications/<uuid:pk>/cancel/",
        schedules.ScheduleCancel.as_view(),
        name="scheduled-publication-cancel",
    ),
    path(
        "callflows/<uuid:pk>/what-if/",
        what_if.WhatIf.as_view(),
        name="callflow-what-if",
    ),
    path(
        "callflows/<uuid:pk>/reaches-nobody/",
        reach.CallflowReach.as_view(),
        name="callflow-reach",
    ),
    path("problems/", problems.Problems.as_view(), name="problems"),
    path(
        "numbers/reaches-nobody/",
        reach.NumbersReach.as_view(),
        name="numbers-reach",
    ),
    path(
        "callflows/<uuid:pk>/scenarios/new/",
        what_if.ScenarioNew.as_view(),
        name="callflow-scenario-new",
    ),
    path(
        "callflows/<uuid:pk>/scenarios/run/",
        what_if.ScenariosRun.as_view(),
        name="callflow-scenarios-run",
    ),
    path(
        "scenarios/<uuid:pk>/delete/",
        what_if.ScenarioDelete.as_view(),
        name="scenario-delete",
    ),
    path("media/", media.MediaList.as_view(), name="media-list"),
    path("media/new/", media.MediaEdit.as_view(), name="media-new"),
    path("media/<uuid:pk>/", media.MediaPage.as_view(), name="media"),
    path("media/<uuid:pk>/edit/", media.MediaEdit.as_view(), name="media-edit"),
    path("media/<uuid:pk>/sound.wav", media.MediaSound.as_view(), name="media-sound"),
    path("media/<uuid:pk>/delete/", media.MediaDelete.as_view(), name="media-delete"),
    path("prompts/", prompts.PromptList.as_view(), name="prompts"),
    path("prompts/<uuid:pk>/", prompts.PromptOwn.as_view(), name="prompt-own"),
    path("prompts/<slug:name>/", prompts.PromptPage.as_view(), name="prompt"),
    path(
        "prompts/<slug:name>/original.wav",
        prompts.PromptOriginal.as_view(),
        name="prompt-original",
    ),
    path(
        "prompts/<slug:name>/replace/",
        prompts.PromptReplace.as_view(),
        name="prompt-replace",
    ),
    path(
        "prompts/<slug:name>/put-back/",
        prompts.PromptPutBack.as_view(),
        name="prompt-put-back",
    ),
    path("attendants/", attendants.AttendantList.as_view(), name="attendants"),
    path("attendants/new/", attendants.AttendantEdit.as_view(), name="attendant-new"),
    path("attendants/<uuid:pk>/", attendants.AttendantPage.as_view(), name="attendant"),
    path(
        "attendants/<uuid:pk>/edit/",
        attendants.AttendantEdit.as_view(),
        name="attendant-edit",
    ),
    path(
        "attendants/<uuid:pk>/delete/",
        attendants.AttendantDelete.as_view(),
        name="attendant-delete",
    ),
    path("menus/", menus.MenuList.as_view(), name="menus"),
    path("menus/new/", menus.MenuEdit.as_view(), name="menu-new"),
    path("menus/<uuid:pk>/", menus.MenuPage.as_view(), name="menu"),
    path("menus/<uuid:pk>/edit/", menus.MenuEdit.as_view(), name="menu-edit"),
    path("menus/<uuid:pk>/delete/", menus.MenuDelete.as_view(), name="menu-delete"),
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
    path(
        "my-time-frames/new/",
        time_frames.MyTimeFrameEdit.as_view(),
        name="my-time-frame-new",
    ),
    path(
        "my-time-frames/<uuid:pk>/edit/",
        time_frames.MyTimeFrameEdit.as_view(),
        name="my-time-frame-edit",
    ),
    path(
        "my-time-frames/<uuid:pk>/delete/",
        time_frames.MyTimeFrameDelete.as_view(),
        name="my-time-frame-delete",
    ),
    path(
        "holiday-calendars/new/",
        time_frames.HolidayCalendarEdit.as_view(),
        name="holiday-calendar-new",
    ),
    path(
        "holiday-calendars/<uuid:pk>/edit/",
        time_frames.HolidayCalendarEdit.as_view(),
        name="holiday-calendar-edit",
    ),
    path(
        "holiday-calendars/<uuid:pk>/import/",
        holidays.HolidayImport.as_view(),
        name="holiday-calendar-import",
    ),
    path(
        "holiday-calendars/<uuid:pk>/export/",
        holidays.HolidayExport.as_view(),
        name="holiday-calendar-export",
    ),
    path("parking-lots/", parking.ParkingLotList.as_view(), name="parking-lots"),
    path(
        "parking-lots/new/",
        parking.ParkingLotEdit.as_view(),
        name="parking-lot-new",
    ),
    path(
        "parking-lots/<uuid:pk>/",
        parking.ParkingLotPage.as_view(),
        name="parking-lot",
    ),
    path(
        "parking-lots/<uuid:pk>/edit/",
        parking.ParkingLotEdit.as_view(),
        name="parking-lot-edit",
    ),
    path(
        "parking-lots/<uuid:pk>/delete/",
        parking.ParkingLotDelete.as_view(),
        name="parking-lot-delete",
    ),
    path(
        "web-addresses/", web_addresses.WebAddressList.as_view(), name="web-addresses"
    ),
    path(
        "web-addresses/new/",
        web_addresses.WebAddressEdit.as_view(),
        name="web-address-new",
    ),
    path(
        "web-addresses/<uuid:pk>/",
        web_addresses.WebAddressPage.as_view(),
        name="web-address",
    ),
    path(
        "web-addresses/<uuid:pk>/edit/",
        web_addresses.WebAddressEdit.as_view(),
        name="web-address-edit",
    ),
    path(
        "web-addresses/<uuid:pk>/delete/",
        web_addresses.WebAddressDelete.as_view(),
        name="web-address-delete",
    ),
]
