"""REST of people."""

from rest_framework.routers import SimpleRouter

from extensions.api.people import UserViewSet, VoicemailBoxViewSet
from extensions.api.seats import SeatViewSet

router = SimpleRouter(use_regex_path=False)
router.register("seats", SeatViewSet, "api-seat")
router.register("users", UserViewSet, "api-user")
router.register("voicemail-boxes", VoicemailBoxViewSet, "api-voicemail-box")
urlpatterns = router.urls
