"""Files that wait with a delayed save for its time.

They lie beside the accounts' media, which pages and worker both reach, and are too large
for a row. `DelayedSave.files` says of which field each is and what it was called; what
people call a file is never part of a path.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.models import Account, DelayedSave, SaveState

# By the field's name, as a browser sends them.
Files = Mapping[str, UploadedFile]
# Longer than any request: whose folder is older has been committed, or never will be.
_UNCLAIMED = timedelta(days=1)


def keep(row: DelayedSave, files: Files) -> None:
    """Writes them and notes on the row which they are; the caller saves that."""
    row.files = [[field, file.name] for field, file in files.items()]
    for number, file in enumerate(files.values()):
        path = _folder(row) / str(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        file.seek(0)
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)


@contextmanager
def opened(row: DelayedSave) -> Iterator[dict[str, UploadedFile]]:
    """The same, as if they had just been sent. Raises ValidationError for one gone."""
    with ExitStack() as stack:
        yield {
            field: _sent(row, number, name, stack)
            for number, (field, name) in enumerate(row.files)
        }


def _sent(row: DelayedSave, number: int, name: str, stack: ExitStack) -> UploadedFile:
    path = _folder(row) / str(number)
    try:
        file: Any = stack.enter_context(path.open("rb"))
    except FileNotFoundError as error:
        text = _("The file “%s” is not there any more.")
        raise ValidationError(text % name) from error
    return UploadedFile(file, name, size=path.stat().st_size)


def remove(row: DelayedSave) -> None:
    """Removes the row's files; safe to call twice."""
    shutil.rmtree(_folder(row), ignore_errors=True)


def remove_all(account: Account) -> None:
    """Removes those of an account that is being purged."""
    shutil.rmtree(_root() / account.slug, ignore_errors=True)


def prune() -> None:
    """Removes those that no save waits for: what was rolled back, or a worker died."""
    old = (timezone.now() - _UNCLAIMED).timestamp()
    folders = [each for each in _root().glob("*/*") if each.stat().st_mtime < old]
    waiting = DelayedSave.objects.filter(state=SaveState.WAITING).exclude(files=[])
    claimed = {str(pk) for pk in waiting.values_list("pk", flat=True)}
    for folder in folders:
        if folder.name not in claimed:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(row: DelayedSave) -> Path:
    return _root() / row.account.slug / str(row.pk)


def _root() -> Path:
    # No account is called so.
    return Path(settings.MEDIA_DIR) / ".later"
