"""One call of a phone: its state, its audio, and what can be done with it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING

from tests.support import sdp
from tests.support.hearing import Ear
from tests.support.rtp import Stream
from tests.support.sip_dialog import Dialog, Line, Refused, accepted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.sip_message import Message
    from tests.support.sip_transport import Address


class Call:
    """A call in either direction.

    `ringing`, `answered` and `ended` are events; `code` is the final answer to the
    INVITE (0 before there is one); `number` is the other end's; `ended_by_us` says
    who hung up; `received_keys` has the digits that were pressed over there.
    """

    def __init__(self, line: Line, dialog: Dialog, number: str) -> None:
        self._line, self.dialog, self.number = line, dialog, number
        self._loop = asyncio.get_running_loop()
        self._stream = Stream(line.local_ip)
        self._ear = Ear(self._stream)
        self._version = 0
        self._settled = asyncio.Event()
        self.ringing, self.answered = asyncio.Event(), asyncio.Event()
        self.ended, self._transferred = asyncio.Event(), asyncio.Event()
        self.code = self._transfer_code = 0
        self.held_by_other = self.ended_by_us = False
        self.began_at = self._loop.time()
        self.setup_ms = 0
        self.bye: Message | None = None

    # What happens to the call

    async def wait_ringing(self, within: float = 10.0) -> None:
        """Wait until the other end rings; raises TimeoutError."""
        await asyncio.wait_for(self.ringing.wait(), within)

    async def wait_answered(self, within: float = 20.0) -> None:
        """Wait until the call is answered; raises Refused or TimeoutError."""
        await asyncio.wait_for(self._settled.wait(), within)
        if not self.answered.is_set():
            raise Refused(self.code)

    async def wait_ended(self, within: float = 30.0) -> None:
        """Wait until the call is over, however it ends; raises TimeoutError."""
        await asyncio.wait_for(self.ended.wait(), within)

    def _answer(self) -> None:
        self.code = 200
        self.setup_ms = round(1000 * (self._loop.time() - self.began_at))
        self.answered.set()
        self._settled.set()

    def end(self, code: int = 0) -> None:
        """The call is over: free its audio port. `code` if it was never answered."""
        self.code = self.code or code
        self._stream.close()
        self.ended.set()
        self._settled.set()

    # What is done with it

    async def hang_up(self) -> None:
        """End the call; returns when the other end knows. Harmless when it is over."""
        if self.ended.is_set():
            return
        self.ended_by_us = True
        self._stream.close()
        await self.ask("BYE")
        self.end()

    async def hold(self) -> None:
        """Put the other end on hold."""
        await self._invite_again("sendonly")

    async def resume(self) -> None:
        """Take the other end back."""
        await self._invite_again("sendrecv")

    async def transfer(self, number: str, within: float = 20.0) -> None:
        """Send the other end to a number (blind) and leave once it is answered.

        Raises Refused or TimeoutError; the call goes on then.
        """
        refer = ("Refer-To", f"<sip:{number}@{self._line.realm}>")
        self._transfer_code, self._transferred = 0, asyncio.Event()
        accepted(await self.ask("REFER", refer))
        await asyncio.wait_for(self._transferred.wait(), within)
        if self._transfer_code >= 300:
            raise Refused(self._transfer_code)
        await self.hang_up()

    async def ask(self, method: str, *headers: tuple[str, str]) -> Message:
        """Send a request within the call and return its final response."""

        def make() -> Message:
            message = self.dialog.request(method, self._line)
            message.headers.extend(headers)
            return message

        return (await self._line.ask(make))[1]

    async def _invite_again(self, direction: str) -> None:
        def make() -> Message:
            return self.offer(direction)

        exchange, final = await self._line.ask(make)
        if final.code < 300:
            self.dialog.moved(final)
            ack = self.dialog.request("ACK", self._line, cseq=final.cseq)
            exchange.acknowledge(ack)
            self.connect(final.body)
        accepted(final)

    def offer(self, direction: str = "sendrecv") -> Message:
        """An INVITE of this call with our description."""
        invite = self.dialog.request("INVITE", self._line)
        invite.headers.append(("Content-Type", "application/sdp"))
        invite.body = self._description(direction)
        return invite

    def _description(self, direction: str) -> str:
        self._version += 1
        ours = sdp.Description(
            self._line.local_ip,
            self._stream.port,
            self._stream.key_type or sdp.KEY_TYPE,
            direction,
        )
        return ours.render(self._version)

    def connect(self, body: str) -> str:
        """Talk to the place that a description names; returns our answer to it."""
        theirs = sdp.read(body)
        if not theirs:
            return self._description("sendrecv")
        direction = theirs.reply_direction
        self.held_by_other = theirs.direction in ("sendonly", "inactive")
        self._stream.connect(
            (theirs.ip, theirs.port),
            theirs.key_type,
            sending=direction in ("sendrecv", "sendonly"),
        )
        return self._description(direction)

    # Requests of the other end

    def receive(self, message: Message, source: Address) -> None:
        """A request within the call (INVITE and CANCEL of a new call are not)."""
        match message.method:
            case "ACK":
                if message.body:
                    self.connect(message.body)
            case "BYE":
                self.bye = message
                self._line.reply(message, 200, source)
                self.end()
            case "INVITE" | "UPDATE":
                self.dialog.moved(message)
                offered = message.body or message.method == "INVITE"
                answer = self.connect(message.body) if offered else ""
                self._line.reply(message, 200, source, sdp=answer)
            case "NOTIFY":
                self._transfer_news(message)
                self._line.reply(message, 200, source)
            case "INFO" | "OPTIONS" | "MESSAGE":
                self._line.reply(message, 200, source)
            case _:
                self._line.reply(message, 405, source)

    def _transfer_news(self, notify: Message) -> None:
        status = re.match(r"SIP/2\.0 (\d+)", notify.body)
        if status and int(status[1]) >= 200:
            self._transfer_code = int(status[1])
            self._transferred.set()

    # Audio

    def send_tone(self, freq: int) -> None:
        """Send a tone until told otherwise; 0 Hz is silence."""
        self._stream.send_tone(freq)

    def press(self, keys: str) -> asyncio.Future[None]:
        """Press keys; may be awaited, which waits until they are sent."""
        return self._stream.press(keys)

    @property
    def received_keys(self) -> str:
        """The keys that the other end has pressed so far."""
        return self._stream.keys

    async def receives_keys(self, keys: str, within: float = 5.0) -> None:
        """Wait until the other end has pressed exactly these; raises TimeoutError."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self.received_keys != keys:
                    await asyncio.sleep(0.02)
        if self.received_keys != keys:
            raise TimeoutError(f"keys {self.received_keys!r} instead of {keys!r}")

    def pcm(self, last: float = 0.2) -> list[int]:
        """The samples that were heard in the last seconds."""
        return self._ear.pcm(last)

    def heard(self, freq: float, last: float = 0.2) -> float:
        """Which share of what was heard lately is this tone, 0.0 to 1.0."""
        return self._ear.heard(freq, last)

    def tones_heard(self, freqs: Iterable[int]) -> frozenset[int]:
        """Those of the tones that were heard clearly at any time of the call."""
        return self._ear.tones(freqs)

    async def hears(
        self, freq: float, within: float = 5.0, share: float = 0.6
    ) -> float:
        """Wait for a tone; returns its latency in seconds, raises NotHeard."""
        return await self._ear.hears(freq, within, share)

    async def hears_silence(self, lasting: float = 0.4, within: float = 5.0) -> float:
        """Wait for silence; returns its latency in seconds, raises NotHeard."""
        return await self._ear.hears_silence(lasting, within)
