"""A customer's program that calls tell and ask: an HTTP server on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.servers import TRUSTED


@dataclass
class Program:
    """Answers every POST alike: `status`, `headers`, `body`, after `pause` seconds."""

    url: str
    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    # What it was sent: headers by their lower-case names, and the body as it came.
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def answers(self, body: Any, status: int = 200, **headers: str) -> None:
        """From now on: this, as JSON unless it is bytes."""
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.status, self.headers, self.pause = status, headers, 0.0


@contextmanager
def program() -> Iterator[Program]:
    """Runs one where the portal's settings for tests allow it to be reached."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent = {name.lower(): value for name, value in self.headers.items()}
            running.received.append((sent, body))
            time.sleep(running.pause)
            self.send_response(running.status)
            for name, value in running.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(running.body)))
            self.end_headers()
            self.wfile.write(running.body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    host = TRUSTED.partition("/")[0]
    with ThreadingHTTPServer((host, 0), Handler) as server:
        running = Program(f"http://{host}:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield running
        server.shutdown()
        thread.join(5)
