"""`make setup`: everything that must be there before the first server starts.

Runs with the system's Python, before there is a virtual environment. Each step looks
first whether its work is done, so that a second run takes a moment.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pbxportal.devstack import asterisk_root, packages
from pbxportal.devstack.errors import StackError, say
from pbxportal.devstack.layout import CHECKOUT
from pbxportal.devstack.service_user import (
    READ,
    WALK,
    ServiceUser,
    allowed,
    closed_ancestor,
    open_checkout,
    service_user,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

OLDEST_PYTHON = (3, 11)


def main(arguments: list[str] | None = None) -> int:
    """Sets the checkout up; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m pbxportal.devstack.bootstrap")
    parser.add_argument("--tests", action="store_true", help="also what tests need")
    parsed = parser.parse_args(arguments)
    os.umask(0o022)
    try:
        set_up(CHECKOUT, parsed.tests)
    except StackError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


def set_up(checkout: Path, tests: bool) -> None:
    """Packages, virtual environment, front end, Asterisk."""
    user = service_user()
    open_checkout(checkout, user)
    python = choose_python(user)
    extra = packages.TO_TEST if tests else ()
    venv_missing = [] if _has_venv(python) else ["python3-venv"]
    packages.install((*packages.TO_RUN, *extra), venv_missing)
    make_venv(checkout, python)
    build_front_end(checkout)
    build_translations(checkout)
    asterisk_root.ensure()


def choose_python(user: ServiceUser) -> str:
    """A Python that is new enough and that the service user can run.

    Root's own (pyenv below /root, for example) is closed to the service user.
    """
    found = ["/usr/bin/python3", "/usr/local/bin/python3", shutil.which("python3")]
    if os.geteuid() != 0:
        found.insert(0, sys.executable)
    for candidate in filter(None, found):
        if _usable(Path(candidate), user):
            return candidate
    wanted = ".".join(map(str, OLDEST_PYTHON))
    raise StackError(
        f"There is no Python {wanted} or newer that the user {user.name} can run; "
        "apt-get install python3 python3-venv"
    )


def _usable(python: Path, user: ServiceUser) -> bool:
    if not python.exists():
        return False
    real = python.resolve()
    if closed_ancestor(real, user) or not allowed(real, user, READ | WALK):
        return False
    check = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return _succeeds([str(python), "-c", check])


def _has_venv(python: str) -> bool:
    return _succeeds([python, "-c", "import ensurepip, venv"])


def make_venv(checkout: Path, python: str) -> None:
    """Makes `.venv` and installs the libraries, unless pyproject.toml is as it was."""
    venv = checkout / ".venv"
    stamp = venv / "installed"
    digest = _digest([checkout / "pyproject.toml"]) + f" {python}"
    if _is(stamp, digest):
        return
    begin = "making" if not venv.exists() else "updating"
    say(f"{begin} the virtual environment {venv}")
    if not _succeeds([str(venv / "bin" / "python"), "-c", "pass"]):
        _run([python, "-m", "venv", "--clear", str(venv)], checkout)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    _run([*pip, "install", "--quiet", "--editable", ".[embedded,dev]"], checkout)
    stamp.write_text(digest)


def build_front_end(checkout: Path) -> None:
    """Bundles `static/src` into `static/dist`, unless nothing has changed."""
    lock = checkout / "package-lock.json"
    if not lock.exists():
        return
    modules = checkout / "node_modules"
    installed, built = modules / ".installed", modules / ".built"
    lock_digest = _digest([lock])
    if not _is(installed, lock_digest):
        say("installing the front end's libraries")
        _run(["npm", "ci", "--no-audit", "--no-fund"], checkout)
        installed.write_text(lock_digest)
    sources = sorted((checkout / "static" / "src").rglob("*"))
    scripts = sorted(checkout.glob("*.mjs")) + sorted(checkout.glob("*.config.js"))
    digest = _digest([lock, checkout / "package.json", *scripts, *sources])
    if _is(built, digest) and (checkout / "static" / "dist").is_dir():
        return
    say("building the front end")
    _run(["npm", "run", "build"], checkout)
    built.write_text(digest)


def build_translations(checkout: Path) -> None:
    """Compiles the catalogues of texts that have changed since they were compiled."""
    for source in sorted((checkout / "pbxportal" / "locale").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        say(f"compiling {source.relative_to(checkout)}")
        _run(["msgfmt", "--check-format", "-o", str(target), str(source)], checkout)


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        if path.is_file():
            total.update(f"{path}\0".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def _is(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


def _run(command: list[str], checkout: Path) -> None:
    done = subprocess.run(  # noqa: S603  commands are our own
        command,
        cwd=checkout,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")


def _succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
