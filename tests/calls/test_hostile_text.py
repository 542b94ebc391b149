"""What people type is refused, or does no harm to the dialplan."""

from __future__ import annotations

import pytest

from telephony.dialplan.emit import APPLICATIONS
from telephony.publish.node import NodeLink
from tests.calls.portal import Portal, Problem
from tests.calls.test_publishing import addresses, links  # noqa: F401  fixtures

pytestmark = pytest.mark.asterisk

PIECES = (
    '"',
    "'",
    "\\",
    "${EXTEN}",
    "${SHELL(id)}",
    "$[1+1]",
    "\r",
    "\n",
    "\r\n",
    "\0",
    ";--",
    "--;",
    ";",
    "=>",
    "same => n,System(id)",
    "[general]",
    "#include x",
    "#exec id",
    "&",
    "&PJSIP/1002@globex.pbx.test",
    "|",
    ",",
    ")",
    "(",
    "}",
    "^3B",
    "%0d%0a",
    "Ünïcødé 😀",
    "\u202e",
    "\u2028",
    "Action: Originate",
    '"=""|"1',
    "'; DROP TABLE x;--",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "../../etc",
    "x" * 2000,
    "-",
    " ",
    "\t",
)
SHAPES = ("{}", "Alex {}", "{} Kim", "a{}b", "{0}{0}")
HOSTILE = [shape.format(piece) for piece in PIECES for shape in SHAPES][:200]


def contexts(link: NodeLink) -> dict[str, list[object]]:
    """All live contexts of acme, as the node reads them back."""
    pointers = link.pointers()
    mine = {name: entry for name, entry in pointers.items() if name.startswith("acme-")}
    return {name: list(link.read(entry)) for name, entry in mine.items()}


def test_hostile_names_are_refused_or_harmless(
    acme: Portal,
    links: list[NodeLink],  # noqa: F811
) -> None:
    """200 strings as names of a seat, a callflow and a sound: the dialplan is the same."""
    assert len(HOSTILE) == 200
    media = acme.tone(500, 0.3)
    flow = acme.make_flow("Plain", "8300", {"module": "play", "data": {"media": media}})
    seat = next(s for s in acme.all("seats/") if s["extension"] == "1002")
    acme.wait_until_published()
    before = contexts(links[0])
    refused = sum(
        _try(acme, path, body)
        for text in HOSTILE
        for path, body in (
            (f"seats/{seat['id']}/", {"last_name": text}),
            (f"callflows/{flow}/", {"name": text}),
            (f"media/{media}/", {"name": text}),
        )
    )
    assert refused > 0
    acme.publish(flow, within=60)  # behind the 600 changes
    acme.wait_until_published()
    acme.send("PATCH", f"seats/{seat['id']}/", {"last_name": seat["last_name"]})
    for link in links:
        after = contexts(link)
        assert after.keys() == before.keys()
        for name, steps in after.items():
            assert [_shape(s) for s in steps] == [_shape(s) for s in before[name]]
            assert {s.application for s in steps} <= set(APPLICATIONS)  # type: ignore[attr-defined]


def _try(portal: Portal, path: str, body: dict[str, str]) -> bool:
    """True when the text was refused, with the field named."""
    try:
        portal.send("PATCH", path, body)
    except Problem as problem:
        assert problem.status == 400, problem
        assert problem.body["errors"][0]["field"] in body
        return True
    return False


def _shape(step: object) -> tuple[str, int, str]:
    return step.extension, step.number, step.application  # type: ignore[attr-defined]
