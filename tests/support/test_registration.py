"""A phone and its server: passwords that are asked for again, servers that are gone."""

from __future__ import annotations

import asyncio
import time
from typing import cast

import pytest

from tests.support import Phone, Refused
from tests.support.sip_message import Message, response

Address = tuple[str, int]
pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(60)]


async def test_phone_is_put_away_quickly_when_the_server_is_gone() -> None:
    began = time.monotonic()
    async with Phone("1001", "acme.example", "", ("127.0.0.1", 9)) as phone:
        call = await phone.call("1002", wait=False)
        with pytest.raises(TimeoutError):
            await call.wait_ringing(0.1)
    assert call.ended.is_set()
    assert time.monotonic() - began < 4


class Registrar(asyncio.DatagramProtocol):
    """Asks each request for a password once, then says that the nonce was stale."""

    def __init__(self) -> None:
        self.seen: list[Message] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.udp = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        message = Message.parse(data)
        self.seen.append(message)
        challenge = f'Digest realm="x", nonce="{len(self.seen)}", algorithm=SHA-256'
        if len(self.seen) == 2:
            challenge += ", stale=true"
        answer = response(message, 200 if len(self.seen) == 3 else 401)
        answer.headers.append(("WWW-Authenticate", challenge))
        self.udp.sendto(answer.encode(), addr)


async def test_registration_is_tried_again_with_a_fresh_nonce() -> None:
    loop = asyncio.get_running_loop()
    udp, registrar = await loop.create_datagram_endpoint(
        Registrar, local_addr=("127.0.0.1", 0)
    )
    address = udp.get_extra_info("sockname")
    phone = await Phone("1001", "acme.example", "secret", address).open()
    assert (await phone.register()).code == 200
    assert [message.cseq for message in registrar.seen] == [1, 2, 3]
    with pytest.raises(Refused) as refused:
        await phone.register()
    assert refused.value.code == 401
    await phone.close()
    udp.close()
