"""Who a phone is (`Line`) and what two ends of a call know of each other (`Dialog`)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.sip_digest import Credentials
from tests.support.sip_message import (
    ALLOW,
    Headers,
    Message,
    address_in,
    listed,
    new_branch,
    new_tag,
    request,
    response,
)
from tests.support.sip_transport import Address, Exchange, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

# Challenges that one request may meet: of a proxy, of the server, and a stale one.
_ATTEMPTS = 4


class Refused(Exception):
    """A request was answered with a code of 300 or more."""

    def __init__(self, code: int, message: Message | None = None) -> None:
        super().__init__(message.start if message else f"refused with {code}")
        self.code = code
        self.message = message


def accepted(message: Message) -> Message:
    """The response itself, if it accepts; raises Refused otherwise."""
    if message.code >= 300:
        raise Refused(message.code, message)
    return message


@dataclass(slots=True)
class Dialog:
    """The two ends of a call (or of a registration) and the way between them."""

    local: str
    remote: str
    target: str
    call_id: str = field(default_factory=lambda: secrets.token_hex(12))
    routes: list[str] = field(default_factory=list)
    cseq: int = 0

    @classmethod
    def answering(cls, invite: Message, tag: str) -> Dialog:
        """Our end of a call that came in."""
        return cls(
            local=f"{invite.get('To')};tag={tag}",
            remote=invite.get("From"),
            target=address_in(invite.get("Contact")),
            call_id=invite.get("Call-ID"),
            routes=listed(invite.all("Record-Route")),
        )

    def established(self, answer: Message) -> None:
        """Learn from the answer that accepts our INVITE who is there and where."""
        self.remote = answer.get("To")
        self.target = address_in(answer.get("Contact")) or self.target
        self.routes = listed(answer.all("Record-Route"))[::-1]

    def moved(self, message: Message) -> None:
        """Learn from a later INVITE or its answer where the other end is now."""
        self.target = address_in(message.get("Contact")) or self.target

    def request(self, method: str, line: Line, *, cseq: int = 0) -> Message:
        """A request to the other end; `cseq` only for the ACK of a certain INVITE."""
        if not cseq:
            self.cseq += 1
        headers: Headers = [
            ("Via", line.via()),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in self.routes),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{cseq or self.cseq} {method}"),
            ("Contact", line.contact),
            ALLOW,
        ]
        return request(method, self.target, headers)


class Line:
    """A subscriber at a server: the address of a phone, its password, its socket."""

    def __init__(self, user: str, realm: str, password: str) -> None:
        self.user, self.realm = user, realm
        self.credentials = Credentials(user, password)
        self.local_ip = ""
        self._transport: Transport | None = None

    async def open(
        self,
        server: Address,
        local_ip: str,
        on_request: Callable[[Message, Address], None],
    ) -> None:
        """Bind a port; `on_request` gets what comes in."""
        self.local_ip = local_ip
        self._transport = Transport(server, on_request)
        await self._transport.open(local_ip)

    def close(self) -> None:
        """Free the port."""
        if self._transport:
            self._transport.close()

    @property
    def transport(self) -> Transport:
        """The socket; only an open line has one."""
        if not self._transport:
            raise RuntimeError("the phone was not opened")
        return self._transport

    @property
    def contact(self) -> str:
        """Where requests for this phone are to be sent."""
        ip, port = self.transport.address
        return f"<sip:{self.user}@{ip}:{port}>"

    def via(self) -> str:
        """A Via header for a new request."""
        ip, port = self.transport.address
        return f"SIP/2.0/UDP {ip}:{port};branch={new_branch()};rport"

    def dialog(self, to: str, target: str, user: str = "") -> Dialog:
        """A dialog that we begin; `user` shows another user than ourselves."""
        ours = f"<sip:{user or self.user}@{self.realm}>;tag={new_tag()}"
        return Dialog(local=ours, remote=f"<{to}>", target=target)

    async def ask(
        self,
        make: Callable[[], Message],
        hear: Callable[[Message], None] | None = None,
    ) -> tuple[Exchange, Message]:
        """Send what `make` builds, again with a password when asked for one.

        Returns the exchange that settled it and the final response (408 if there
        was none); `hear` gets provisional responses.
        """
        given: dict[str, str] = {}
        for _ in range(_ATTEMPTS):
            message = make()
            message.headers.extend(given.items())
            exchange = self.transport.start(message)
            final = await exchange.final(hear)
            self.transport.finish(exchange)
            given = self.credentials.answer(final, given, message.method, message.uri)
            if not given:
                break
        return exchange, final

    def reply(
        self, to: Message, code: int, source: Address, *, tag: str = "", sdp: str = ""
    ) -> None:
        """Answer a request."""
        answer = response(to, code, tag=tag)
        answer.headers += [("Contact", self.contact), ALLOW]
        if sdp:
            answer.headers.append(("Content-Type", "application/sdp"))
            answer.body = sdp
        self.transport.reply(to, answer, source)
