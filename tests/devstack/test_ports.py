"""Ports: free, apart from each other, and the same for ever."""

from __future__ import annotations

import socket

import pytest

from pbxportal.devstack import ports


def test_kept_ports_stay_and_new_ones_avoid_them() -> None:
    picks = iter([20000, 20010, 20400, 20401, 20402])
    sizes = {"web": 1, "pbx1-rtp": 400, "pbx1-sip": 1}
    chosen = ports.choose(
        sizes, {"pbx1-rtp": 20000}, lambda _: True, lambda *_: next(picks)
    )
    # 20000 and 20010 lie in the kept row.
    assert chosen["pbx1-rtp"] == 20000
    assert chosen["web"] == 20400
    assert chosen["pbx1-sip"] == 20402


def test_a_row_begins_at_an_even_port_and_both_its_ends_are_free() -> None:
    picks = iter([21001, 22001, 23001])
    busy = {21000, 22399}
    chosen = ports.choose(
        {"pbx1-rtp": 400}, {}, lambda port: port not in busy, lambda *_: next(picks)
    )
    assert chosen == {"pbx1-rtp": 23000}


def test_names_that_are_no_longer_wanted_are_dropped() -> None:
    kept = {"old": 20000, "web": 20002}
    assert ports.choose({"web": 1}, kept) == {"web": 20002}


def test_gives_up_when_everything_is_taken() -> None:
    with pytest.raises(OSError, match="free ports"):
        ports.choose({"web": 1}, {}, lambda _: False)


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_used_port_is_not_free(kind: socket.SocketKind) -> None:
    # Not one that the system gives away: somebody may get its other half meanwhile.
    port = ports.choose({"web": 1}, {})["web"]
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind((ports.LOOPBACK, port))
        if kind == socket.SOCK_STREAM:
            other.listen()
        assert not ports.is_free(port)
    assert ports.is_free(port)
