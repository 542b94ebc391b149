"""Pages as fax machines have them (TIFF) and as people read them (PDF)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pbxportal.lib import confined

PDF = "application/pdf"
_MOST_BYTES = 200 * 1024 * 1024


class NotReadable(ValueError):
    """A file that is none of the kind, or holds no page."""


def to_pdf(tiff: Path, pdf: Path) -> None:
    """Writes the pages of a received fax as PDF, all or nothing; raises NotReadable."""
    with tempfile.TemporaryDirectory(prefix="pbxportal-fax-") as folder:
        made = Path(folder, "fax.pdf")
        _run(["tiff2pdf", "-o", str(made), str(tiff)])
        _put(made, pdf)


def _run(command: list[str]) -> None:
    try:
        confined.run(command, _MOST_BYTES)
    except confined.Stopped as error:
        raise NotReadable(str(error)) from error


def _put(made: Path, to: Path) -> None:
    """Moves a finished file to its place, also to another disk, in one step."""
    if not made.is_file() or not made.stat().st_size:
        raise NotReadable("no page")
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}")
    beside.write_bytes(made.read_bytes())
    beside.replace(to)
