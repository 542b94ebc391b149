"""Requests to addresses that customers have typed in.

What such an address may reach is decided by the IP address that is connected to, not by
the name: the name is looked up once, every answer must be public, and the connection
goes to that very answer. So a name that resolves to something else a moment later
(DNS rebinding) gains nothing. Redirects are not followed, answers are cut at a limit.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Lookup = Callable[[str, int], Sequence[str]]

LONGEST_ANSWER = 64 * 1024
MOST_SECONDS = 10
_FAILURES = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
_PORTS = {"https": 443, "http": 80}
# IPv4 in other clothes: a public IPv6 address that a gateway turns into a private one.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Refused(Exception):
    """The address may not be reached; the text says why."""


class Failed(Exception):
    """The other side could not be reached, was too slow, or answered nonsense."""


@dataclass(frozen=True)
class Answer:
    """A final answer, whatever its status."""

    status: int
    body: bytes
    seconds: float
    content_type: str = ""


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks in CIDR notation; ValueError for what is none."""
    return tuple(ipaddress.ip_network(text) for text in texts)


def fault(url: str, trusted: Sequence[Network] = ()) -> str:
    """Why an address can't be used, before anything is looked up; "" if it can.

    Plain HTTP is for trusted networks only, named by their IP address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return str(error)
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not host:
        return "an address begins with https:// and names a host"
    if parts.username or parts.password or parts.fragment:
        return "an address holds no password and no #"
    if port == 0 or not url.isascii() or not url.isprintable() or " " in url:
        return "an address is plain ASCII without blanks; its port is not 0"
    address = _literal(host)
    if address is not None and not _may_reach(address, trusted):
        return f"{host} is no public address"
    if parts.scheme == "http" and (address is None or not _within(address, trusted)):
        return "an address begins with https://"
    return ""


def host_fault(host: str, trusted: Sequence[Network], look_up: Lookup) -> str:
    """Why what listens on a host may not be reached; "" if it may.

    A name may lead elsewhere tomorrow: who connects by a resolver of their own (Asterisk
    does) is only told of what is wrong today.
    """
    if (address := _literal(host)) is not None:
        return "" if _may_reach(address, trusted) else f"{host} is no public address"
    try:
        Outward(tuple(trusted), look_up).addresses(host, 0, MOST_SECONDS)
    except Refused as error:
        return str(error)
    except (httpcore.ConnectTimeout, OSError):
        return f"{host} can't be looked up"
    return ""


def lookup(host: str, port: int) -> Sequence[str]:
    """All addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Outward:
    """Sends requests. `trusted` are the operator's own networks that may be reached."""

    trusted: tuple[Network, ...] = ()
    look_up: Lookup = lookup

    def post(
        self, url: str, body: bytes, headers: Mapping[str, str], seconds: float
    ) -> Answer:
        """POSTs and gives the answer, as `send` does."""
        return self.send("POST", url, body, headers, seconds)

    def send(
        self,
        method: str,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        seconds: float,
    ) -> Answer:
        """Asks and gives the answer; all of it takes no longer than `seconds`.

        Raises Refused for an address that may not be reached, else Failed.
        """
        if why := fault(url, self.trusted):
            raise Refused(why)
        began = time.monotonic()
        backend = _Pinned(self, began + seconds)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=ssl.create_default_context(), network_backend=backend
                ) as pool,
                pool.stream(
                    method, url, headers=[*headers.items()], content=body
                ) as answer,
            ):
                text = _read(answer)
        except (*_FAILURES, OSError) as error:
            raise Failed(str(error) or type(error).__name__) from error
        kind = next((v for k, v in answer.headers if k.lower() == b"content-type"), b"")
        spent = time.monotonic() - began
        return Answer(answer.status, text, spent, kind.decode("latin-1"))

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """Where a name leads now; raises Refused if any of it may not be reached."""
        found = _within_time(lambda: self.look_up(host, port), seconds)
        for text in found:
            if not _may_reach(ipaddress.ip_address(text), self.trusted):
                raise Refused(f"{host} leads to {text}, which is no public address")
        return found


def _within_time(look_up: Callable[[], Sequence[str]], seconds: float) -> list[str]:
    """The resolver has patience of its own, and takes no notice of ours."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        return list(pool.submit(look_up).result(timeout=seconds))
    except TimeoutError as error:
        raise httpcore.ConnectTimeout("the name could not be looked up") from error
    finally:
        pool.shutdown(wait=False)


def _read(answer: httpcore.Response) -> bytes:
    text = bytearray()
    for chunk in answer.iter_stream():
        text += chunk
        if len(text) > LONGEST_ANSWER:
            raise Failed(f"the answer is longer than {LONGEST_ANSWER} bytes")
    return bytes(text)


class _Pinned(httpcore.NetworkBackend):
    """Connects to an address that was looked at, while TLS still checks the name."""

    def __init__(self, outward: Outward, deadline: float) -> None:
        self._outward, self._deadline = outward, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        address, *_ = self._outward.addresses(host, port, _left(self._deadline))
        left = _left(self._deadline)
        stream = self._plain.connect_tcp(address, port, left, local_address)
        return _Hurried(stream, self._deadline)


class _Hurried(httpcore.NetworkStream):
    """A stream that ends at a deadline: a slow drip is as bad as a long silence."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(
            ssl_context, server_hostname, _left(self._deadline)
        )
        return _Hurried(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the other side took too long")
    return left


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _within(address: Address, trusted: Iterable[Network]) -> bool:
    return any(address in network for network in trusted)


def _may_reach(address: Address, trusted: Iterable[Network]) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        return _may_reach(inner, trusted)
    return _within(address, trusted) or (
        address.is_global and not address.is_multicast and not address.is_reserved
    )
