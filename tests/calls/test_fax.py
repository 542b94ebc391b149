"""A fax that comes is listed and mailed as PDF; a call without a fax machine ends."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from pbxportal.devstack.stack import Stack
from telephony.ami.client import AmiClient
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, Problem
from tests.calls.test_programs import mails, soon
from tests.support import fax

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio, pytest.mark.timeout(240)]

NUMBER, STATION = "8480", "+1 604 555 0100"
# Asterisk asks for a fax for 35 s (T.30, T1), and then hangs up.
NO_FAX_WITHIN = 90.0


@pytest.fixture
def ami(stack: Stack) -> Iterator[AmiClient]:
    """The first node, to be told to call."""
    (node, *_rest) = json.loads((stack.layout.run / "nodes.json").read_text())
    host, _, port = node["ami"].rpartition(":")
    login = node["publish"]
    with AmiClient((host, int(port)), login["user"], login["secret"]) as client:
        yield client


@pytest.fixture
def sheets() -> Iterator[Path]:
    """Two pages to send, where Asterisk may read them."""
    file = Path(f"/tmp/{uuid4().hex}.tif")  # noqa: S108
    file.write_bytes(fax.tiff(2))
    yield file
    file.unlink()


@pytest.fixture(scope="module")
def box(acme: Portal) -> dict[str, Any]:
    """A fax box that NUMBER leads to."""
    body = {
        "name": f"Fax {time.time()}",
        "station": STATION,
        "emails": ["office@acme.example"],
        "keep_days": 30,
    }
    made: dict[str, Any] = acme.post("fax-boxes/", body)
    draft = {"module": "fax_box", "data": {"box": made["id"]}}
    acme.make_flow("Fax", NUMBER, draft)
    return made


def newest(portal: Portal, box: dict[str, Any], count: int = 1) -> dict[str, Any]:
    """The newest of so many faxes of the box; IndexError if there are fewer."""
    found = portal.all(f"faxes/?box={box['id']}")
    found[count - 1]
    return found[0]


def pages_of(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF-")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


async def test_a_fax_is_listed_and_mailed_as_pdf(
    acme: Portal,
    globex: Portal,
    stack: Stack,
    ami: AmiClient,
    box: dict[str, Any],
    sheets: Path,
) -> None:
    before = len(mails(stack))
    fax.send(ami, "acme", NUMBER, sheets, "6045550199")
    got = await soon(lambda: newest(acme, box), within=180)
    assert got["state"] == "received", got
    assert (got["pages"], got["caller_number"]) == (2, "6045550199")
    assert got["station"] == fax.STATION
    place = f"faxes/{got['id']}/pages/"
    assert pages_of(await asyncio.to_thread(acme.fetch, place)) == 2
    mail = await soon(lambda: mails(stack)[before])
    assert mail["To"] == "office@acme.example"
    (attached,) = mail.iter_attachments()  # type: ignore[attr-defined]
    assert attached.get_content_type() == "application/pdf"
    assert pages_of(attached.get_payload(decode=True)) == 2
    assert newest(acme, box)["mail"] == "sent"
    for path in (place, f"faxes/{got['id']}/"):
        with pytest.raises(Problem) as refused:
            await asyncio.to_thread(globex.fetch, path)
        assert refused.value.status == 404
    assert globex.all("faxes/") == []
    assert list((stack.layout.node("pbx1") / "spool" / "fax").glob("*.tif")) == []
    await asyncio.to_thread(acme.send, "DELETE", f"faxes/{got['id']}/")
    with pytest.raises(Problem):
        await asyncio.to_thread(acme.fetch, place)


async def test_who_has_no_fax_machine_is_let_go_and_listed(
    acme: Portal, box: dict[str, Any], phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await call.wait_ended(NO_FAX_WITHIN)
    got = await soon(lambda: newest(acme, box), within=30)
    assert (got["state"], got["pages"], got["mail"]) == ("failed", 0, "none")
    assert got["reason"]
    with pytest.raises(Problem):
        await asyncio.to_thread(acme.fetch, f"faxes/{got['id']}/pages/")


def told_of_end(records: Path) -> list[str]:
    """What Asterisk has written of ends of faxes that nobody has imported."""
    texts = [path.read_text() for path in records.glob("cel.json")]
    return [line for line in "".join(texts).splitlines() if '"faxed"' in line]


async def test_a_fax_waits_for_the_portal_and_its_database(
    whole_again: Stack, acme: Portal, ami: AmiClient, box: dict[str, Any], sheets: Path
) -> None:
    before = len(mails(whole_again))
    services = ("portal", "workers", "import", "redis", "postgres")
    for name in services:
        await asyncio.to_thread(whole_again.stop, name)
    fax.send(ami, "acme", NUMBER, sheets, "6045550177")
    records = whole_again.layout.node("pbx1") / "records"
    await soon(lambda: told_of_end(records)[-1], within=90)
    await asyncio.to_thread(whole_again.up)
    mail = await soon(lambda: mails(whole_again)[before], within=60)
    assert "6045550177" in mail["Subject"]
    got = newest(acme, box)
    assert (got["state"], got["caller_number"]) == ("received", "6045550177")
    assert len(mails(whole_again)) == before + 1
