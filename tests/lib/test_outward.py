"""What customers' addresses can reach, and what they can't, whatever their names say."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from pbxportal.lib.outward import (
    LONGEST_ANSWER,
    Failed,
    Outward,
    Refused,
    fault,
    networks,
)

HERE = networks(["127.0.0.1/32"])
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

PRIVATE = [
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
]


@contextmanager
def server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on this machine that talks as told; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def work() -> None:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65536)
                    talk(connection)
                except OSError:
                    pass  # the other side had enough

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    thread.join(5)


def post(url: str, seconds: float = 2.0) -> bytes:
    return Outward(HERE).post(url, b"{}", {}, seconds).body


def test_a_trusted_address_is_reached() -> None:
    with server(lambda c: c.sendall(OK)) as url:
        assert post(url) == b"ok"


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_whoever_names_it(address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    assert "no public address" in fault(f"https://{literal}/")
    outward = Outward(look_up=lambda *_: [address])
    with pytest.raises(Refused, match="no public address"):
        outward.post("https://innocent.example/", b"", {}, 1)


def test_one_private_answer_among_public_ones_is_enough() -> None:
    outward = Outward(look_up=lambda *_: ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(Refused):
        outward.post("https://innocent.example/", b"", {}, 1)


def test_a_name_is_looked_up_once_and_connected_to_where_it_led() -> None:
    """A name that leads elsewhere the second time gains nothing."""
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    connected = []

    class Watched(Outward):
        def addresses(self, host: str, port: int, seconds: float) -> list[str]:
            connected.extend(super().addresses(host, port, seconds))
            raise Refused("far enough")

    with pytest.raises(Refused, match="far enough"):
        Watched(look_up=rebinding).post("https://rebinding.example/", b"", {}, 1)
    assert connected == ["93.184.215.14"]
    assert asked == ["rebinding.example"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://exa mple.com/",
        "https://example.com/\r\nX: y",
        "http://example.com/",
        "http://93.184.215.14/",
        "https://example.com/#part",
    ],
)
def test_what_is_no_address_is_told_at_once(url: str) -> None:
    assert fault(url)
    with pytest.raises(Refused):
        Outward().post(url, b"", {}, 1)


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with server(lambda c: c.sendall(moved)) as url:
        assert Outward(HERE).post(url, b"", {}, 2).status == 302


def test_a_long_answer_is_cut() -> None:
    def megabyte(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n")
        connection.sendall(b"x" * 1048576)

    with server(megabyte) as url, pytest.raises(Failed, match=str(LONGEST_ANSWER)):
        post(url)


@pytest.mark.parametrize("part", [b"HTTP/1.1 200 OK\r\nX: ", OK[:-2]])
def test_a_slow_drip_ends_in_time(part: bytes) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(part)
        for _ in range(40):
            time.sleep(0.05)
            connection.sendall(b"a" if part.endswith(b" ") else b"")

    with server(drip) as url:
        began = time.monotonic()
        with pytest.raises(Failed):
            post(url, 0.4)
        assert time.monotonic() - began < 2


def test_silence_and_nonsense_are_failures() -> None:
    for talk in (lambda c: time.sleep(0.5), lambda c: c.sendall(b"what?\r\n\r\n")):
        with server(talk) as url, pytest.raises(Failed):
            post(url, 0.3)
    with pytest.raises(Failed):
        post("http://127.0.0.1:9/", 0.5)


def test_a_resolver_without_end_is_not_waited_for() -> None:
    outward = Outward(look_up=lambda *_: time.sleep(1.5) or [])  # type: ignore[func-returns-value]
    began = time.monotonic()
    with pytest.raises(Failed):
        outward.post("https://slow.example/", b"", {}, 0.2)
    assert time.monotonic() - began < 1
