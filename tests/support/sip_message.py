"""SIP messages (RFC 3261) as text: read them, build them, answer them."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Headers = list[tuple[str, str]]

_SHORT = {
    "c": "content-type",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "v": "via",
}
_REASONS = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    202: "Accepted",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    600: "Busy Everywhere",
    603: "Decline",
}
ALLOW = ("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER, UPDATE, INFO")


@dataclass(slots=True)
class Message:
    """A request or a response. Names of headers are kept as they came."""

    start: str
    headers: Headers = field(default_factory=list)
    body: str = ""

    @classmethod
    def parse(cls, data: bytes) -> Message:
        """One datagram in; raises ValueError if it is no SIP message."""
        head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
        start, *lines = re.sub(r"\r\n[ \t]+", " ", head).split("\r\n")
        if "SIP/2.0" not in start:
            raise ValueError(f"not a SIP message: {start[:60]!r}")
        pairs = (line.partition(":") for line in lines)
        return cls(start, [(name.strip(), v.strip()) for name, _, v in pairs], body)

    def encode(self) -> bytes:
        """The datagram, with Content-Length."""
        body = self.body.encode()
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def all(self, name: str) -> list[str]:
        """Every value of the header, in order."""
        name = name.lower()
        return [
            value
            for key, value in self.headers
            if _SHORT.get(key.lower(), key.lower()) == name
        ]

    def get(self, name: str) -> str:
        """The first value of the header or an empty string."""
        values = self.all(name)
        return values[0] if values else ""

    @property
    def code(self) -> int:
        """The status of a response; 0 of a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0

    @property
    def cseq(self) -> int:
        """The number of the request that this is or answers."""
        return int(self.get("CSeq").split()[0])

    @property
    def method(self) -> str:
        """The method of the request that this is or answers."""
        return self.get("CSeq").split()[-1]

    @property
    def uri(self) -> str:
        """The address that a request is for."""
        return self.start.split()[1]

    @property
    def branch(self) -> str:
        """What tells this request from others: the same in its responses."""
        found = re.search(r"branch=([^;,\s]+)", self.get("Via"))
        return found[1] if found else ""


def new_branch() -> str:
    """A name for a request, unlike any other."""
    return f"z9hG4bK{secrets.token_hex(8)}"


def new_tag() -> str:
    """A name for one end of a dialog."""
    return secrets.token_hex(6)


def address_in(header: str) -> str:
    """`"Ann" <sip:ann@example.com>;tag=x` in, `sip:ann@example.com` out."""
    found = re.search(r"<([^>]*)>", header)
    return found[1] if found else header.split(";")[0].strip()


def user_in(header: str) -> str:
    """The user part of the address in a header: the number of a caller."""
    return re.sub(r"^sips?:", "", address_in(header)).partition("@")[0]


def name_in(header: str) -> str:
    """The name that a header shows with its address, or an empty string."""
    quoted = re.match(r'\s*"((?:\\.|[^"\\])*)"', header)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return header.partition("<")[0].strip()


def listed(values: Iterable[str]) -> list[str]:
    """Values of a header that may be a list (Record-Route), one item each."""
    return [item.strip() for value in values for item in re.split(r",(?=\s*<)", value)]


def request(method: str, uri: str, headers: Headers) -> Message:
    """A request without body."""
    return Message(f"{method} {uri} SIP/2.0", headers)


def response(to: Message, code: int, *, tag: str = "") -> Message:
    """An answer to a request; `tag` names our end of the dialog."""
    copied = ("Via", "Record-Route", "From", "To", "Call-ID", "CSeq")
    headers = [(name, value) for name in copied for value in to.all(name)]
    if tag and ";tag=" not in to.get("To"):
        headers = [(n, f"{v};tag={tag}" if n == "To" else v) for n, v in headers]
    return Message(f"SIP/2.0 {code} {_REASONS.get(code, 'Refused')}", headers)


def _like(invite: Message, method: str) -> Message:
    """A request that belongs to the INVITE's transaction: CANCEL, ACK."""
    names = ("Via", "Max-Forwards", "Route", "From", "To", "Call-ID")
    headers = [(name, value) for name in names for value in invite.all(name)]
    return request(method, invite.uri, [*headers, ("CSeq", f"{invite.cseq} {method}")])


def cancel_of(invite: Message) -> Message:
    """The CANCEL that takes an INVITE back."""
    return _like(invite, "CANCEL")


def ack_of(invite: Message, refusal: Message) -> Message:
    """The ACK of an answer that refuses an INVITE (an accepting one needs another)."""
    ack = _like(invite, "ACK")
    ack.headers = [
        (name, refusal.get("To") if name == "To" else value)
        for name, value in ack.headers
    ]
    return ack
