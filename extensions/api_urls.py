"""REST of people."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from extensions.api.blacklists import BlacklistViewSet
from extensions.api.conferences import ConferenceViewSet
from extensions.api.fax_boxes import FaxBoxViewSet
from extensions.api.groups import DirectoryViewSet, GroupViewSet
from extensions.api.people import MyTelephone, UserViewSet, VoicemailBoxViewSet
from extensions.api.seats import SeatViewSet

router = SimpleRouter(use_regex_path=False)
router.register("seats", SeatViewSet, "api-seat")
router.register("users", UserViewSet, "api-user")
router.register("voicemail-boxes", VoicemailBoxViewSet, "api-voicemail-box")
router.register("conferences", ConferenceViewSet, "api-conference")
router.register("fax-boxes", FaxBoxViewSet, "api-fax-box")
router.register("groups", GroupViewSet, "api-group")
router.register("directories", DirectoryViewSet, "api-directory")
router.register("blacklists", BlacklistViewSet, "api-blacklist")
urlpatterns = [
    *router.urls,
    path("my-telephone/", MyTelephone.as_view(), name="api-my-telephone"),
]
