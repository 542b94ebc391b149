"""REST of callflows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from callflows.models import Callflow, CallflowVersion
from callflows.models.callflow import DIALLABLE
from callflows.services import (
    circumstances,
    comparing,
    dialled,
    drafts,
    drawn_difference,
    problems,
    publishing,
    scenarios,
    what_if,
)
from callflows.services.cast import cast
from callflows.services.programs import of_draft
from callflows.services.sentences import in_lines, sentences
from pbxportal.lib.problem import Conflict
from tenants.access import Right
from tenants.generic.rest import AccountAPI, AccountViewSet


class NumbersField(serializers.ListField):
    """The numbers that lead to a callflow, as a plain list."""

    child = serializers.CharField(max_length=20, validators=[DIALLABLE])

    def to_representation(self, data: Any) -> list[str]:
        return [entry.number for entry in data.all()]


class CallflowSerializer(serializers.ModelSerializer[Callflow]):
    """A callflow; a change of `draft` must name the `revision` that it is based on."""

    draft = serializers.JSONField(default=dict)
    revision = serializers.IntegerField(required=False)
    numbers = NumbersField(required=False, max_length=200)
    live_version = serializers.IntegerField(
        source="live.number", read_only=True, default=None
    )

    class Meta:
        model = Callflow
        fields: ClassVar = [
            "id",
            "name",
            "numbers",
            "draft",
            "revision",
            "live_version",
            "changed_at",
        ]

    def validate_draft(self, value: Any) -> Any:
        """A document is an object."""
        if not isinstance(value, dict):
            raise serializers.ValidationError("A callflow is a JSON object.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A draft without the revision that it is based on could overwrite another's."""
        if self.instance is not None and "draft" in attrs and "revision" not in attrs:
            raise serializers.ValidationError(
                {"revision": "Name the revision that the draft is based on."}
            )
        return attrs


class ListedSerializer(CallflowSerializer):
    """One of many callflows, with how it stands: `live`, `draft` or `failing`."""

    state = serializers.SerializerMethodField()

    class Meta(CallflowSerializer.Meta):
        fields: ClassVar = [*CallflowSerializer.Meta.fields, "state"]

    def get_state(self, flow: Callflow) -> str:
        """What the page of all callflows says of it."""
        return problems.state_of(flow, self._red)

    @cached_property
    def _red(self) -> Mapping[UUID, int]:
        return problems.red_by_callflow()


class VersionSerializer(serializers.ModelSerializer[CallflowVersion]):
    """A published version."""

    is_live = serializers.SerializerMethodField()
    author = serializers.UUIDField(source="author_id", read_only=True)

    class Meta:
        model = CallflowVersion
        fields: ClassVar = [
            "number",
            "note",
            "author",
            "created_at",
            "is_live",
            "document",
        ]

    def get_is_live(self, version: CallflowVersion) -> bool:
        """Whether new calls run on it."""
        return version.pk == version.callflow.live_id


class PublishSerializer(serializers.Serializer[Any]):
    """What may be said about a version."""

    note = serializers.CharField(max_length=200, allow_blank=True, default="")
    revision = serializers.IntegerField(
        default=None, help_text="Refuses (409) if the draft is another by now."
    )


class CallflowViewSet(AccountViewSet):
    """`callflows/`"""

    serializer_class = CallflowSerializer
    kind = "callflow"

    def get_queryset(self) -> QuerySet[Any]:
        rows = Callflow.objects.select_related("live").prefetch_related("numbers")
        return problems.with_failing(rows) if self.action == "list" else rows

    def get_serializer_class(self) -> type[CallflowSerializer]:
        return ListedSerializer if self.action == "list" else CallflowSerializer

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        data = serializer.validated_data
        flow = drafts.create_callflow(
            data["name"], data["draft"], data.get("numbers", ())
        )
        serializer.instance = self.get_queryset().get(pk=flow.pk)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        flow: Any = serializer.instance
        data = serializer.validated_data
        try:
            drafts.change_callflow(
                flow,
                name=data.get("name", flow.name),
                numbers=data.get(
                    "numbers", [entry.number for entry in flow.numbers.all()]
                ),
                draft=data.get("draft", flow.draft),
                revision=data.get("revision", flow.revision),
            )
        except drafts.StaleDraft as error:
            raise Conflict(comparing.conflict(error)) from error
        serializer.instance = self.get_queryset().get(pk=flow.pk)

    def perform_destroy(self, instance: Model) -> None:
        drafts.delete_callflow(instance)  # type: ignore[arg-type]

    @action(detail=True, methods=["get"])
    def check(self, request: Request, **kwargs: Any) -> Response:
        """What is wrong with the draft; red findings block publishing."""
        found = publishing.check(self.get_object()).findings
        return Response({"findings": [item.as_json() for item in found]})

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, **kwargs: Any) -> Response:
        """Makes the draft live; 202, for the nodes get it right after."""
        asked = PublishSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            version = publishing.publish(self.get_object(), **asked.validated_data)
        except drafts.StaleDraft as error:
            raise Conflict(comparing.conflict(error)) from error
        return Response(VersionSerializer(version).data, status=202)

    @action(detail=True, methods=["post"])
    def simulate(self, request: Request, **kwargs: Any) -> Response:
        """What a call would meet on the draft."""
        return Response(what_if.simulate(self.get_object(), request.data))

    @action(detail=True, methods=["get"])
    def circumstances(self, request: Request, **kwargs: Any) -> Response:
        """What can be said of a call to the draft: fields, and where `simulate/` has them."""
        found = circumstances.groups(cast(of_draft(self.get_object())))
        return Response({"groups": circumstances.as_json(found)})

    @action(detail=True, methods=["get"])
    def scenarios(self, request: Request, **kwargs: Any) -> Response:
        """All saved scenarios, run on the draft: what was expected, what happened."""
        ran = scenarios.run_draft(self.get_object())
        results = [each.as_json() for each in ran]
        told = scenarios.summary(each["passed"] for each in results)
        return Response({"summary": told, "results": results})

    @action(detail=True, methods=["get"])
    def outline(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The callflow in sentences: of `?version=` a number, `live` or `draft`; as plain
        text with `?as=text`."""
        asked = request.query_params.get("version", "draft")
        told = sentences(self.get_object(), asked)
        if request.query_params.get("as") == "text":
            text = in_lines(told)
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
        return Response(
            {"version": asked, "sentences": [each.as_json() for each in told]}
        )

    @action(detail=True, methods=["get"])
    def versions(self, request: Request, **kwargs: Any) -> Response:
        """All published versions, newest first."""
        page = self.get_object().versions.select_related("callflow")[:200]
        return Response({"results": VersionSerializer(page, many=True).data})

    @action(
        detail=True,
        methods=["get"],
        url_path="versions/<int:number>",
        url_name="version",
    )
    def version(self, request: Request, number: int, **kwargs: Any) -> Response:
        """One published version."""
        versions = self.get_object().versions.select_related("callflow")
        found = get_object_or_404(versions, number=number)
        return Response(VersionSerializer(found).data)

    @action(
        detail=True,
        methods=["get"],
        url_path="versions/<int:number>/diff",
        url_name="diff",
    )
    def diff(self, request: Request, number: int, **kwargs: Any) -> Response:
        """What must happen to the version to make it `?to=`: a number, draft or live.

        `picture` is both as one tree.
        """
        flow = self.get_object()
        to = request.query_params.get("to", "draft")
        old = comparing.document_of(flow, str(number))
        new = comparing.document_of(flow, to)
        changes = [change.as_json() for change in comparing.compare(old, new)]
        picture = drawn_difference.draw(old, new)
        return Response({"to": to, "changes": changes, "picture": picture})

    @action(
        detail=True,
        methods=["post"],
        url_path="versions/<int:number>/restore",
        url_name="restore",
    )
    def restore(self, request: Request, number: int, **kwargs: Any) -> Response:
        """Puts a version's document into the draft."""
        flow = self.get_object()
        version = get_object_or_404(flow.versions, number=number)
        restored = drafts.save_draft(flow, version.document, flow.revision)
        return Response({"revision": restored.revision})


class Simulate(AccountAPI):
    """`simulate/`: what a call to a number of the account would meet."""

    # Nothing is changed, but what is asked stands in the body.
    right = right_to_read = Right.VIEW
    http_method_names = ["post", "options"]

    def post(self, request: Request, **kwargs: Any) -> Response:
        """The callflow that answers `dialled`, as it is live, run in thought."""
        return Response(dialled.simulate_number(request.data))
