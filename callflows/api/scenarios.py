"""REST of saved scenarios."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from callflows.models import Callflow, CallScenario
from callflows.services import scenarios
from callflows.services.programs import of_draft
from tenants.generic.rest import AccountViewSet


class ScenarioSerializer(serializers.ModelSerializer[CallScenario]):
    """A call, what is expected of it, and how its last run on what is live ended."""

    callflow = serializers.PrimaryKeyRelatedField(queryset=Callflow.objects.all())
    call = serializers.DictField()
    expected = serializers.DictField()

    class Meta:
        model = CallScenario
        fields: ClassVar = [
            "id",
            "callflow",
            "name",
            "call",
            "expected",
            "passed",
            "result",
            "ran_at",
        ]
        read_only_fields: ClassVar = ["passed", "result", "ran_at"]


class ScenarioViewSet(AccountViewSet):
    """`scenarios/`, of one callflow by `?callflow=`."""

    serializer_class = ScenarioSerializer

    def get_queryset(self) -> QuerySet[Any]:
        rows = CallScenario.objects.all()
        if asked := self.request.query_params.get("callflow"):
            rows = rows.filter(callflow=self._id(asked))
        return rows

    def _id(self, text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            raise serializers.ValidationError({"callflow": "Not an id."}) from None

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        scenario = serializer.instance or CallScenario()
        for name, value in serializer.validated_data.items():
            setattr(scenario, name, value)
        scenarios.save(scenario)
        serializer.instance = scenario

    @action(detail=True, methods=["post"])
    def run(self, request: Request, **kwargs: Any) -> Response:
        """Runs it on the callflow's draft; what is kept is not changed."""
        scenario = self.get_object()
        found = scenarios.faults(scenario, of_draft(scenario.callflow))
        return Response(scenarios.as_json(found))
