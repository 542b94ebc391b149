"""REST of agents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from queues.models import Agent, AgentState, PauseReason
from queues.services.agents import change_state, delete_agent, save_agent
from tenants.generic.rest import AccountAPI, ReadOnlyAccountViewSet


class AgentSerializer(serializers.ModelSerializer[Agent]):
    """An agent; the state is changed by `state/`."""

    class Meta:
        model = Agent
        fields: ClassVar = ["id", "user", "state", "reason", "changed_at"]
        read_only_fields: ClassVar = ["state", "reason", "changed_at"]


class StateSerializer(serializers.Serializer[Any]):
    """What an agent is to be; a pause has a reason."""

    state = serializers.ChoiceField(AgentState.choices)
    reason = serializers.ChoiceField(
        PauseReason.choices, required=False, allow_blank=True, default=""
    )


class AgentViewSet(
    mixins.CreateModelMixin, mixins.DestroyModelMixin, ReadOnlyAccountViewSet
):
    """`agents/`: users who answer queues. Another user is another agent."""

    serializer_class = AgentSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return Agent.objects.select_related("user")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = agent = Agent(**serializer.validated_data)
        save_agent(agent)

    def perform_destroy(self, instance: Any) -> None:
        delete_agent(instance)


class State(AccountAPI):
    """`agents/<id>/state/`"""

    serializer_class = StateSerializer

    def post(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Logs the agent in or out, or pauses them."""
        agent = get_object_or_404(Agent, pk=pk)
        asked = StateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        change_state(agent, **asked.validated_data)
        return Response(AgentSerializer(agent).data)
