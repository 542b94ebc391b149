"""An OpenID provider on this machine, which says of people what a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

ADDRESS = "127.0.0.2"  # of the networks that tests trust


@dataclass
class Provider:
    """What it says (`claims`, in the token; `userinfo` when asked), and what it was told."""

    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    named: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    @property
    def issuer(self) -> str:
        """Its address."""
        assert self.server
        return f"http://{ADDRESS}:{self.server.server_address[1]}"

    def start(self) -> None:
        """Listens until `stop`."""
        self.server = ThreadingHTTPServer((ADDRESS, 0), _handler(self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Nobody answers from then on."""
        assert self.server
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, form: Mapping[str, str]) -> Any:
        """JSON of each of its addresses; None where there is nothing."""
        told = {"iss": self.named or self.issuer, "sub": "u-1", **self.claims}
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.named or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/token":
            self.asked.append(dict(form))
            token = jwt.encode(
                {"aud": form["client_id"], "exp": 4_000_000_000, "iat": 1, **told},
                "k" * 32,
            )
            return {"access_token": "a", "token_type": "Bearer", "id_token": token}
        return (self.userinfo or told) if path == "/userinfo" else None


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(provider.answer(urlsplit(self.path).path, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._give(provider.answer(urlsplit(self.path).path, form))

        def _give(self, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(200 if told is not None else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    return Handler
