"""nginx, the front: one address for pages, websockets, static and protected files."""

from __future__ import annotations

import shutil
import string
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from pbxportal.devstack.errors import StackError

TEMPLATE = Path(__file__).with_name("nginx.conf")


@dataclass(frozen=True)
class Front:
    """What nginx must know; `web` and `ws` as nginx writes an upstream server."""

    listen: str
    web: str
    ws: str
    run: Path
    nginx: Path
    static: Path
    logs: Path


def render(front: Front) -> str:
    """The configuration as text."""
    return string.Template(TEMPLATE.read_text()).substitute(vars(front))


def program() -> str:
    """nginx, which Debian puts where an ordinary user's PATH does not look."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
    if found is None:
        raise StackError("nginx is missing: apt-get install nginx-light")
    return found


def command(nginx: Path) -> tuple[str, ...]:
    """How nginx is started, in the foreground, with no file of the system's own."""
    return (
        program(),
        "-p",
        str(nginx),
        "-c",
        str(nginx / "nginx.conf"),
        "-e",
        "stderr",
    )


def answers(url: str) -> bool:
    """Whether this address gives a good answer."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  own address
            return bool(answer.status < 400)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def listens(url: str) -> bool:
    """Whether nginx itself answers, whatever the portal behind it says."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310  own address
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, OSError):
        return False
