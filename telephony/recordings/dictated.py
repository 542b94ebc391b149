"""Sounds of the media library that somebody has spoken by telephone."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from callflows.models import Media
from callflows.services.media import change_media
from telephony import nodes
from telephony.models import Recording, RecordingState
from telephony.recordings.files import QUIET, is_quiet
from tenants import audit
from tenants.actor import required

# Whoever spoke a sound has kept it by then, or not at all.
FORGOTTEN = timedelta(days=1)


def take(recording: Recording, file: Path) -> None:
    """Puts what was spoken in the place of the sound that it is for.

    What can't be taken stays, among the recordings; the error log says why.
    """
    if not is_quiet(file):
        recording.next_at = timezone.now() + timedelta(seconds=QUIET)
        recording.save(update_fields=["next_at"])
        return
    media = Media.objects.filter(pk__in=[recording.media]).first()
    if media is None or not file.is_file():
        _keep(recording, _("The sound or what was spoken for it is gone."))
        return
    try:
        with file.open("rb") as sound:
            change_media(media, media.name, sound)
    except ValidationError as error:
        _keep(recording, f"{media.name}: {error.messages[0]}")
        return
    recording.delete()
    file.unlink(missing_ok=True)


def forget() -> None:
    """Removes what was spoken and not kept."""
    old = time.time() - FORGOTTEN.total_seconds()
    for node in nodes.load():
        for file in node.recordings.glob("*/dictated-*.wav"):
            known = Recording.objects.filter(pbx=node.name, handle=file.stem)
            if file.stat().st_mtime < old and not known.exists():
                file.unlink(missing_ok=True)


def _keep(recording: Recording, why: str) -> None:
    recording.media, recording.state = None, RecordingState.KEPT
    recording.outcome = why[:300]
    recording.save(update_fields=["media", "state", "outcome"])
    audit.error(required().account, "recording", why)
