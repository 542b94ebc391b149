"""REST of what a call meets."""

from rest_framework.routers import SimpleRouter

from callflows.api.flows import CallflowViewSet
from callflows.api.media import MediaViewSet, TimeFrameViewSet

router = SimpleRouter(use_regex_path=False)
router.register("callflows", CallflowViewSet, "api-callflow")
router.register("media", MediaViewSet, "api-media")
router.register("time-frames", TimeFrameViewSet, "api-time-frame")
urlpatterns = router.urls
