"""AMI, fast: py-Asterisk with buffered reading, one write an action, and pipelining.

The stock library reads line by line from an unbuffered socket, sends each header in a
packet of its own and matches answers by a clock; the protocol and its log-in are its.
"""

from __future__ import annotations

import itertools
import select
import socket
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from Asterisk.Manager import BaseManager

from telephony.ami.encode import Headers, encode

Packet = dict[str, str]
END = b"\r\n\r\n"
# Actions on their way at once. More would only fill Asterisk's buffers: it answers one
# after the other and stops reading while nobody reads its answers.
WINDOW = 128


class AmiError(Exception):
    """An action was refused, or the connection is no use; the message says which."""


class AmiConnectionError(AmiError):
    """Not reached, signed in, or answered in time."""


def parse(block: str) -> Packet:
    """One packet's headers; a header that comes twice gives its values a line each."""
    packet: Packet = {}
    for line in block.split("\r\n"):
        key, _, value = line.partition(":")
        value = value[1:] if value[:1] == " " else value
        packet[key] = f"{packet[key]}\n{value}" if key in packet else value
    return packet


class AmiClient(BaseManager):
    """A connection of one login. Not for several threads at once."""

    def __init__(
        self,
        address: tuple[str, int],
        user: str,
        secret: str,
        events: bool = False,
        timeout: float = 10.0,
    ) -> None:
        """Connects and signs in; raises AmiConnectionError.

        `events` asks for all events that the login may read. `timeout` (seconds) is for
        connecting and for each answer, not for waiting for events.
        """
        self._buffer = bytearray()
        self._scanned = 0
        self._ids = itertools.count(1)
        try:
            super().__init__(
                address, user, secret, listen_events=events, timeout=timeout
            )
        except (OSError, ValueError) as error:
            raise AmiConnectionError(
                f"AMI at {address[0]}:{address[1]}: {error}"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hangs up; Asterisk needs no goodbye."""
        self.file.close()
        self.sock.close()

    def request(self, action: str, *headers: tuple[str, str]) -> Packet:
        """Sends one action and gives its answer; raises AmiError when it is refused."""
        return self.request_many([(("Action", action), *headers)])[0]

    def request_many(self, actions: Sequence[Headers]) -> list[Packet]:
        """Sends actions without waiting for each answer; gives the answers in order.

        Raises AmiError for the first one that is refused; those after it in the same
        window have been carried out all the same.
        """
        answers: list[Packet] = []
        for start in range(0, len(actions), WINDOW):
            answers += self._window(actions[start : start + WINDOW])
        return answers

    def request_list(self, action: str, *headers: tuple[str, str]) -> list[Packet]:
        """Sends an action that is answered by events; gives those, without the last.

        The end is told by `EventList: Complete` in an event with the action's id.
        """
        name = self._next_id()
        self.sock.sendall(encode((("Action", action), ("ActionID", name), *headers)))
        found: list[Packet] = []
        for packet in self._packets():
            if packet.get("ActionID") != name:
                continue
            if _answers(packet):
                _refuse(packet, action)
            elif packet.get("EventList") == "Complete":
                return found
            else:
                found.append(packet)
        raise AmiConnectionError(f"{action}: the connection ended")

    def wait_packets(self, seconds: float) -> list[Packet]:
        """All packets that have come, waiting at most that long for the first one.

        For a listener: events, and the answers to what was sent by `send`. Raises
        AmiConnectionError when Asterisk has hung up.
        """
        ready, _, _ = select.select([self.sock], [], [], seconds)
        if ready and not self._fill():
            raise AmiConnectionError("Asterisk has ended the connection")
        return list(self._buffered())

    def _buffered(self) -> Iterator[Packet]:
        """The packets that are in the buffer whole."""
        data = bytes(self._buffer)
        whole, end, rest = data.rpartition(END)
        if not end:
            return
        self._buffer[:] = rest
        self._scanned = 0
        for block in whole.decode("utf-8", "replace").split("\r\n\r\n"):
            yield parse(block)

    def send(self, action: str, *headers: tuple[str, str]) -> None:
        """Sends an action whose answer comes among the events."""
        self.sock.sendall(
            encode((("Action", action), ("ActionID", self._next_id()), *headers))
        )

    def _window(self, actions: Sequence[Headers]) -> list[Packet]:
        names = [self._next_id() for _ in actions]
        packets = (
            encode((*action, ("ActionID", name)))
            for name, action in zip(names, actions, strict=True)
        )
        self.sock.sendall(b"".join(packets))
        waiting: dict[str, Packet] = {}
        for packet in self._packets():
            if _answers(packet) and packet.get("ActionID") in names:
                waiting[packet["ActionID"]] = packet
                if len(waiting) == len(names):
                    break
        if len(waiting) < len(names):
            raise AmiConnectionError("the connection ended before all answers had come")
        answers = [waiting[name] for name in names]
        for action, answer in zip(actions, answers, strict=True):
            _refuse(answer, next(value for key, value in action if key == "Action"))
        return answers

    def _next_id(self) -> str:
        return str(next(self._ids))

    def _packets(self) -> Iterator[Packet]:
        """Packets until Asterisk hangs up; AmiConnectionError when none comes in time."""
        while True:
            block = self._take(END)
            if block is None:
                return
            yield parse(block)

    def _take(self, end: bytes) -> str | None:
        while (position := self._buffer.find(end, self._scanned)) < 0:
            self._scanned = max(0, len(self._buffer) - len(end) + 1)
            if not self._fill():
                return None
        block = self._buffer[:position].decode("utf-8", "replace")
        del self._buffer[: position + len(end)]
        self._scanned = 0
        return block

    def _fill(self) -> bool:
        try:
            data = self.sock.recv(262_144)
        except TimeoutError as error:
            raise AmiConnectionError(f"no answer within {self.timeout} s") from error
        except OSError as error:
            raise AmiConnectionError(str(error)) from error
        self._buffer += data
        return bool(data)

    # What follows is called by the stock constructor.

    def _authenticate(self) -> None:
        banner = self._take(b"\r\n")
        if not banner or not banner.startswith(self._AST_BANNER_PREFIX):
            raise ValueError(f"not an Asterisk manager: {banner!r}")
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = [("Username", self.username), ("Secret", self.secret)]
        if not self.listen_events:
            headers.append(("Events", "off"))
        try:
            self.request("Login", *headers)
        except AmiConnectionError:
            raise
        except AmiError as error:
            raise ValueError(str(error)) from error


def _answers(packet: Packet) -> bool:
    """Whether it is an answer; the event OriginateResponse has a `Response` as well."""
    return "Response" in packet and "Event" not in packet


def _refuse(packet: Packet, action: str) -> None:
    if packet.get("Response") in ("Success", "Goodbye", "Pong"):
        return
    raise AmiError(
        f"{action}: {packet.get('Message', packet.get('Response', 'refused'))}"
    )


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch
