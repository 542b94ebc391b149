"""Base classes of the REST API under `/api/v1/accounts/<account>/`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.http import Http404
from rest_framework import mixins, viewsets
from rest_framework.exceptions import (
    NotAuthenticated,
    PermissionDenied,
    ValidationError,
)
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from tenants import preferences
from tenants.access import Right
from tenants.actor import Actor, acting
from tenants.applications import place_of
from tenants.generic import later
from tenants.generic.filters import Filter
from tenants.generic.parsers import Json
from tenants.services import objects
from tenants.services.entrance import enter, is_open
from tenants.services.kept_files import Files


class AccountAPI(APIView):
    """A view inside an account: entered after authentication, before permissions.

    The schema is left when the answer has been rendered, for which the exit is put on
    the request's stack by the middleware.
    """

    parser_classes = (Json, MultiPartParser)
    right: ClassVar[Right] = Right.MANAGE
    right_to_read: ClassVar[Right] = Right.VIEW
    actor: Actor

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        if not request.user or not request.user.is_authenticated:
            raise NotAuthenticated
        actor = enter(request.user, self.kwargs["account"])
        only = getattr(request.auth, "account_id", None)
        if actor is None or (only and only != actor.account.pk):
            raise Http404
        match = request._request.resolver_match
        if match and not is_open(actor.account, place_of(match.route)):
            raise Http404
        stack: ExitStack = request._request.account_stack  # type: ignore[attr-defined]
        self.actor = stack.enter_context(acting(actor))
        if request.auth is None:
            # A page asks in the name of a person: it is answered in their language.
            stack.enter_context(preferences.speaking(actor.account, actor.user))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if later.asked(request) and not self.can_be_delayed():
            raise later.refusal()

    def can_be_delayed(self) -> bool:
        """Whether `?save_at=` is understood; nothing is saved at once in its place."""
        return False

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        """A member without the right is told so; strangers got 404 before."""
        raise PermissionDenied(message, code)


class ReadOnlyAccountViewSet(
    AccountAPI,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """List and read."""

    lookup_value_converter = "uuid"


class AccountViewSet(
    AccountAPI,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """All five verbs for one model, through `tenants.services.objects`.

    `kind` is the name under which documents refer to the model; `touch` says what a
    change means for Asterisk.
    """

    lookup_value_converter = "uuid"
    kind: ClassVar[str] = ""

    def touch(self, instance: models.Model) -> None:
        """What must be published again after a change; nothing by default."""

    def can_be_delayed(self) -> bool:
        ways = {"create": "create", "update": "update", "partial_update": "update"}
        name = ways.get(self.action, "")
        plain = getattr(AccountViewSet, name, None)
        return plain is not None and getattr(type(self), name) is plain

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """With `?save_at=` it is made then: 202 with the delayed save."""
        if later.asked(request):
            return later.ask(self, None)
        return super().create(request, *args, **kwargs)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """With `?save_at=` it is changed then: 202 with the delayed save."""
        if later.asked(request):
            return later.ask(self, self.get_object())
        return super().update(request, *args, **kwargs)

    @classmethod
    def save_delayed(
        cls, actor: Actor, kwargs: dict[str, Any], values: Any, files: Files
    ) -> None:
        """Does what was sent before. Raises ValidationError, Http404 or
        PermissionDenied when that is not possible any more."""
        later.save(cls, actor, kwargs, values, files)

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        self._save(serializer)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        self._save(serializer)

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        instance = serializer.instance or self.get_queryset().model()
        for name, value in serializer.validated_data.items():
            setattr(instance, name, value)
        objects.save(instance, self.touch)
        serializer.instance = instance

    def perform_destroy(self, instance: models.Model) -> None:
        objects.delete(instance, self.kind, self.touch)


def narrowed(
    rows: models.QuerySet[Any], kind: type[Filter], asked: Any
) -> models.QuerySet[Any]:
    """The rows that the query's parameters leave; raises ValidationError by parameter."""
    form = kind(asked)
    if not form.is_valid():
        faults = {name: list(map(str, text)) for name, text in form.errors.items()}
        raise ValidationError(faults)
    return form.narrowed(rows)


def created(data: Any) -> Response:
    """201 with the new object."""
    return Response(data, status=201)
