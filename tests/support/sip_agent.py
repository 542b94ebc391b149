"""A telephone for tests: registers, calls, is called, hears, presses keys.

    async with Phone("1001", "acme.example", "secret", ("127.0.0.1", 5060)) as phone:
        await phone.register()
        call = await phone.call("1002")
        await call.hears(440)

It speaks SIP over UDP and G.711 u-law, and needs nothing but the standard library.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import unquote

from tests.support.sip_calls import IncomingCall, OutgoingCall
from tests.support.sip_dialog import Line, Refused, accepted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from tests.support.sip_call import Call
    from tests.support.sip_message import Message
    from tests.support.sip_transport import Address

    Policy = Callable[[IncomingCall], Awaitable[None]]

# How long a phone that is put away waits for a server that may be gone already.
_FAREWELL = 2.0


class Messages(NamedTuple):
    """What a mailbox holds, as its lamp was told."""

    new: int
    old: int


def answer_with_tone(freq: int, after: float = 0.0) -> Policy:
    """What a phone does with calls: ring, answer after some seconds, send a tone."""

    async def answer(call: IncomingCall) -> None:
        call.send_tone(freq)
        call.ring()
        await asyncio.sleep(after)
        call.answer()

    return answer


def busy(code: int = 486) -> Policy:
    """What a phone does with calls: refuse them with this code."""

    async def refuse(call: IncomingCall) -> None:
        call.refuse(code)

    return refuse


async def ring_only(call: IncomingCall) -> None:
    """What a phone does with calls: ring and never answer."""
    call.ring()


class Phone:
    """One registered telephone with any number of calls.

    Calls that come in are put into `incoming`; `on_call` says what is done with them
    (`answer_with_tone`, `busy`, `ring_only`), None leaves that to the test.
    """

    def __init__(
        self,
        user: str,
        realm: str,
        password: str,
        server: Address,
        local_ip: str = "127.0.0.1",
    ) -> None:
        self.user, self.realm = user, realm
        self.on_call: Policy | None = None
        self.incoming: asyncio.Queue[IncomingCall] = asyncio.Queue()
        self.message_waiting = False
        self.messages = Messages(0, 0)
        # What watched numbers show: `terminated`, `early` or `confirmed` (RFC 4235).
        self.seen: dict[str, str] = {}
        self._lamp_changed = asyncio.Condition()
        self._line = Line(user, realm, password)
        self._server, self._local_ip = server, local_ip
        self._registration = self._line.dialog(f"sip:{user}@{realm}", f"sip:{realm}")
        self._registered = False
        self._calls: dict[str, Call] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> Self:
        """Bind a port; the phone itself, for `phone = await Phone(…).open()`."""
        await self._line.open(self._server, self._local_ip, self._receive)
        return self

    async def close(self) -> None:
        """End all calls, unregister and free the ports; a dead server delays little."""
        with contextlib.suppress(TimeoutError, Refused):
            async with asyncio.timeout(_FAREWELL):
                await asyncio.gather(*(call.hang_up() for call in self.calls))
                if self._registered:
                    await self.unregister()
        for call in self.calls:
            call.end()
        for task in self._tasks:
            task.cancel()
        self._line.close()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    @property
    def address(self) -> Address:
        """Where this phone is reached: IP and port."""
        return self._line.transport.address

    @property
    def trace(self) -> list[str]:
        """The last SIP messages, one line each, to be read when a test has failed."""
        return list(self._line.transport.trace)

    @property
    def calls(self) -> list[Call]:
        """The calls that are not over."""
        self._forget_ended()
        return list(self._calls.values())

    async def register(self, expires: int = 600) -> Message:
        """Register; the final response, or Refused if it is not 2xx."""

        def make() -> Message:
            message = self._registration.request("REGISTER", self._line)
            message.headers.append(("Expires", str(expires)))
            return message

        _, final = await self._line.ask(make)
        accepted(final)
        self._registered = expires > 0
        return final

    async def unregister(self) -> Message:
        """Take the registration back."""
        return await self.register(expires=0)

    async def call(
        self,
        number: str,
        *,
        host: str | None = None,
        caller: str = "",
        wait: bool = True,
        within: float = 20.0,
        at: datetime | None = None,
    ) -> OutgoingCall:
        """Call a number; waits for the answer unless told otherwise.

        `host` is the domain that is called (our realm), `caller` another number to
        show than ours, `at` what time the call believes it is. Raises Refused if nobody answers, TimeoutError if nothing
        at all happens within the given seconds (the call is taken back then).
        """
        uri = f"sip:{number}@{host or self.realm}"
        dialog = self._line.dialog(uri, uri, caller)
        self._forget_ended()
        clock = [("X-Test-Clock", str(int(at.timestamp())))] if at else []
        call = OutgoingCall(self._line, dialog, number, clock)
        self._calls[dialog.call_id] = call
        if wait:
            try:
                await call.wait_answered(within)
            except TimeoutError:
                await call.hang_up()
                raise
        return call

    async def next_call(self, within: float = 10.0) -> IncomingCall:
        """The next call that comes in; raises TimeoutError."""
        return await asyncio.wait_for(self.incoming.get(), within)

    async def lamp(self, on: bool, within: float = 10.0) -> Messages:
        """Wait until the lamp for waiting messages is on or off; the counts then."""
        async with asyncio.timeout(within), self._lamp_changed:
            await self._lamp_changed.wait_for(lambda: self.message_waiting == on)
        return self.messages

    async def watch(self, number: str) -> None:
        """Subscribe to what a number's lamp shows; raises Refused."""
        uri = f"sip:{number}@{self.realm}"
        dialog = self._line.dialog(uri, uri)

        def make() -> Message:
            message = dialog.request("SUBSCRIBE", self._line)
            message.headers.append(("Event", "dialog"))
            message.headers.append(("Accept", "application/dialog-info+xml"))
            message.headers.append(("Expires", "600"))
            return message

        accepted((await self._line.ask(make))[1])

    async def sees(self, number: str, state: str, within: float = 10.0) -> None:
        """Wait until the lamp of a watched number shows the state."""
        async with asyncio.timeout(within), self._lamp_changed:
            await self._lamp_changed.wait_for(lambda: self.seen.get(number) == state)

    def _receive(self, message: Message, source: Address) -> None:
        call = self._calls.get(message.get("Call-ID"))
        if call:
            call.receive(message, source)
        elif message.method == "INVITE":
            self._ring(message, source)
        elif message.method == "NOTIFY":
            self._notified(message)
            self._line.reply(message, 200, source)
        elif message.method == "OPTIONS":
            self._line.reply(message, 200, source)
        elif message.method != "ACK":
            known = message.method in ("BYE", "CANCEL")
            self._line.reply(message, 481 if known else 405, source)

    def _forget_ended(self) -> None:
        for key, call in tuple(self._calls.items()):
            if call.ended.is_set():
                del self._calls[key]

    def _ring(self, invite: Message, source: Address) -> None:
        self._forget_ended()
        call = IncomingCall(self._line, invite, source)
        self._calls[call.dialog.call_id] = call
        self.incoming.put_nowait(call)
        if self.on_call:
            self._spawn(self.on_call(call))

    def _notified(self, notify: Message) -> None:
        waiting = re.search(r"Messages-Waiting:\s*(yes|no)", notify.body, re.I)
        counts = re.search(r"Voice-Message:\s*(\d+)/(\d+)", notify.body, re.I)
        entity = re.search(r'entity="sip:([^@"]+)@', notify.body)
        state = re.search(r"<state>(\w+)</state>", notify.body)
        if entity and state:
            self.seen[unquote(entity[1])] = state[1]
            self._spawn(self._tell_lamp())
        if waiting:
            self.message_waiting = waiting[1].lower() == "yes"
            new, old = (counts[1], counts[2]) if counts else (0, 0)
            self.messages = Messages(int(new), int(old))
            self._spawn(self._tell_lamp())

    async def _tell_lamp(self) -> None:
        async with self._lamp_changed:
            self._lamp_changed.notify_all()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
