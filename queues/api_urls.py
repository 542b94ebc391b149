"""REST of the call center's set-up."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from queues.api import agents
from queues.api.queues import QueueViewSet

router = SimpleRouter(use_regex_path=False)
router.register("queues", QueueViewSet, "api-queue")
router.register("agents", agents.AgentViewSet, "api-agent")
urlpatterns = [
    *router.urls,
    path("agents/<uuid:pk>/state/", agents.State.as_view(), name="api-agent-state"),
]
