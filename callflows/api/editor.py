"""REST of what an editor of callflows needs besides the documents."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.models import Callflow
from callflows.module import CATEGORIES, palette
from callflows.services import numbers
from callflows.services.inspection import inspect
from pbxportal.lib.storable import without_nul
from tenants import refs
from tenants.access import Right
from tenants.generic.rest import AccountAPI

MOST_CHOICES = 50
SOME_FREE = 3


class Modules(AccountAPI):
    """`modules/`: the palette, in the reader's language."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, **kwargs: Any) -> Response:
        """All modules by category: label, help, icon, exits, schema of the settings."""
        categories = [
            {"name": n, "label": str(label)} for n, label in CATEGORIES.items()
        ]
        return Response({"categories": categories, "modules": palette()})


class References(AccountAPI):
    """`references/<kind>/`: what a setting can point at."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, kind: str, **kwargs: Any) -> Response:
        """Ids and names; `?q=` finds by words, `?id=` (several) asks for certain ones."""
        if kind not in refs.kinds():
            raise Http404
        asked = request.query_params
        words = without_nul(asked.get("q", "")).lower().split()
        ids = set(asked.getlist("id"))
        found = [
            {"id": str(id), "name": name}
            for id, name in refs.choices(kind)
            if (str(id) in ids if ids else all(w in name.lower() for w in words))
        ]
        return Response(
            {
                "label": refs.get(kind).label,
                "results": found[:MOST_CHOICES],
                "more": len(found) > MOST_CHOICES,
                "new_url": self._new_url(refs.get(kind).new_route),
            }
        )

    def _new_url(self, route: str) -> str:
        """The page that makes one, for those who may; "" if there is none."""
        if not self.actor.may(Right.MANAGE):
            return ""
        try:
            return reverse(route, args=[self.actor.account.slug])
        except NoReverseMatch:
            return ""


class DraftSerializer(serializers.Serializer[Any]):
    """A document, whatever is in it."""

    draft = serializers.JSONField()


class Inspect(AccountAPI):
    """`callflows/<id>/inspect/`: what an editor shows of a document that it edits."""

    http_method_names = ["post", "options"]
    right = Right.VIEW

    def post(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Exits, captions and findings of `draft`, which is not stored."""
        flow = get_object_or_404(Callflow, pk=pk)
        asked = DraftSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(inspect(flow, asked.validated_data["draft"]))


class Numbers(AccountAPI):
    """`callflows/<id>/numbers/`: what could lead to it."""

    http_method_names = ["get", "head", "options"]
    right = Right.VIEW

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Some free numbers; and of those that are asked for (`?of=`, several) the troubles."""
        flow = get_object_or_404(Callflow, pk=pk)
        asked = request.query_params.getlist("of")[:MOST_CHOICES]
        found = numbers.troubles(map(without_nul, asked), flow)
        return Response(
            {"free": numbers.free(SOME_FREE), "troubles": [_as_json(t) for t in found]}
        )


def _as_json(trouble: numbers.Trouble) -> dict[str, Any]:
    holder = trouble.holder
    return {
        "number": trouble.number,
        "message": trouble.message,
        "callflow": str(holder.pk) if holder else None,
    }
