"""REST of what a call meets."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from callflows.api.attendants import AttendantViewSet
from callflows.api.editor import Inspect, Modules, Numbers, References
from callflows.api.exchange import Export, Import
from callflows.api.flows import CallflowViewSet, Simulate
from callflows.api.media import MediaViewSet
from callflows.api.menus import MenuViewSet
from callflows.api.parking import ParkingLotViewSet
from callflows.api.problems import Findings
from callflows.api.prompts import Original, PromptDetail, Prompts
from callflows.api.reach import CallflowReach, NumbersReach
from callflows.api.scenarios import ScenarioViewSet
from callflows.api.schedules import ScheduleViewSet
from callflows.api.time_frames import MyTimeFrameViewSet, TimeFrameViewSet
from callflows.api.used_by import UsedBy
from callflows.api.web_addresses import WebAddressViewSet

router = SimpleRouter(use_regex_path=False)
router.register("callflows", CallflowViewSet, "api-callflow")
router.register("scenarios", ScenarioViewSet, "api-scenario")
router.register("media", MediaViewSet, "api-media")
router.register("attendants", AttendantViewSet, "api-attendant")
router.register("menus", MenuViewSet, "api-menu")
router.register("scheduled-publications", ScheduleViewSet, "api-scheduled-publication")
router.register("time-frames", TimeFrameViewSet, "api-time-frame")
router.register("my-time-frames", MyTimeFrameViewSet, "api-my-time-frame")
router.register("parking-lots", ParkingLotViewSet, "api-parking-lot")
router.register("web-addresses", WebAddressViewSet, "api-web-address")
urlpatterns = [
    path("modules/", Modules.as_view(), name="api-modules"),
    path("references/<slug:kind>/", References.as_view(), name="api-references"),
    path(
        "callflows/<uuid:pk>/reaches-nobody/",
        CallflowReach.as_view(),
        name="api-callflow-reach",
    ),
    path("numbers/reaches-nobody/", NumbersReach.as_view(), name="api-numbers-reach"),
    path("prompts/", Prompts.as_view(), name="api-prompt-list"),
    path("prompts/<slug:name>/", PromptDetail.as_view(), name="api-prompt-detail"),
    path(
        "prompts/<slug:name>/original/", Original.as_view(), name="api-prompt-original"
    ),
    path("findings/", Findings.as_view(), name="api-findings"),
    path("used-by/<slug:kind>/<uuid:pk>/", UsedBy.as_view(), name="api-used-by"),
    path(
        "callflows/<uuid:pk>/inspect/",
        Inspect.as_view(),
        name="api-callflow-inspect",
    ),
    path(
        "callflows/<uuid:pk>/numbers/",
        Numbers.as_view(),
        name="api-callflow-numbers",
    ),
    path("callflows/import/", Import.as_view(), name="api-callflow-import"),
    path("callflows/<uuid:pk>/export/", Export.as_view(), name="api-callflow-export"),
    *router.urls,
    path("simulate/", Simulate.as_view(), name="api-simulate"),
]
