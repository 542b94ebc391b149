"""Just enough of Asterisk's manager interface to see that a node is up."""

from __future__ import annotations

import socket


def fully_booted(address: str, user: str, secret: str, patience: float = 1.0) -> bool:
    """Whether the node at "host:port" takes the login and says FullyBooted.

    A port that answers is not enough: AMI opens long before all modules are loaded.
    """
    host, _, port = address.rpartition(":")
    login = f"Action: Login\r\nUsername: {user}\r\nSecret: {secret}\r\n\r\n"
    try:
        with socket.create_connection((host, int(port)), timeout=patience) as line:
            line.sendall(login.encode())
            return _reads(line, b"FullyBooted")
    except OSError:
        return False


def _reads(line: socket.socket, wanted: bytes) -> bool:
    seen = b""
    while chunk := line.recv(4096):
        seen += chunk
        if wanted in seen:
            return True
    return False
