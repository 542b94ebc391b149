"""The server that calls ask: what Asterisk says, what it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connections

from telephony.questions.server import Server

ADDRESS_ID = UUID("01900000-0000-7000-8000-000000000021")
ASKED = (
    "agi_network: yes\nagi_uniqueid: 1.7\nagi_callerid: 1001\n"
    "agi_calleridname: unknown\nagi_dnid: 8000\nagi_accountcode: acme\n"
    f"agi_arg_1: {ADDRESS_ID}\n\n"
)


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server tidies its connections up; here it has none."""
    monkeypatch.setattr("telephony.questions.server.close_old_connections", int)
    monkeypatch.setattr(connections, "close_all", lambda: None)


@contextmanager
def asked(branch: str, seen: list[object]) -> Iterator[socket.socket]:
    def branch_of(slug: str, address: UUID, call: Mapping[str, str]) -> str:
        seen.append((slug, address, dict(call)))
        return branch

    with Server(("127.0.0.1", 0), branch_of) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with socket.create_connection(server.server_address, 5) as connection:
            yield connection
        server.shutdown()
        thread.join(5)


def test_the_answer_becomes_the_calls_variable() -> None:
    seen: list[object] = []
    with asked("sales", seen) as connection:
        connection.sendall(ASKED.encode())
        assert connection.recv(200) == b"SET VARIABLE PBX_ANSWER sales\n"
        connection.sendall(b"200 result=1\n")
        assert connection.recv(200) == b""
    call = {"id": "1.7", "number": "1001", "name": "", "dialled": "8000"}
    assert seen == [("acme", ADDRESS_ID, call)]


def test_without_an_answer_nothing_is_said() -> None:
    with asked("", []) as connection:
        connection.sendall(ASKED.encode())
        assert connection.recv(200) == b""


@pytest.mark.parametrize("said", ["\n", "agi_arg_1: x\n\n", "GET / HTTP/1.1\r\n" * 200])
def test_who_does_not_speak_agi_is_sent_away(said: str) -> None:
    seen: list[object] = []
    with asked("sales", seen) as connection:
        connection.sendall(said.encode())
        assert connection.recv(200) == b""
    assert seen == []
