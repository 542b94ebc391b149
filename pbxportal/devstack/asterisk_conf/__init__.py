"""Asterisk's configuration: templates, the values they need, and the text they give.

A `;` begins a comment in Asterisk's files, so comments are kept to the templates and no
value may hold one: what is rendered is free of them.
"""

from __future__ import annotations

import string
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pbxportal.devstack.asterisk_conf.modules import NOT_LOADED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPLATES = Path(__file__).parent / "templates"
FORBIDDEN = frozenset(";\r\n\t\0")
# Directories below the etc directory whose files the portal writes over AMI.
PUBLISHED = (
    "units",
    "voicemail.d",
    "voicemail.next",
    "queues.d",
    "queues.next",
    "lamps.d",
    "lamps.next",
    "musiconhold.d",
)


@dataclass(frozen=True)
class NodeSettings:
    """All that distinguishes one node's configuration from another's."""

    name: str
    # directories and files
    etc: Path
    lib: Path
    data: Path
    spool: Path
    runtime: Path
    cache: Path
    log: Path
    logfile: str
    records: Path
    modules: Path
    music: Path
    odbc_driver: Path
    # addresses
    sip_port: int
    ami_port: int
    rtp_first: int
    rtp_last: int
    # Where calls ask questions: host:port of the portal's FastAGI server.
    agi: str
    # logins
    publish_secret: str
    listen_secret: str
    # database
    db_host: str
    db_name: str
    db_user: str
    db_port: int = 5432
    db_password: str = ""
    sip_bind: str = "127.0.0.1"
    ami_bind: str = "127.0.0.1"
    ami_permit: str = "127.0.0.1/255.255.255.255"
    # What phones elsewhere must send to, when the node is behind a NAT.
    external_address: str = ""
    # Only for tests: calls may bring a clock of their own along.
    movable_clock: bool = False


# `X-Test-Clock` of a call is the time, in seconds since 1970, at which it begins.
_MOVE_CLOCK = (
    " same => n,Set(CLOCK=${FILTER(0-9,${PJSIP_HEADER(read,X-Test-Clock)})})",
    " same => n,ExecIf($[${LEN(${CLOCK})} > 0]?"
    "Set(__PBX_SHIFT=$[${CLOCK} - ${EPOCH}]))",
)


def render(settings: NodeSettings) -> dict[str, str]:
    """The text of every file of a node's etc directory, by file name.

    ValueError if a value could end its line or start a comment.
    """
    values = {key: str(value) for key, value in asdict(settings).items()}
    for key, value in values.items():
        if FORBIDDEN.intersection(value):
            raise ValueError(
                f"{key} of node {settings.name} holds a forbidden character"
            )
    values["external"] = "\n".join(_external(settings.external_address))
    values["move_clock"] = "\n".join(_MOVE_CLOCK if settings.movable_clock else ())
    values["noload"] = "\n".join(f"noload = {name}.so" for name in NOT_LOADED)
    return {path.name: _fill(path, values) for path in sorted(_templates())}


def _external(address: str) -> list[str]:
    if not address:
        return []
    local = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")
    return [
        f"external_media_address = {address}",
        f"external_signaling_address = {address}",
        *(f"local_net = {net}" for net in local),
    ]


def _templates() -> Iterator[Path]:
    return (path for path in TEMPLATES.iterdir() if path.suffix in (".conf", ".ini"))


def _fill(path: Path, values: Mapping[str, str]) -> str:
    lines = path.read_text().splitlines()
    filled = ""
    for line in lines:
        if not line.startswith(";"):
            text = string.Template(line).substitute(values)
            # A value that is empty leaves no empty line where it stood alone.
            filled += f"{text}\n" if text or not line else ""
    if ";" in filled:
        raise ValueError(
            f"{path.name} holds a comment that is not on a line of its own"
        )
    return filled
