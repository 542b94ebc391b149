"""Health pages for a load balancer and for `make up`."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """The process reaches what it needs; 503 names what it does not."""
    problems = {}
    for name, probe in (("database", _database), ("redis", _redis)):
        try:
            probe()
        except Exception as error:  # noqa: BLE001  any fault of a driver is the answer here
            problems[name] = type(error).__name__
    status = 503 if problems else 200
    return JsonResponse(
        {"status": "unready" if problems else "ok", **problems}, status=status
    )


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis() -> None:
    cache.get("health")
