"""A FastAGI server: calls ask, and wait for the answer.

SOURCE: Asterisk's documentation of AGI. Asterisk connects, sends lines `agi_name: value`
up to an empty one, and then carries out commands, of which this server needs one.
"""

from __future__ import annotations

import logging
import socketserver
from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import close_old_connections, connections

log = logging.getLogger(__name__)

# More than are asked at once wait in the queue of connections.
MOST_LINES, LONGEST_LINE = 100, 2000
PATIENCE = 5.0

BranchOf = Callable[[str, UUID, Mapping[str, str]], str]


class Server(socketserver.ThreadingTCPServer):
    """Answers each connection in a thread of its own."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100

    def __init__(self, address: tuple[str, int], branch_of: BranchOf) -> None:
        super().__init__(address, Conversation)
        self.branch_of = branch_of


class Conversation(socketserver.StreamRequestHandler):
    """One question."""

    server: Server
    timeout = PATIENCE

    def handle(self) -> None:
        """Reads who asks what, finds the answer, and sets the call's variable."""
        close_old_connections()
        try:
            asked = self._read()
            branch = self.server.branch_of(
                asked.get("accountcode", ""),
                UUID(asked.get("arg_1", "")),
                {
                    "id": asked.get("uniqueid", ""),
                    "number": _known(asked.get("callerid", "")),
                    "name": _known(asked.get("calleridname", "")),
                    "dialled": _known(asked.get("dnid", "")),
                },
            )
            if branch:
                self._say(f"SET VARIABLE PBX_ANSWER {branch}")
        except (OSError, ValueError) as error:
            log.warning("a question could not be answered: %s", error)
        finally:
            connections.close_all()

    def _read(self) -> dict[str, str]:
        asked: dict[str, str] = {}
        for _ in range(MOST_LINES):
            line = self.rfile.readline(LONGEST_LINE).decode("utf-8", "replace").strip()
            if not line:
                return asked
            name, _, value = line.partition(": ")
            asked[name.removeprefix("agi_")] = value
        raise ValueError("this is no AGI")

    def _say(self, command: str) -> None:
        self.wfile.write(command.encode("ascii") + b"\n")
        self.rfile.readline(LONGEST_LINE)


def _known(value: str) -> str:
    return "" if value == "unknown" else value
