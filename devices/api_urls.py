"""REST of devices."""

from rest_framework.routers import SimpleRouter

from devices.api import DeviceViewSet

router = SimpleRouter(use_regex_path=False)
router.register("devices", DeviceViewSet, "api-device")
urlpatterns = router.urls
