"""The Asterisk nodes of a stack: directories, configuration, start command."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pbxportal.devstack import asterisk_conf, postgres
from pbxportal.devstack.files import make_directory, write_if_changed
from pbxportal.devstack.ports import LOOPBACK, RTP_PORTS

if TYPE_CHECKING:
    from pathlib import Path

    from pbxportal.devstack.asterisk_root import Asterisk
    from pbxportal.devstack.service_user import ServiceUser

NAMES = ("pbx1", "pbx2")
# What Asterisk writes below its spool and log directories without making it.
SPOOL_DIRECTORIES = ("voicemail", "monitor", "tmp", "fax", "outgoing", "recording")


@dataclass(frozen=True)
class Database:
    """How a node reaches the ps_* tables."""

    host: str
    name: str
    user: str
    port: int = postgres.PORT
    password: str = ""


@dataclass(frozen=True)
class Node:
    """One Asterisk with directories of its own."""

    name: str
    home: Path
    sockets: Path
    media: Path
    sip: int
    ami: int
    rtp: int
    agi: str
    publish_secret: str
    listen_secret: str
    host: str = LOOPBACK

    @property
    def etc(self) -> Path:
        """astetcdir."""
        return self.home / "etc"

    @property
    def records(self) -> Path:
        """Where cdr.json and cel.json appear."""
        return self.home / "records"

    @property
    def runtime(self) -> Path:
        """Directory of the control socket, in a short path."""
        return self.sockets / self.name

    def entry(self) -> dict[str, Any]:
        """The node's entry in the nodes file."""
        return {
            "name": self.name,
            "ami": f"{self.host}:{self.ami}",
            "publish": {"user": "publish", "secret": self.publish_secret},
            "listen": {"user": "listen", "secret": self.listen_secret},
            "sip": f"{self.host}:{self.sip}",
            "etc": str(self.etc),
            "records": str(self.records),
            "voicemail": str(self.home / "spool" / "voicemail"),
            "recordings": str(self.home / "spool" / "monitor"),
            "faxes": str(self.home / "spool" / "fax"),
            "media": str(self.media),
        }


def settings(
    node: Node, asterisk: Asterisk, database: Database, log: Path
) -> asterisk_conf.NodeSettings:
    """What the templates need to know of the node."""
    return asterisk_conf.NodeSettings(
        name=node.name,
        etc=node.etc,
        lib=node.home / "lib",
        data=node.home / "data",
        spool=node.home / "spool",
        runtime=node.runtime,
        cache=node.home / "cache",
        log=node.home / "log",
        logfile=str(log),
        records=node.records,
        modules=asterisk.modules,
        music=asterisk.data / "moh",
        odbc_driver=asterisk.odbc_driver,
        sip_port=node.sip,
        ami_port=node.ami,
        rtp_first=node.rtp,
        rtp_last=node.rtp + RTP_PORTS - 1,
        agi=node.agi,
        publish_secret=node.publish_secret,
        listen_secret=node.listen_secret,
        db_host=database.host,
        db_name=database.name,
        db_user=database.user,
        db_port=database.port,
        db_password=database.password,
    )


def prepare(
    conf: asterisk_conf.NodeSettings, asterisk: Asterisk, user: ServiceUser, media: Path
) -> None:
    """Makes the node's directories and writes its configuration.

    Files that the portal publishes (units, boxes) and AstDB are left as they are.
    """
    for path in _directories(conf):
        make_directory(path, user)
    for language, folder in asterisk.languages.items():
        link(conf.data / "sounds" / language, folder)
        # A call's language is `en_own/<account>/prompts` (pbxportal.lib.names).
        link(conf.data / "sounds" / f"{language}_own", media)
    # Asterisk reads the defaults of its own options from the documentation.
    link(conf.data / "documentation", asterisk.data / "documentation")
    for name, text in asterisk_conf.render(conf).items():
        write_if_changed(conf.etc / name, text, user, 0o640)


def _directories(conf: asterisk_conf.NodeSettings) -> list[Path]:
    own = [conf.etc.parent, conf.etc, conf.lib, conf.data, conf.spool, conf.runtime]
    own += [conf.cache, conf.log, conf.records, conf.lib / "keys"]
    own += [conf.data / "sounds", conf.data / "sounds" / "recordings"]
    own += [conf.etc / name for name in asterisk_conf.PUBLISHED]
    own += [conf.spool / name for name in SPOOL_DIRECTORIES]
    return own


def link(place: Path, target: Path) -> None:
    """Makes the place a link to the target, unless it is one; nodes may share it."""
    if place.is_symlink() and place.readlink() == target:
        return
    waiting = place.with_name(f".{place.name}-{secrets.token_hex(4)}")
    waiting.symlink_to(target)
    waiting.replace(place)


def command(asterisk: Asterisk, etc: Path) -> tuple[str, ...]:
    """How a node is started: in the foreground, without colours."""
    return (*asterisk.command, "-C", str(etc / "asterisk.conf"), "-f", "-n")
