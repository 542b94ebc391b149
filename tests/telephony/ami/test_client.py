"""The client against a server that answers as Asterisk does, and worse."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from telephony.ami.client import AmiClient, AmiConnectionError, AmiError, parse

Answer = Callable[[dict[str, str]], str]
BANNER = b"Asterisk Call Manager/9.0.0\r\n"
EVENT = "Event: Newchannel\r\nUniqueid: 1.1\r\n\r\n"


def success(packet: dict[str, str], more: str = "") -> str:
    return f"Response: Success\r\nActionID: {packet['ActionID']}\r\n{more}\r\n"


@contextmanager
def server(answer: Answer, banner: bytes = BANNER) -> Iterator[tuple[str, int]]:
    """Answers one connection, action by action; `""` as an answer hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(banner)
            buffer = b""
            while data := connection.recv(65536):
                buffer += data
                while b"\r\n\r\n" in buffer:
                    block, _, buffer = buffer.partition(b"\r\n\r\n")
                    text = answer(parse(block.decode()))
                    if not text:
                        return
                    connection.sendall(text.encode())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()
    thread.join(5)
    listening.close()


def connect(address: tuple[str, int], timeout: float = 2.0) -> AmiClient:
    return AmiClient(address, "portal", "secret", timeout=timeout)


def test_the_login_is_sent_without_events() -> None:
    seen: list[dict[str, str]] = []

    def answer(packet: dict[str, str]) -> str:
        seen.append(packet)
        return success(packet)

    with server(answer) as address, connect(address):
        pass
    assert seen[0]["Action"] == "Login"
    assert (seen[0]["Username"], seen[0]["Secret"]) == ("portal", "secret")
    assert seen[0]["Events"] == "off"


def test_many_actions_are_answered_in_order_with_events_between() -> None:
    def answer(packet: dict[str, str]) -> str:
        return EVENT + success(packet, f"Val: {packet.get('Key', '')}\r\n") + EVENT

    with server(answer) as address, connect(address) as client:
        actions = [(("Action", "DBGet"), ("Key", str(n))) for n in range(500)]
        answers = client.request_many(actions)
    assert [packet["Val"] for packet in answers] == [str(n) for n in range(500)]


def test_answers_may_come_in_another_order() -> None:
    held: list[str] = []

    def answer(packet: dict[str, str]) -> str:
        if packet["Action"] == "Login":
            return success(packet)
        held.insert(0, success(packet, f"Val: {packet['Key']}\r\n"))
        return "".join(held) if len(held) == 3 else EVENT

    with server(answer) as address, connect(address) as client:
        actions = [(("Action", "DBGet"), ("Key", str(n))) for n in range(3)]
        answers = client.request_many(actions)
    assert [packet["Val"] for packet in answers] == ["0", "1", "2"]


def test_a_refused_action_is_an_error_that_names_it() -> None:
    def answer(packet: dict[str, str]) -> str:
        if packet["Action"] == "Login":
            return success(packet)
        name = packet["ActionID"]
        return f"Response: Error\r\nActionID: {name}\r\nMessage: Not today\r\n\r\n"

    with server(answer) as address, connect(address) as client:
        with pytest.raises(AmiError, match="DBPut: Not today"):
            client.request("DBPut")


def test_an_originate_response_is_an_event_not_an_answer() -> None:
    """It has a header `Response` of its own, and the action's id."""

    def answer(packet: dict[str, str]) -> str:
        if packet["Action"] == "Login":
            return success(packet)
        name = packet["ActionID"]
        event = (
            f"Event: OriginateResponse\r\nActionID: {name}\r\nResponse: Failure\r\n\r\n"
        )
        return event + success(packet)

    with server(answer) as address, connect(address) as client:
        assert client.request("Originate")["Response"] == "Success"


def test_a_list_is_collected_to_its_end() -> None:
    def answer(packet: dict[str, str]) -> str:
        if packet["Action"] == "Login":
            return success(packet)
        mark = f"ActionID: {packet['ActionID']}\r\n"
        rows = "".join(f"Event: Row\r\n{mark}N: {n}\r\n\r\n" for n in range(3))
        end = f"Event: End\r\n{mark}EventList: Complete\r\n\r\n"
        return success(packet, "EventList: start\r\n") + EVENT + rows + end

    with server(answer) as address, connect(address) as client:
        assert [row["N"] for row in client.request_list("Rows")] == ["0", "1", "2"]


def test_a_wrong_secret_is_a_connection_error() -> None:
    def answer(packet: dict[str, str]) -> str:
        name = packet["ActionID"]
        return f"Response: Error\r\nActionID: {name}\r\nMessage: Authentication failed\r\n\r\n"

    with server(answer) as address, pytest.raises(AmiConnectionError, match="failed"):
        connect(address)


def test_something_else_than_asterisk_is_refused() -> None:
    with (
        server(success, b"SSH-2.0-OpenSSH\r\n") as address,
        pytest.raises(AmiConnectionError, match="not an Asterisk manager"),
    ):
        connect(address)


def test_a_node_that_hangs_up_or_says_nothing_is_a_connection_error() -> None:
    def hang_up(packet: dict[str, str]) -> str:
        return success(packet) if packet["Action"] == "Login" else ""

    def silence(packet: dict[str, str]) -> str:
        return success(packet) if packet["Action"] == "Login" else EVENT

    with server(hang_up) as address, connect(address) as client:
        with pytest.raises(AmiConnectionError):
            client.request("Ping")
    with server(silence) as address, connect(address, timeout=0.2) as client:
        with pytest.raises(AmiConnectionError, match=r"within 0\.2 s"):
            client.request("Ping")


def test_nobody_there_is_a_connection_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = free.getsockname()
    with pytest.raises(AmiConnectionError, match="AMI at"):
        connect(address)


def test_a_repeated_header_keeps_all_its_values() -> None:
    assert parse("Variable: a=1\r\nVariable: b=2\r\nEmpty:\r\nA: b: c") == {
        "Variable": "a=1\nb=2",
        "Empty": "",
        "A": "b: c",
    }
