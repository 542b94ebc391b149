"""REST of conferences in progress."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from extensions.models import Conference
from telephony.services import conferences
from tenants.access import Right
from tenants.generic.rest import AccountAPI


class Participants(AccountAPI):
    """`conferences/<id>/participants/`: who is in it now."""

    right = right_to_read = Right.VIEW_CALLS

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """One entry a node on which somebody is in it."""
        conference = get_object_or_404(Conference, pk=pk)
        return Response({"results": conferences.rooms(self.actor.account, conference)})


class ControlSerializer(serializers.Serializer[Any]):
    """What to do; `participant` is an id from the list of participants."""

    action = serializers.ChoiceField(conferences.ACTIONS)
    participant = serializers.CharField(
        required=False, default="", max_length=150, allow_blank=True
    )


class Control(AccountAPI):
    """`conferences/<id>/control/`: mute, unmute, kick, lock, unlock."""

    right = right_to_read = Right.MANAGE

    def post(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """204 when it is done."""
        conference = get_object_or_404(Conference, pk=pk)
        asked = ControlSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            conferences.control(conference, **asked.validated_data)
        except ModelError as error:
            raise serializers.ValidationError(error.message_dict) from error
        return Response(status=204)
