"""REST of the accounts below one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pbxportal.lib.paging import CursorPages
from tenants import sections
from tenants.access import Right
from tenants.api.logs import EntrySerializer, MasqueradeSerializer, ReasonSerializer
from tenants.api.settings import as_problems, block_as_json, section_response
from tenants.generic.rest import AccountViewSet, created
from tenants.models import Account
from tenants.services import accounts, blocks, masquerade, new_account, tree


class SubAccountSerializer(serializers.ModelSerializer[Account]):
    """An account below; `parent` is a short name. Only name and time zone can change."""

    parent: serializers.SlugRelatedField[Account] = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="slug", queryset=Account.objects.none(), required=False
    )
    realm = serializers.CharField(required=False, max_length=120)
    sections = serializers.DictField(
        child=serializers.DictField(), required=False, write_only=True
    )

    class Meta:
        model = Account
        fields: ClassVar = [
            "id",
            "slug",
            "name",
            "realm",
            "timezone",
            "parent",
            "state",
            "created_at",
            "creation_error",
            "suspended_at",
            "suspended_for",
            "deleted_at",
            "sections",
        ]
        read_only_fields: ClassVar = ["creation_error", "suspended_for"]

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        actor = getattr(self.context.get("view"), "actor", None)
        if actor is not None:
            inside = Account.objects.in_use()
            inside = inside.filter(path__startswith=actor.account.path)
            fields["parent"].queryset = inside
        if self.instance is not None:
            for name in ("slug", "realm", "parent"):
                fields[name].read_only = True
            del fields["sections"]
        return fields


class _Name(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)


class _Parent(serializers.Serializer[Any]):
    parent: serializers.SlugRelatedField[Account] = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="slug", queryset=Account.objects.none()
    )

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        inside = Account.objects.in_use()
        root = self.context["view"].actor.account
        fields["parent"].queryset = inside.filter(path__startswith=root.path)
        return fields


def _create_whole(values: dict[str, Any], given: dict[str, Any]) -> Account:
    """An account with its sections; raises ValidationError naming section and field."""
    parent = values.pop("parent")
    typed = {**given, "general": {**values, **given.get("general", {})}}
    for key in given:
        section = sections.step(key)
        fields = section.form_of_new(parent, None, {}).fields if section else ()
        wrong = [name for name in typed[key] if name not in fields]
        if section is None or wrong:
            text = _("There is no such field.") if section else _("No such section.")
            fault = {wrong[0]: [text]} if wrong and section else [text]
            raise serializers.ValidationError({"sections": {key: fault}})
    try:
        return new_account.create(parent, typed)
    except new_account.UnfitSection as error:
        faults = {error.section: as_problems(error)}
        raise serializers.ValidationError({"sections": faults}) from error


class SubAccountPages(CursorPages):
    """By short name, which never changes."""

    ordering = "slug"


class SubAccountViewSet(AccountViewSet):
    """`sub-accounts/`: all descendants; `?state=deleted` those that can be restored.

    POST answers at once with the state `creating`; a worker makes the account. With
    `{"sections": {"general": {…}, …}}` it is made with all its settings, as the wizard
    does; a section that is left out gets what the wizard proposes. DELETE needs the account's name in the body: `{"name": "Acme"}`.
    """

    right = right_to_read = Right.MANAGE_ACCOUNTS
    serializer_class = SubAccountSerializer
    pagination_class = SubAccountPages

    def can_be_delayed(self) -> bool:
        """What a section of settings holds; an account itself is made and ended at once."""
        return self.action in ("update", "partial_update", "section_settings")

    def get_queryset(self) -> QuerySet[Account]:
        below: QuerySet[Account] = Account.objects.below(self.actor.account)
        if self.action == "list":
            deleted = self.request.query_params.get("state") == "deleted"
            below = below.filter(deleted_at__isnull=not deleted)
        return below.select_related("parent")

    def perform_create(self, serializer: Any) -> None:
        values = {"parent": self.actor.account, **serializer.validated_data}
        given = values.pop("sections", None)
        if given is not None:
            serializer.instance = _create_whole(values, given)
            return
        values.setdefault("realm", accounts.suggest_realm(values["parent"]))
        serializer.instance = accounts.request_account(**values)

    def perform_update(self, serializer: Any) -> None:
        account = serializer.instance
        for name, value in serializer.validated_data.items():
            setattr(account, name, value)
        tree.change(account)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        tree.delete(self.get_object(), self._told(_Name)["name"])
        return Response(status=204)

    @action(detail=True, methods=["post"])
    def move(self, request: Request, **kwargs: Any) -> Response:
        """`{"parent": "<short name>"}`: with all accounts below it."""
        tree.move(self.get_object(), self._told(_Parent)["parent"])
        return self._as_it_is()

    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, **kwargs: Any) -> Response:
        """`{"reason": "…"}`: closed to its people and for calls to the outside."""
        tree.suspend(self.get_object(), self._told(ReasonSerializer)["reason"])
        return self._as_it_is()

    @action(detail=True, methods=["post"])
    def enter(self, request: Request, **kwargs: Any) -> Response:
        """`{"reason": "…", "minutes": 30}`: the caller acts in it until then, or `leave/`."""
        user, account = self.actor.user, self.get_object()
        if user is None:
            raise Http404
        opened = masquerade.begin(user, account, **self._told(EntrySerializer))
        return created(MasqueradeSerializer(opened).data)

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, **kwargs: Any) -> Response:
        """Opens it again."""
        tree.resume(self.get_object())
        return self._as_it_is()

    @action(detail=True, methods=["post"])
    def restore(self, request: Request, **kwargs: Any) -> Response:
        """Brings a deleted account back."""
        tree.restore(self.get_object())
        return self._as_it_is()

    @action(detail=True, methods=["post"], url_path="try-again")
    def try_again(self, request: Request, **kwargs: Any) -> Response:
        """Has a worker try once more to make an account."""
        accounts.try_again(self.get_object())
        return self._as_it_is()

    @action(detail=True, methods=["get", "patch"], url_path="settings/<slug:section>")
    def section_settings(
        self, request: Request, section: str, **kwargs: Any
    ) -> Response:
        """One section of its settings: read, or changed in part."""
        return section_response(request, section, self.get_object())

    @action(detail=True, methods=["post", "delete"], url_path="number-block")
    def number_block(self, request: Request, **kwargs: Any) -> Response:
        """POST assigns the next block of internal numbers, DELETE takes it back."""
        if request.method == "DELETE":
            blocks.release(self.get_object())
            return Response(status=204)
        return Response(block_as_json(blocks.assign_next(self.get_object())))

    def _told(self, kind: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        told = kind(data=self.request.data, context=self.get_serializer_context())
        told.is_valid(raise_exception=True)
        return dict(told.validated_data)

    def _as_it_is(self) -> Response:
        return Response(self.get_serializer(self.get_object()).data)
