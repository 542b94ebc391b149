"""SIP over UDP: what is lost is sent again, what comes twice counts once.

`Transport` owns the socket; an `Exchange` is one request of ours with its responses.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from tests.support.sip_message import Message, ack_of, response

if TYPE_CHECKING:
    from collections.abc import Callable

Address = tuple[str, int]

# The timers of RFC 3261: first interval, longest interval, when to give up.
T1, T2 = 0.5, 4.0
GIVE_UP = 64 * T1


class Resender:
    """Sends at once and again at growing intervals until it is stopped."""

    def __init__(
        self, send: Callable[[], None], gave_up: Callable[[], None] | None = None
    ) -> None:
        self._send, self._gave_up = send, gave_up
        self._loop = asyncio.get_running_loop()
        self._until = self._loop.time() + GIVE_UP
        self._wait = T1
        self._timer: asyncio.TimerHandle | None = None
        self._again()

    def _again(self) -> None:
        if self._loop.time() >= self._until:
            if self._gave_up:
                self._gave_up()
            return
        self._send()
        self._timer = self._loop.call_later(self._wait, self._again)
        self._wait = min(2 * self._wait, T2)

    def stop(self) -> None:
        """No more sending; harmless when stopped already."""
        if self._timer:
            self._timer.cancel()


class Exchange:
    """A request of ours and the responses to it, each of them once."""

    def __init__(self, request: Message, send: Callable[[Message], None]) -> None:
        self.request = request
        self._send = send
        self._responses: asyncio.Queue[Message] = asyncio.Queue()
        self._ack: Message | None = None
        self._finished = False
        self._resender = Resender(lambda: send(request), self._silence)

    def _silence(self) -> None:
        if not self._finished:
            self._finished = True
            self._responses.put_nowait(response(self.request, 408))

    def receive(self, message: Message) -> None:
        """Take a response in; one that was seen before is only acknowledged again."""
        invite = self.request.method == "INVITE"
        if message.code >= 200 or invite:
            self._resender.stop()
        if self._finished:
            if self._ack and message.code >= 200:
                self._send(self._ack)
            return
        self._finished = message.code >= 200
        if invite and message.code >= 300:
            self.acknowledge(ack_of(self.request, message))
        self._responses.put_nowait(message)

    def acknowledge(self, ack: Message) -> None:
        """Send the ACK, and again whenever the final response is repeated."""
        self._ack = ack
        self._send(ack)

    async def final(self, hear: Callable[[Message], None] | None = None) -> Message:
        """The response that settles the request; `hear` gets the ones before it."""
        while (message := await self._responses.get()).code < 200:
            if hear:
                hear(message)
        return message

    def close(self) -> None:
        """Stop sending."""
        self._resender.stop()


class Transport(asyncio.DatagramProtocol):
    """The UDP socket of a phone."""

    def __init__(
        self, server: Address, on_request: Callable[[Message, Address], None]
    ) -> None:
        self.server = server
        self.address: Address = ("", 0)
        # The last messages, to be read when a test has failed.
        self.trace: deque[str] = deque(maxlen=200)
        self._on_request = on_request
        self._udp: asyncio.DatagramTransport | None = None
        self._exchanges: dict[tuple[str, str], Exchange] = {}
        self._replies: dict[tuple[str, str], tuple[Message, Address]] = {}
        self._unacknowledged: dict[tuple[str, int], Resender] = {}

    async def open(self, local_ip: str) -> None:
        """Bind a free port of the address."""
        loop = asyncio.get_running_loop()
        udp, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(local_ip, 0)
        )
        self._udp = udp
        self.address = udp.get_extra_info("sockname")[:2]

    def close(self) -> None:
        """Stop sending and free the port."""
        for exchange in self._exchanges.values():
            exchange.close()
        for resender in self._unacknowledged.values():
            resender.stop()
        if self._udp:
            self._udp.close()
            self._udp = None

    def send(self, message: Message, to: Address | None = None) -> None:
        """Send once; into a closed socket is no error."""
        if self._udp:
            self.trace.append(f"> {message.start} {message.get('CSeq')}")
            self._udp.sendto(message.encode(), to or self.server)

    def start(self, request: Message) -> Exchange:
        """Send a request until it is answered."""
        key = (request.branch, request.method)
        exchange = self._exchanges[key] = Exchange(request, self.send)
        return exchange

    def finish(self, exchange: Exchange) -> None:
        """Forget a settled exchange once no repeated response can come any more."""
        key = (exchange.request.branch, exchange.request.method)
        loop = asyncio.get_running_loop()
        loop.call_later(GIVE_UP, self._exchanges.pop, key, None)

    def reply(self, request: Message, answer: Message, to: Address) -> None:
        """Answer a request; a final answer to INVITE is repeated until its ACK."""
        key = (request.branch, request.method)
        if key not in self._replies:
            loop = asyncio.get_running_loop()
            loop.call_later(2 * GIVE_UP, self._replies.pop, key, None)
        self._replies[key] = (answer, to)
        if request.method == "INVITE" and answer.code >= 200:
            dialog = (request.get("Call-ID"), request.cseq)
            self._unacknowledged[dialog] = Resender(lambda: self.send(answer, to))
        else:
            self.send(answer, to)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Sort what came in: response, repeated request, acknowledgement, news."""
        try:
            message = Message.parse(data)
        except ValueError:  # keep-alives of empty lines
            return
        self.trace.append(f"< {message.start} {message.get('CSeq')}")
        key = (message.branch, message.method)
        if message.code:
            if exchange := self._exchanges.get(key):
                exchange.receive(message)
        elif key in self._replies:
            self.send(*self._replies[key])
        else:
            if message.method == "ACK":
                self._acknowledged(message)
            self._on_request(message, addr)

    def _acknowledged(self, ack: Message) -> None:
        resender = self._unacknowledged.pop((ack.get("Call-ID"), ack.cseq), None)
        if resender:
            resender.stop()

    def error_received(self, exc: Exception) -> None:
        """A port that nobody listens on: being sent again is all it needs."""
