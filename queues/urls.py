"""Pages of the call center's set-up."""

from django.urls import path

from queues.views import agents, queues

urlpatterns = [
    path("queues/", queues.QueueList.as_view(), name="queues"),
    path("queues/new/", queues.QueueEdit.as_view(), name="queue-new"),
    path("queues/<uuid:pk>/", queues.QueuePage.as_view(), name="queue"),
    path("queues/<uuid:pk>/edit/", queues.QueueEdit.as_view(), name="queue-edit"),
    path("queues/<uuid:pk>/delete/", queues.QueueDelete.as_view(), name="queue-delete"),
    path("agents/", agents.AgentList.as_view(), name="agents"),
    path("agents/new/", agents.AgentNew.as_view(), name="agent-new"),
    path("agents/<uuid:pk>/", agents.AgentPage.as_view(), name="agent"),
    path(
        "agents/<uuid:pk>/state/", agents.AgentStatePage.as_view(), name="agent-state"
    ),
    path("agents/<uuid:pk>/delete/", agents.AgentDelete.as_view(), name="agent-delete"),
]
