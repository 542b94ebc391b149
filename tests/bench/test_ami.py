"""Reading a node's events and reducing them, against the stock library's reading alone."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from Asterisk.Manager import BaseManager

from telephony.ami.client import AmiClient, AmiConnectionError
from telephony.live.reducer import reduce
from telephony.live.state import State
from tests.bench.conftest import Report

pytestmark = pytest.mark.bench

RECORDINGS = Path(__file__).parents[1] / "support" / "recordings"
OURS, STOCK = 200_000, 4_000


def stream(events: int) -> bytes:
    """A recorded day of a node, repeated until it has so many events."""
    blocks = [
        block
        for path in sorted(RECORDINGS.glob("*.ami"))
        for block in path.read_bytes().replace(b"\r\n", b"\n").split(b"\n\n")
        if block.startswith(b"Event:")
    ]
    many = (blocks * (events // len(blocks) + 1))[:events]
    return b"".join(block.replace(b"\n", b"\r\n") + b"\r\n\r\n" for block in many)


def feed(data: bytes) -> tuple[socket.socket, multiprocessing.process.BaseProcess]:
    """A socket at whose other end another process writes the data and hangs up."""
    ours, theirs = socket.socketpair()

    def write() -> None:
        ours.close()
        theirs.sendall(data)
        theirs.close()

    process = multiprocessing.get_context("fork").Process(target=write)
    process.start()
    theirs.close()
    return ours, process


def rate(events: int, read: Callable[[socket.socket], int]) -> float:
    """Events a second."""
    sock, process = feed(stream(events))
    begin = time.perf_counter()
    count = read(sock)
    spent = time.perf_counter() - begin
    process.join()
    sock.close()
    assert count == events
    return events / spent


def read_and_reduce(sock: socket.socket) -> int:
    client = object.__new__(AmiClient)
    client.sock, client._buffer, client._scanned = sock, bytearray(), 0
    state, count = State("bench"), 0
    state.realms = {"acme.example": "acme"}
    while True:
        try:
            packets = client.wait_packets(5)
        except AmiConnectionError:
            return count
        for packet in packets:
            state, _ = reduce(state, packet, 0.0)
        count += len(packets)


def read_stock(sock: socket.socket) -> int:
    client = object.__new__(BaseManager)
    client.sock, client.timeout = sock, None
    client.file = sock.makefile("rwb", 0)
    client.log = client.getLogger()
    count = 0
    while count < STOCK:
        client._read_packet()
        count += 1
    return count


def test_events_a_second(report: Report) -> None:
    ours = rate(OURS, read_and_reduce)
    stock = rate(STOCK, read_stock)
    report.add(
        f"(b) parse and reduce {OURS:,} recorded events", f"{ours:,.0f} events/s"
    )
    report.add(
        f"(b) stock py-Asterisk, parsing {STOCK:,} alone", f"{stock:,.0f} events/s"
    )
    report.ratio("(b) ours over stock", ours, stock, "at least 15")
