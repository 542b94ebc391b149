"""REST of the error log, of the audit, and of who was in the account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.audit_words import differences, kind_in_words, verb_in_words
from tenants.forms.logs import AuditFilter, ErrorFilter, MasqueradeFilter
from tenants.generic.rest import AccountAPI, ReadOnlyAccountViewSet, narrowed
from tenants.generic.who import WhoSerializer
from tenants.models import AuditEntry, ErrorEntry, Masquerade
from tenants.services import errors, logs, masquerade


class NewestFirst(CursorPages):
    """By time, newest first."""

    ordering = ("-at", "-id")  # type: ignore[assignment]


class UnderSerializer(serializers.ModelSerializer[Masquerade]):
    """As what the person did it, when they had come from an account above."""

    role = serializers.CharField(read_only=True)
    from_account = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Masquerade
        fields: ClassVar = ["id", "role", "from_account", "reason"]


class AuditSerializer(serializers.ModelSerializer[AuditEntry]):
    """One change: as data, and `differences` in words."""

    user = WhoSerializer(read_only=True)
    masquerade = UnderSerializer(read_only=True)
    what = serializers.SerializerMethodField()
    differences = serializers.SerializerMethodField()

    class Meta:
        model = AuditEntry
        fields: ClassVar = [
            "id",
            "at",
            "user",
            "masquerade",
            "verb",
            "kind",
            "object_id",
            "label",
            "what",
            "changes",
            "differences",
            "address",
            "request_id",
        ]

    def get_what(self, entry: AuditEntry) -> str:
        """What was done to what."""
        return f"{verb_in_words(entry.verb)}: {kind_in_words(entry.kind)} {entry.label}"

    def get_differences(self, entry: AuditEntry) -> list[dict[str, str]]:
        """Each field, or place of a document, that differs."""
        return [
            {"field": each.field, "before": each.before, "after": each.after}
            for each in differences(entry)
        ]


class AuditViewSet(ReadOnlyAccountViewSet):
    """`audit/`, newest first, filtered by `user` (an id or `system`), `kind`, `verb`,
    `object`, `masquerade` (ids), `masquerading` (1 or 0), `request`, `from` and `to`."""

    right = right_to_read = Right.VIEW_LOGS
    serializer_class = AuditSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Any]:
        rows = logs.entries(self.actor.account)
        if self.action != "list":
            return rows
        return narrowed(rows, AuditFilter, self.request.query_params)


class ErrorSerializer(serializers.ModelSerializer[ErrorEntry]):
    """What failed, how often, and who has seen it."""

    seen_by = WhoSerializer(read_only=True)

    class Meta:
        model = ErrorEntry
        fields: ClassVar = [
            "id",
            "severity",
            "source",
            "message",
            "count",
            "first_at",
            "at",
            "kind",
            "object_id",
            "label",
            "seen_at",
            "seen_by",
        ]


class ErrorViewSet(ReadOnlyAccountViewSet):
    """`errors/`, newest first, filtered by `seen` (1 or 0), `severity`, `source`, `object`
    (an id), `from` and `to`; POST `errors/<id>/seen/` and `errors/seen/` mark as seen."""

    right = right_to_read = Right.VIEW_LOGS
    serializer_class = ErrorSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Any]:
        rows = errors.of(self.actor.account)
        if self.action != "list":
            return rows
        return narrowed(rows, ErrorFilter, self.request.query_params)

    @action(detail=True, methods=["post"], url_path="seen")
    def see(self, request: Request, **kwargs: Any) -> Response:
        """Marks it as seen by the caller."""
        found = self.get_object()
        errors.see(self.get_queryset().filter(pk=found.pk))
        return Response(self.get_serializer(self.get_object()).data)

    @action(detail=False, methods=["post"], url_path="seen")
    def see_all(self, request: Request, **kwargs: Any) -> Response:
        """Marks all as seen; answers how many there were."""
        return Response({"seen": errors.see(self.get_queryset())})


class MasqueradeSerializer(serializers.ModelSerializer[Masquerade]):
    """Who was, or is, in the account; `ended_how` is empty while it is open."""

    user = WhoSerializer(read_only=True)
    account = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    role = serializers.CharField(read_only=True)
    seen_as = WhoSerializer(read_only=True)
    from_account = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    ended_how = serializers.CharField(read_only=True)
    changes = serializers.IntegerField(read_only=True, default=0)

    class Meta:
        model = Masquerade
        fields: ClassVar = [
            "id",
            "account",
            "user",
            "role",
            "seen_as",
            "from_account",
            "reason",
            "started_at",
            "expires_at",
            "ended_at",
            "ended_how",
            "changes",
        ]


class ReasonSerializer(serializers.Serializer[Any]):
    """Why somebody does this; the account's people can read it."""

    reason = serializers.CharField(max_length=200)


class EntrySerializer(ReasonSerializer):
    """Why somebody enters an account, and for how long."""

    minutes = serializers.IntegerField(required=False)


class LatestFirst(CursorPages):
    """By when they came, the latest first."""

    ordering = ("-started_at", "-id")  # type: ignore[assignment]


class MasqueradeViewSet(ReadOnlyAccountViewSet):
    """`masquerades/`, the latest first, filtered by `state` (`open`, `ended`), `from` and
    `to`. One is begun by `sub-accounts/<id>/enter/` of the account above."""

    right = right_to_read = Right.VIEW_LOGS
    serializer_class = MasqueradeSerializer
    pagination_class = LatestFirst

    def get_queryset(self) -> QuerySet[Any]:
        rows = masquerade.of(self.actor.account).select_related("account")
        if self.action != "list":
            return rows
        return narrowed(rows, MasqueradeFilter, self.request.query_params)


class Leave(AccountAPI):
    """`leave/`: ends the caller's masquerade in the account; 404 without one."""

    http_method_names = ["post", "options"]
    right = right_to_read = Right.MEMBER

    def post(self, request: Request, **kwargs: Any) -> Response:
        """Leaves."""
        if self.actor.masquerade is None:
            raise Http404
        masquerade.end(self.actor.masquerade)
        return Response(status=204)
