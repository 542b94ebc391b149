"""The Debian packages that setting up needs, and which of them are missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pbxportal.devstack.asterisk_root import KEYRING
from pbxportal.devstack.errors import StackError, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True)
class Needed:
    """A package and the program or file that shows that it, or its like, is there."""

    package: str
    shown_by: str

    def missing(self) -> bool:
        """Whether the program is not on the path, or the file not there."""
        if self.shown_by.startswith("/"):
            return not Path(self.shown_by).exists()
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        return shutil.which(self.shown_by, path=path) is None


TO_RUN = (
    Needed("ca-certificates", "/etc/ssl/certs/ca-certificates.crt"),
    Needed("debian-archive-keyring", str(KEYRING)),
    # Texts of the media library are spoken by it.
    Needed("espeak-ng", "espeak-ng"),
    # Uploaded sounds are decoded by it.
    Needed("ffmpeg", "ffmpeg"),
    # Translations are compiled by it.
    Needed("gettext", "msgfmt"),
    # Faxes are made into PDF by it.
    Needed("libtiff-tools", "tiff2pdf"),
    Needed("make", "make"),
    Needed("nginx-light", "nginx"),
    Needed("nodejs", "node"),
    Needed("npm", "npm"),
    Needed("sox", "sox"),
    # Asterisk reads the time zones of the accounts from here.
    Needed("tzdata", "/usr/share/zoneinfo/Europe/Berlin"),
)
TO_TEST = (Needed("chromium", "chromium"),)


def install(needed: Iterable[Needed], more: Iterable[str] = ()) -> None:
    """Installs what is missing; StackError names it to an ordinary user.

    `more` are packages that the caller found missing by a check of its own.
    """
    missing = [*more, *(entry.package for entry in needed if entry.missing())]
    if not missing:
        return
    names = " ".join(missing)
    if shutil.which("apt-get") is None:
        raise StackError(f"This is not Debian or Ubuntu; please install: {names}")
    if os.geteuid() != 0:
        raise StackError(
            f"These packages are missing: {names}. Install them with\n"
            f"  sudo apt-get install --no-install-recommends {names}"
        )
    say(f"installing {names}")
    with _no_services():
        _apt("update", "-q")
        _apt("install", "-q", "--yes", "--no-install-recommends", *missing)


def _apt(*arguments: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(  # noqa: S603  commands are our own
        ["apt-get", *arguments],  # noqa: S607  apt-get is where the system has it
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"apt-get {arguments[0]} failed:\n{done.stdout[-3000:]}")


@contextlib.contextmanager
def _no_services() -> Iterator[None]:
    """Keeps the new packages from starting servers, such as an nginx on port 80."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
