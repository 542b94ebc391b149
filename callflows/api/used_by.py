"""REST of what points at an object of the account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from tenants import refs
from tenants.access import Right
from tenants.generic.rest import AccountAPI


class UsedBy(AccountAPI):
    """`used-by/<kind>/<id>/`: what must change before the object can be deleted.

    Kinds are those of `references/<kind>/`.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, kind: str, pk: UUID, **kwargs: Any) -> Response:
        """Callflows with the modules that point there, numbers, calls of seven days."""
        return Response(answer(kind, pk, calls=self.actor.may(Right.VIEW_CALLS)))


def answer(kind: str, pk: UUID, *, calls: bool) -> dict[str, Any]:
    """What is told of an object; raises Http404 if the actor does not see it."""
    if kind not in refs.kinds():
        raise Http404
    name = dict(refs.choices(kind)).get(pk)
    if name is None:
        raise Http404
    uses = refs.used_by(kind, pk)
    told = [
        use.as_json() if calls else {**use.as_json(), "calls": None} for use in uses
    ]
    may = not any(use.blocks for use in uses)
    return {
        "kind": kind,
        "id": str(pk),
        "name": name,
        "deletable": may,
        "results": told,
    }
