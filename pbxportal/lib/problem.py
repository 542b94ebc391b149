"""Errors of the REST API as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

CONTENT_TYPE = "application/problem+json"


class Conflict(exceptions.APIException):
    """What is there stands against it, such as a change since the object was read.

    `members` are told beside the usual ones.
    """

    status_code = 409
    default_detail = "The object was changed in the meantime; read it again."
    default_code = "conflict"

    def __init__(
        self, members: Mapping[str, Any] | None = None, detail: str | None = None
    ) -> None:
        super().__init__(detail)
        self.members = members or {}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler, with the answer in the form of RFC 9457.

    Field errors are listed in `errors`: `[{"field", "message", "code"}]`, the field as a
    path (`devices.0.name`). A ValidationError that has `conflict`, a mapping, is no
    fault of a field: 409. Errors that DRF does not know stay server errors (None).
    """
    if isinstance(error, DjangoValidationError) and hasattr(error, "conflict"):
        error = Conflict(error.conflict, " ".join(error.messages))
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(_as_detail(error))
    response = drf_exception_handler(error, context)
    if response is None:
        return None
    response.data = _problem(response, error)
    response.content_type = CONTENT_TYPE
    return response


def _as_detail(error: DjangoValidationError) -> Any:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {"non_field_errors": error.messages}


def _problem(response: Response, error: Exception) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": response.status_text,
        "status": response.status_code,
    }
    if isinstance(error, exceptions.ValidationError):
        problem["detail"] = "Some fields can't be accepted."
        problem["errors"] = list(_fields(response.data, ""))
    elif isinstance(response.data, dict):
        problem["detail"] = str(response.data.get("detail", response.status_text))
    # RFC 9457, 3.2: what else a kind of problem has to tell stands beside these.
    return {**getattr(error, "members", {}), **problem}


def _fields(data: Any, path: str) -> Any:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _fields(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            nested = isinstance(value, dict | list)
            yield from _fields(value, f"{path}.{index}" if nested else path)
    else:
        code = getattr(data, "code", "invalid")
        yield {"field": path, "message": str(data), "code": code}
