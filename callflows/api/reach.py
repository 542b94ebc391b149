"""REST of when calls reach nobody."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.models import Callflow
from callflows.services import reach
from tenants.generic.rest import AccountAPI


class CallflowReach(AccountAPI):
    """`callflows/<id>/reaches-nobody/`: of the draft, with `?live=1` of what is live."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """The ways in vain and when they are taken, from now on for `?days=` (365).

        `?assume=everyone` (answers) or `nobody` (no telephone is registered, no agent is
        logged in); `?keys=` are what the caller presses, a blank is a wait for nothing;
        `?caller=` is who calls.
        """
        flow = get_object_or_404(Callflow.objects.select_related("live"), pk=pk)
        asked = request.query_params.dict()
        live = asked.pop("live", "") == "1"
        found = reach.of_callflow(flow, reach.read(asked), live=live)
        if found is None:
            raise Http404
        return Response(found.as_json())


class NumbersReach(AccountAPI):
    """`numbers/reaches-nobody/`: of all numbers as they are live, or of `?number=`."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, **kwargs: Any) -> Response:
        """As of a callflow, for each number."""
        asked = request.query_params.dict()
        number = asked.pop("number", "")
        found = [
            {
                "number": row.number,
                "callflow": {"id": str(row.callflow_id), "name": row.callflow.name},
                **told.as_json(),
            }
            for row, told in reach.of_numbers(reach.read(asked), number)
        ]
        if number and not found:
            raise Http404
        return Response({"results": found})
