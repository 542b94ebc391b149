"""Writing files for the service user, safely also when root writes them."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pbxportal.devstack.service_user import ServiceUser


def make_directory(path: Path, user: ServiceUser, mode: int = 0o755) -> None:
    """Makes the directory, owned by the user; an existing one is left as it is."""
    if path.is_dir():
        return
    path.mkdir(parents=True, mode=mode)
    path.chmod(mode)
    os.chown(path, user.uid, user.gid, follow_symlinks=False)


def write(path: Path, text: str, user: ServiceUser, mode: int = 0o644) -> None:
    """Replaces the file in one step.

    A reader never sees half of it, and a link that the service user may have put in
    its place is replaced, not followed.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
        os.fchmod(stream.fileno(), mode)
        os.fchown(stream.fileno(), user.uid, user.gid)
    Path(name).replace(path)


def write_if_changed(
    path: Path, text: str, user: ServiceUser, mode: int = 0o644
) -> bool:
    """Writes only what differs; says whether it wrote."""
    if path.is_file() and path.read_text() == text:
        return False
    write(path, text, user, mode)
    return True


def read_json(path: Path, default: Any = None) -> Any:
    """The file's JSON, or the default when there is no such file."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return default


def write_json(path: Path, value: Any, user: ServiceUser, mode: int = 0o644) -> None:
    """Writes a value as readable JSON."""
    write(path, json.dumps(value, indent=2) + "\n", user, mode)
