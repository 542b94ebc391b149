"""An Asterisk to run: the system's own, or Debian's packages in a private directory.

Debian 12 and Ubuntu have no Asterisk 22. The packages of Debian sid are unpacked, not
installed, into a directory that all checkouts share; the programs in it run through
their own loader and libraries, as an ordinary user and without chroot.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pbxportal.devstack.errors import StackError, say

if TYPE_CHECKING:
    from collections.abc import Callable

SUITE = "sid"
MIRROR = "http://deb.debian.org/debian"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PACKAGES = (
    "asterisk",
    "asterisk-core-sounds-en-gsm",
    "asterisk-moh-opsound-gsm",
    "odbc-postgresql",
)
# What it says in other languages is in a directory of its own: that of the programs stays
# as it is when a language is added.
LANGUAGES = ("asterisk-core-sounds-fr-gsm",)
# Debian's directories of sounds, such as `fr` or `fr_CA_f_June`.
_LANGUAGE = re.compile(r"([a-z]{2})(?:_[A-Z]{2}(?:_[fm]_\w+)?)?")
# The first major version with PJSIP's precomputed digests and JSON call records.
OLDEST_MAJOR = 20
NEEDED_MODULES = ("res_cdrel_custom.so", "res_odbc.so", "chan_pjsip.so")


@dataclass(frozen=True)
class Asterisk:
    """An Asterisk that can be started."""

    command: tuple[str, ...]
    modules: Path
    data: Path
    sounds: Path
    odbc_driver: Path

    @property
    def languages(self) -> dict[str, Path]:
        """Directories of sounds by language; English is always there."""
        found = {}
        for place in (languages_path() / "usr/share/asterisk", self.data):
            # `fr` goes before `fr_CA_f_June`: there somebody has chosen.
            for folder in sorted((place / "sounds").glob("*"), reverse=True):
                if match := _LANGUAGE.fullmatch(folder.name):
                    found[match[1]] = folder
        return {**found, "en": self.sounds}


def find() -> Asterisk:
    """The system's Asterisk if it will do, else the private one; StackError if none."""
    asterisk = _of_system() or _of_root(root_path())
    if asterisk is None:
        raise StackError(f"There is no Asterisk in {root_path()}: run `make setup`.")
    return asterisk


def ensure() -> Asterisk:
    """Like `find`, but unpacks the private one first when there is none."""
    if _of_system() is None and not root_path().is_dir():
        say(f"unpacking Asterisk from Debian {SUITE} into {root_path()} (345 MB, once)")
        make_root(root_path(), PACKAGES, _has_asterisk)
    if not languages_path().is_dir():
        say(f"unpacking {', '.join(LANGUAGES)} into {languages_path()}")
        make_root(languages_path(), LANGUAGES, _has_sounds)
    return find()


def root_path() -> Path:
    """Where the private Asterisk is; another recipe gives another directory."""
    return _cache("asterisk", PACKAGES)


def languages_path() -> Path:
    """Where the sounds of other languages are."""
    return _cache("sounds", LANGUAGES)


def _cache(what: str, packages: tuple[str, ...]) -> Path:
    recipe = hashlib.sha256(" ".join((SUITE, *packages)).encode()).hexdigest()[:8]
    if os.geteuid() == 0:
        base = Path("/var/cache/pbxportal")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        base /= "pbxportal"
    return base / f"{what}-{SUITE}-{recipe}"


def _has_asterisk(root: Path) -> bool:
    return _of_root(root) is not None


def _has_sounds(root: Path) -> bool:
    return any(root.glob("usr/share/asterisk/sounds/*/vm-intro.*"))


def make_root(
    target: Path, packages: tuple[str, ...], usable: Callable[[Path], bool]
) -> None:
    """Downloads and unpacks the packages into `target`, all or nothing.

    Works side by side and renames at the end, so that a reader sees a whole directory
    and the slower of two makers at the same time just drops its own.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".asterisk-", dir=target.parent))
    try:
        work.chmod(0o755)
        root = work / "root"
        for package in _download(work / "apt", packages):
            _run(["dpkg-deb", "-x", str(package), str(root)])
        if not usable(root):
            names = " ".join(packages)
            raise StackError(f"Debian {SUITE} holds nothing usable in {names}.")
        if not target.is_dir():
            root.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(base: Path, packages: tuple[str, ...]) -> list[Path]:
    """Lets apt find and fetch the packages with all that they need, from zero.

    apt works on directories of its own: neither the sources nor the packages of this
    system matter, and root is not needed.
    """
    for name in ("lists/partial", "cache/archives/partial", "etc/apt.conf.d"):
        (base / name).mkdir(parents=True)
    (base / "status").touch()
    source = f"deb [signed-by={KEYRING}] {MIRROR} {SUITE} main\n"
    (base / "etc/sources.list").write_text(source)
    apt = ["apt-get", "-q", *_apt_options(base)]
    _run([*apt, "update"])
    options = ["--yes", "--no-install-recommends", "--download-only"]
    _run([*apt, *options, "install", *packages])
    return sorted((base / "cache/archives").glob("*.deb"))


def _apt_options(base: Path) -> list[str]:
    settings = {
        "Dir::State": base,
        "Dir::State::status": base / "status",
        "Dir::State::lists": base / "lists",
        "Dir::Cache": base / "cache",
        "Dir::Etc::sourcelist": base / "etc/sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::Etc::preferencesparts": "-",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "true",
        # A mirror or a snapshot may lag behind its own expiry date.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return [
        part for key, value in settings.items() for part in ("-o", f"{key}={value}")
    ]


def _run(command: list[str]) -> None:
    done = subprocess.run(  # noqa: S603  commands are our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"{' '.join(command[:1])} failed:\n{done.stdout[-3000:]}")


def _of_root(root: Path) -> Asterisk | None:
    """The Asterisk inside an unpacked directory."""
    modules = next(root.glob("usr/lib/*/asterisk/modules"), None)
    if modules is None:
        return None
    libraries = modules.parents[1]
    loader = next(libraries.glob("ld-linux*.so.*"), None)
    driver = libraries / "odbc" / "psqlodbcw.so"
    if loader is None or not driver.is_file() or not _complete(modules):
        return None
    data = root / "usr/share/asterisk"
    return Asterisk(
        command=(
            str(loader),
            "--library-path",
            str(libraries),
            str(root / "usr/sbin/asterisk"),
        ),
        modules=modules,
        data=data,
        sounds=data / "sounds/en_US_f_Allison",
        odbc_driver=driver,
    )


def _of_system() -> Asterisk | None:
    """The installed Asterisk, when it is new enough and can do what is needed."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    program = shutil.which("asterisk", path=path)
    if program is None or _major(program) < OLDEST_MAJOR:
        return None
    library = Path("/usr/lib")
    modules = next(library.glob("**/asterisk/modules"), None)
    driver = next(library.glob("*/odbc/psqlodbcw.so"), None)
    data = _system_data()
    if modules is None or driver is None or data is None or not _complete(modules):
        return None
    return Asterisk((program,), modules, data, data / "sounds/en", driver)


def _system_data() -> Path | None:
    for place in ("/usr/share/asterisk", "/var/lib/asterisk"):
        if (Path(place) / "sounds/en").is_dir():
            return Path(place)
    return None


def _complete(modules: Path) -> bool:
    return all((modules / name).is_file() for name in NEEDED_MODULES)


def _major(program: str) -> int:
    done = subprocess.run(  # noqa: S603  the system's own Asterisk
        [program, "-V"], capture_output=True, text=True, check=False
    )
    match = re.search(r"Asterisk (\d+)\.", done.stdout)
    return int(match[1]) if match else 0
