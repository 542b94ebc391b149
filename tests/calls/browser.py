"""The portal as a person sees it: pages and the websocket, signed in with a cookie."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

TIMEOUT = 20.0


class Browser:
    """One person's session."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies)
        )

    def sign_in(self, email: str, password: str) -> None:
        """Fills in the form; the session's cookie is kept."""
        page = self.page("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the form has no token"
        form = {
            "csrfmiddlewaretoken": token[1],
            "login": email,
            "password": password,
        }
        self._open("/sign-in/", urllib.parse.urlencode(form).encode()).read()
        assert "sessionid" in self._by_name(), "not signed in"

    def page(self, path: str) -> str:
        """The HTML of a page; raises HTTPError for 4xx and 5xx."""
        content: bytes = self._open(path).read()
        return content.decode()

    def fetch(self, path: str) -> bytes:
        """What is no page: a sound."""
        content: bytes = self._open(path).read()
        return content

    def socket(self, path: str) -> connect:
        """A websocket with the session's cookie, from a page of the portal."""
        cookie = "; ".join(f"{k}={v}" for k, v in self._by_name().items())
        return connect(
            self.address.replace("http", "ws", 1) + path,
            additional_headers={"Cookie": cookie},
            origin=self.address,  # type: ignore[arg-type]
            proxy=None,
        )

    def _by_name(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._cookies}

    def _open(self, path: str, data: bytes | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310
            self.address + path, data, headers={"Referer": self.address}
        )
        return self._opener.open(request, timeout=TIMEOUT)


async def hear(socket: ClientConnection) -> dict[str, Any]:
    """The next message of a websocket."""
    message: dict[str, Any] = json.loads(await socket.recv())
    return message
