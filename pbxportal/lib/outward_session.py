"""`requests` for libraries that want it, by way of `outward`: the same rules hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import BaseAdapter

from pbxportal.lib.outward import Failed, Outward, Refused

SECONDS = 8.0


def session(outward: Outward) -> requests.Session:
    """A session that reaches nothing but what `outward` allows, without redirects."""
    made = requests.Session()
    made.trust_env = False
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Guarded(outward))
    return made


class _Guarded(BaseAdapter):
    def __init__(self, outward: Outward) -> None:
        super().__init__()
        self._outward = outward

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        body = request.body or b""
        try:
            answer = self._outward.send(
                request.method or "GET",
                request.url or "",
                body.encode() if isinstance(body, str) else bytes(body),
                dict(request.headers),
                SECONDS,
            )
        except (Refused, Failed) as error:
            raise requests.ConnectionError(str(error), request=request) from error
        response = requests.Response()
        response.status_code, response._content = answer.status, answer.body
        response.url, response.request = request.url or "", request
        response.encoding = "utf-8"
        response.headers["Content-Type"] = answer.content_type
        return response

    def close(self) -> None:
        """Nothing is kept open."""
