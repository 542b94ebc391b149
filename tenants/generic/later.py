"""Saving at a time to come, in REST: `?save_at=<moment>` on what makes or changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Refused
from django.core.files import File
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from pbxportal.lib import typed
from tenants import audit, outbox
from tenants.access import Right
from tenants.actor import Actor, required
from tenants.generic.delayed import called, request_of
from tenants.generic.filters import MomentField
from tenants.generic.who import WhoSerializer
from tenants.models import DelayedSave
from tenants.services import delayed_saves
from tenants.services.kept_files import Files

PARAMETER = "save_at"


class DelayedSaveSerializer(serializers.ModelSerializer[DelayedSave]):
    """What is saved when; `changes` are label and new value of each field."""

    user = WhoSerializer(read_only=True)
    changes = serializers.SerializerMethodField()

    class Meta:
        model = DelayedSave
        fields: ClassVar = [
            "id",
            "title",
            "due_at",
            "created_at",
            "user",
            "changes",
            "state",
            "result",
            "finished_at",
        ]

    def get_changes(self, row: DelayedSave) -> list[dict[str, Any]]:
        """One object for each field."""
        return [{"field": label, "value": value} for label, value in row.changes]


def asked(request: Request) -> bool:
    """Whether something is to be saved later."""
    return request.method not in SAFE_METHODS and PARAMETER in request.query_params


def refusal() -> ValidationError:
    """This can't be saved later."""
    return ValidationError({PARAMETER: [_("This can only be saved at once.")]})


def moment(request: Request) -> datetime:
    """When; without a zone it is on the account's clock."""
    field = MomentField(required=True)
    try:
        at: datetime = field.clean(request.query_params[PARAMETER])
        outbox.refuse_unfit(PARAMETER, at)
    except Refused as error:
        raise ValidationError({PARAMETER: error.messages}) from error
    return at


def answer(request: delayed_saves.Request, at: datetime) -> Response:
    """202 with the delayed save; who asks must also see the list of those waiting."""
    if not required().may(Right.MANAGE):
        raise PermissionDenied
    row = delayed_saves.ask(request, at)
    return Response(DelayedSaveSerializer(row).data, status=202)


def tried(request: Request, save: Callable[[], object]) -> datetime:
    """When it is saved, once what was sent is checked by saving it and taking it back."""
    at = moment(request)
    with delayed_saves.rehearsal():
        save()
    return at


def ask(view: Any, instance: Any) -> Response:
    """Has what was sent done then, if it could be done now."""
    request: Request = view.request
    title = called(instance or view.get_queryset().model())
    at = tried(request, lambda: _do(view, instance, request.method, request.data))
    match: Any = request._request.resolver_match
    kwargs = {key: each for key, each in view.kwargs.items() if key != "account"}
    changes = list(audit.without_secrets(told(request.data)).items())
    known = view.get_serializer().fields
    files = {name: file for name, file in request.FILES.items() if name in known}
    kept = {"method": request.method, **_kept(request)}
    return answer(
        delayed_saves.Request(title, match.view_name, kept, kwargs, changes, files), at
    )


def told(sent: Any) -> Any:
    """What was sent as JSON can say it: of a file its name."""
    if not isinstance(sent, QueryDict):
        return sent
    named = {
        name: [each.name if isinstance(each, File) else each for each in values]
        for name, values in sent.lists()
    }
    return {name: v[0] if len(v) == 1 else v for name, v in named.items()}


def _kept(request: Request) -> dict[str, Any]:
    """JSON as `data`; the fields of a form, of which each may come often, as `form`."""
    if not isinstance(request.data, QueryDict):
        return {"data": request.data}
    fields = request.data.lists()
    return {"form": {name: v for name, v in fields if name not in request.FILES}}


def _sent_again(values: dict[str, Any], files: Files) -> Any:
    if "form" not in values:
        return values["data"]
    data: Any = typed.sent_again({}, values["form"])
    data.update(files)
    return data


def save(
    cls: Any,
    actor: Actor,
    kwargs: dict[str, Any],
    values: dict[str, Any],
    files: Files,
) -> None:
    """What `ask` has kept, for a view set and its object as they are by now."""
    if not actor.may(cls.right):
        raise PermissionDenied
    plain = request_of(actor, files)
    method = plain.method = values["method"]
    actions = {"POST": "create", "PUT": "update", "PATCH": "partial_update"}
    view = cls(action=actions[method], format_kwarg=None)
    view.actor, view.kwargs, view.args = actor, kwargs, ()
    view.request = Request(plain)
    view.request.user = actor.user
    found = view.get_object() if kwargs else None
    _do(view, found, method, _sent_again(values, files))


def _do(view: Any, instance: Any, method: str | None, data: Any) -> None:
    partial = method == "PATCH"
    serializer = view.get_serializer(instance, data=data, partial=partial)
    try:
        serializer.is_valid(raise_exception=True)
        if instance is None:
            view.perform_create(serializer)
        else:
            view.perform_update(serializer)
    except ValidationError as error:
        raise plain(error) from error


def plain(error: ValidationError) -> Refused:
    """DRF's error as the services raise it."""
    detail: Any = error.detail
    if not isinstance(detail, dict):
        return Refused([str(each) for each in detail])
    return Refused({name: _flat(texts) for name, texts in detail.items()})


def _flat(texts: Any) -> list[str]:
    if isinstance(texts, dict):
        return [
            f"{name}: {each}" for name, deep in texts.items() for each in _flat(deep)
        ]
    if isinstance(texts, list | tuple):
        return [each for deep in texts for each in _flat(deep)]
    return [str(texts)]
