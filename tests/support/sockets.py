"""A websocket client for tests: talks ASGI to the application, without a server.

(`channels.testing` has one as well, but its package needs daphne.)
"""

from __future__ import annotations

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator


class Socket(ApplicationCommunicator):
    """One connection; `headers` as pairs of bytes."""

    def __init__(
        self, app: Any, path: str, user: Any = None, headers: Any = ()
    ) -> None:
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": list(headers),
            "subprotocols": [],
            "user": user,
        }
        super().__init__(app, scope)

    async def connect(self) -> dict[str, Any]:
        """The first answer: `websocket.accept` or `websocket.close`."""
        await self.send_input({"type": "websocket.connect"})
        answer: dict[str, Any] = await self.receive_output(5)
        return answer

    async def hear(self) -> Any:
        """The next message, as JSON."""
        return json.loads((await self.receive_output(5))["text"])

    async def say(self, message: Any) -> None:
        """Sends JSON."""
        text = json.dumps(message)
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hang_up(self) -> None:
        """Ends the connection."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)
