"""Calls by direction: those we place and those that come in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.support.sip_call import Call
from tests.support.sip_dialog import Dialog, Line
from tests.support.sip_message import Message, cancel_of, name_in, new_tag, user_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.sip_transport import Address

# How long a call that is taken back waits for a server that may be gone.
_PATIENCE = 5.0


class OutgoingCall(Call):
    """A call that we place.

    Its `ringing` is set by 180 and 183; audio before the answer is heard too.
    """

    def __init__(
        self,
        line: Line,
        dialog: Dialog,
        number: str,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(line, dialog, number)
        self._headers = headers
        self.provisional: list[int] = []
        self._invite = Message("")
        self._heard_of = asyncio.Event()
        self._task = asyncio.create_task(self._place())

    async def _place(self) -> None:
        exchange, final = await self._line.ask(self._make, self._hear)
        self._heard_of.set()
        if final.code >= 300:
            self.end(final.code)
            return
        self.dialog.established(final)
        ack = self.dialog.request("ACK", self._line, cseq=final.cseq)
        exchange.acknowledge(ack)
        self.connect(final.body)
        self._answer()

    def _make(self) -> Message:
        self._heard_of.clear()
        self._invite = self.offer()
        self._invite.headers.extend(self._headers)
        return self._invite

    def _hear(self, message: Message) -> None:
        self.provisional.append(message.code)
        self._heard_of.set()
        if message.body:
            self.connect(message.body)
        if message.code >= 180:
            self.ringing.set()

    async def cancel(self) -> None:
        """Take the call back before it is answered; `code` becomes 487.

        If the answer was faster, the call is hung up; a dead server makes it 408.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._take_back()
        except TimeoutError:
            self.end(408)
        await super().hang_up()

    async def _take_back(self) -> None:
        # There is nothing to cancel before the server has shown that it knows of it.
        await self._heard_of.wait()
        if not self._settled.is_set():
            self.ended_by_us = True
            transport = self._line.transport
            transport.finish(transport.start(cancel_of(self._invite)))
            await self._settled.wait()

    async def hang_up(self) -> None:
        """End the call, whether it is answered yet or not."""
        if self.answered.is_set():
            await super().hang_up()
        else:
            await self.cancel()

    def end(self, code: int = 0) -> None:
        """The call is over."""
        super().end(code)
        if self._task is not asyncio.current_task():
            self._task.cancel()


class IncomingCall(Call):
    """A call that came in; `number` and `name` are what it shows of the caller."""

    def __init__(self, line: Line, invite: Message, source: Address) -> None:
        self._tag = new_tag()
        caller = invite.get("P-Asserted-Identity") or invite.get("From")
        dialog = Dialog.answering(invite, self._tag)
        super().__init__(line, dialog, user_in(caller))
        self.name = name_in(caller)
        self.invite, self._source = invite, source
        self._description_sent = ""
        self._reply(100)

    def _reply(self, code: int, sdp: str = "") -> None:
        tag = self._tag if code > 100 else ""
        self._line.reply(self.invite, code, self._source, tag=tag, sdp=sdp)

    def _our_audio(self) -> str:
        # Only now: a telephone sends no audio while it rings.
        if not self._description_sent:
            self._description_sent = self.connect(self.invite.body)
        return self._description_sent

    def ring(self) -> None:
        """Tell the caller that it rings here."""
        self._reply(180)
        self.ringing.set()

    def progress(self) -> None:
        """Let the caller hear us before the call is answered."""
        self._reply(183, self._our_audio())
        self.ringing.set()

    def answer(self) -> None:
        """Take the call."""
        if self.ended.is_set():
            return
        self._reply(200, self._our_audio())
        self._answer()

    def refuse(self, code: int = 486) -> None:
        """Do not take the call."""
        if not self._settled.is_set():
            self._reply(code)
            self.end(code)

    async def hang_up(self) -> None:
        """End the call, or refuse it when it is not answered yet."""
        if self.answered.is_set():
            await super().hang_up()
        else:
            self.ended_by_us = True
            self.refuse(603)

    def receive(self, message: Message, source: Address) -> None:
        """A request within the call, or the CANCEL of its INVITE."""
        if message.method != "CANCEL":
            super().receive(message, source)
            return
        self._line.reply(message, 200, source, tag=self._tag)
        if not self._settled.is_set():
            self._reply(487)
            self.end(487)
