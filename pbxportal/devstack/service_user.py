"""Whom the servers run as, and whether that user can reach the checkout.

Started by root, every server runs as the system user `pbxportal`: PostgreSQL refuses
root, and no other server needs it. Started by anybody else, they run as that person.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pbxportal.devstack.errors import StackError, say

SYSTEM_USER = "pbxportal"
READ, WALK = 0o4, 0o1


@dataclass(frozen=True)
class ServiceUser:
    """The user of the server processes."""

    name: str
    uid: int
    gid: int

    def switch(self) -> dict[str, Any]:
        """Arguments of `subprocess` that make a child run as this user."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def service_user() -> ServiceUser:
    """The present user, or for root the system user, which is made if it is missing."""
    if os.geteuid() != 0:
        entry = pwd.getpwuid(os.geteuid())
        return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _make_system_user()
    return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> pwd.struct_passwd:
    say(f"making the system user {SYSTEM_USER}")
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    env = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
    subprocess.run([*command, SYSTEM_USER], check=True, env=env)  # noqa: S603
    return pwd.getpwnam(SYSTEM_USER)


def allowed(path: Path, user: ServiceUser, bits: int) -> bool:
    """Whether the permissions of this one file or directory grant the user `bits`."""
    status = path.stat()
    if user.uid in (0, status.st_uid):
        granted = status.st_mode >> 6 if user.uid else 0o7
    elif user.gid == status.st_gid:
        granted = status.st_mode >> 3
    else:
        granted = status.st_mode
    return granted & bits == bits


def closed_ancestor(path: Path, user: ServiceUser) -> Path | None:
    """The first directory above `path`, from the root, that the user can't pass."""
    for parent in reversed(path.parents):
        if not allowed(parent, user, WALK):
            return parent
    return None


def open_checkout(checkout: Path, user: ServiceUser) -> None:
    """Lets the service user read the checkout, or says what is in the way.

    Only the checkout itself is opened, and directories of `mktemp -d` above it (there
    to be passed, not listed): any other directory is somebody's decision.
    """
    while (closed := closed_ancestor(checkout, user)) is not None:
        if not _is_temporary(closed):
            raise StackError(
                f"The servers run as the user {user.name}, who may not enter {closed}. "
                f"Move the checkout {checkout} elsewhere (for example below /srv), or "
                f"let everybody pass: chmod o+x {closed}"
            )
        closed.chmod(closed.stat().st_mode | WALK)
        say(f"opened {closed} with chmod o+x, so that {user.name} can pass it")
    if not allowed(checkout, user, READ | WALK):
        checkout.chmod(checkout.stat().st_mode | READ | WALK)
        say(f"opened {checkout} with chmod o+rx, so that {user.name} can read it")


def _is_temporary(path: Path) -> bool:
    temporary = Path(tempfile.gettempdir()).resolve()
    return temporary in path.parents and path.stat().st_uid == os.geteuid()
