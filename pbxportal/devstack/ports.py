"""Free ports, chosen once for a stack and kept in `.run/ports.json`."""

from __future__ import annotations

import random
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# Below the range from which Linux takes ports of outgoing connections (32768-60999).
LOWEST, HIGHEST = 20000, 32000
RTP_PORTS = 400
LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether nobody uses the port, neither over TCP nor over UDP."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                # A port in TIME_WAIT can be bound by a server, so it counts as free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True


def wanted(nodes: Iterable[str]) -> dict[str, int]:
    """Names of the ports of a stack, with the number of ports in a row of each."""
    sizes = {"web": 1, "agi": 1}
    for node in nodes:
        sizes |= {f"{node}-sip": 1, f"{node}-ami": 1, f"{node}-rtp": RTP_PORTS}
    return sizes


def choose(
    sizes: Mapping[str, int],
    kept: Mapping[str, int],
    free: Callable[[int], bool] = is_free,
    pick: Callable[[int, int], int] = random.randint,
) -> dict[str, int]:
    """A port for every name: the kept one, else a free one that no other name has.

    The start of a row is even, as RTP wants it; of a row only the first and the last
    port are tried, since single UDP ports in between come and go.
    """
    chosen = {name: kept[name] for name in sizes if name in kept}
    taken = {
        port for name, first in chosen.items() for port in _row(first, sizes[name])
    }
    for name, size in sizes.items():
        if name not in chosen:
            chosen[name] = _find(size, taken, free, pick)
            taken |= set(_row(chosen[name], size))
    return chosen


def _row(first: int, size: int) -> range:
    return range(first, first + size)


def _find(
    size: int,
    taken: set[int],
    free: Callable[[int], bool],
    pick: Callable[[int, int], int],
) -> int:
    for _ in range(1000):
        first = pick(LOWEST, HIGHEST - size) & ~1
        row = _row(first, size)
        if taken.isdisjoint(row) and free(row[0]) and free(row[-1]):
            return first
    raise OSError(f"no {size} free ports between {LOWEST} and {HIGHEST}")
