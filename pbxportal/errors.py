"""Error pages: problem details for programs, a page for people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from pbxportal.lib.problem import CONTENT_TYPE


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what does not exist and what is somebody else's."""
    return _answer(request, 404, "Not Found", "errors/404.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a member without the right; the exception may say more."""
    context = {"message": str(exception)}
    return _answer(request, 403, "Forbidden", "errors/403.html", context)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; the details are in the log."""
    return _answer(request, 500, "Internal Server Error", "errors/500.html")


def _answer(
    request: HttpRequest,
    status: int,
    title: str,
    template: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": title,
            "status": status,
        }
        return JsonResponse(problem, status=status, content_type=CONTENT_TYPE)
    return render(request, template, context, status=status)
