"""What becomes of recordings when their calls are over.

Each is looked at until its call has ended and its file is complete; then it is kept, or
sent to a web address, again and again if need be. A recording that can't be sent is kept.
It may be sent twice (a worker killed after sending); its `id` tells.
"""

from __future__ import annotations

import wave
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callflows.models import WebAddress
from callflows.services import web_addresses
from pbxportal.lib import outward
from telephony.history.owner import LONGEST_CALL, adopt
from telephony.models import CallStep, Recording, RecordingState
from telephony.recordings import dictated
from telephony.recordings.files import is_quiet
from tenants import audit
from tenants.actor import Actor, acting

# Seconds after each failed attempt; then it is kept here.
PAUSES = (10, 60, 600, 3600)
# Longer than sending can take: then its worker was killed, and another one tries.
CLAIMED = timedelta(seconds=120)
LOOK_AGAIN = timedelta(seconds=3)
# What is held in memory to be sent: five hours.
MOST_BYTES = 300 * 1024 * 1024
BATCH = 200
DUE = (RecordingState.WAITING, RecordingState.SENDING)


def claim_due() -> list[UUID]:
    """Recordings whose time has come; nobody else gets them for a while."""
    now = timezone.now()
    with transaction.atomic():
        rows = Recording.objects.select_for_update(skip_locked=True).filter(
            state__in=DUE, next_at__lte=now
        )
        ids = list(rows.order_by("next_at").values_list("pk", flat=True)[:BATCH])
        Recording.objects.filter(pk__in=ids).update(next_at=now + CLAIMED)
    return ids


def look_at(recording_id: UUID) -> None:
    """Takes a recording one step further."""
    recording = (
        Recording.objects.select_related("account")
        .filter(pk=recording_id, state__in=DUE)
        .first()
    )
    if recording is None:
        return
    if recording.account is None and not adopt(recording):
        return
    file = recording.file
    if recording.account is None or file is None:
        recording.delete()
    elif recording.media is not None:
        with acting(Actor(recording.account)):
            dictated.take(recording, file)
    elif recording.state == RecordingState.WAITING:
        _finish(recording, file)
    else:
        with acting(Actor(recording.account)):
            _send(recording, file)


def _finish(recording: Recording, file: Path) -> None:
    """Notes what the recording has become, once its call is over."""
    steps = CallStep.objects.filter(pbx=recording.pbx, linkedid=recording.linkedid)
    lost = timezone.now() - recording.at > LONGEST_CALL
    if not lost and not (steps.filter(kind="end").exists() and is_quiet(file)):
        recording.next_at = timezone.now() + LOOK_AGAIN
        recording.save(update_fields=["next_at"])
        return
    seconds = _length(file)
    if not seconds:
        # Nobody has talked, or the node has lost it.
        file.unlink(missing_ok=True)
        recording.delete()
        return
    first = steps.filter(uniqueid=recording.linkedid, kind="start").first()
    recording.dialled = first.extension if first else ""
    recording.seconds = seconds
    sends = recording.target is not None
    recording.state = RecordingState.SENDING if sends else RecordingState.KEPT
    recording.next_at = timezone.now()
    recording.save()


def _length(file: Path) -> Decimal:
    """Seconds; 0 if there is nothing."""
    try:
        with wave.open(str(file)) as reader:
            frames, rate = reader.getnframes(), reader.getframerate()
    except (OSError, EOFError, wave.Error):
        return Decimal(0)
    return Decimal(frames / rate).quantize(Decimal("0.01"))


def _send(recording: Recording, file: Path) -> None:
    address = WebAddress.objects.filter(pk__in=[recording.target]).first()
    if address is None:
        _give_up(recording, _("The web address was deleted."))
        return
    if not file.is_file() or file.stat().st_size > MOST_BYTES:
        _give_up(recording, _("The file is gone, or too large to be sent."))
        return
    recording.attempts += 1
    try:
        answer = web_addresses.send_file(
            address, content(recording), f"{recording.id}.wav", file.read_bytes()
        )
    except outward.Refused as error:
        _give_up(recording, f"{address.name}: {error}")
    except outward.Failed as error:
        _later(recording, f"{address.name}: {error}")
    else:
        text = f"{address.name}: HTTP {answer.status}"
        if 200 <= answer.status < 300:
            _sent(recording, file, text)
        else:
            _later(recording, text)


def content(recording: Recording) -> dict[str, Any]:
    """What a program is told of the recording; times are in UTC."""
    return {
        "id": str(recording.id),
        "event": "recording",
        "account": recording.account.slug if recording.account else "",
        "call": recording.linkedid,
        "at": recording.at.isoformat(),
        "caller": {"number": recording.caller_number, "name": recording.caller_name},
        "dialled": recording.dialled,
        "seconds": float(recording.seconds),
    }


def _sent(recording: Recording, file: Path, text: str) -> None:
    kept = recording.keep
    state = RecordingState.SENT_AND_KEPT if kept else RecordingState.SENT
    _write(recording, state, text)
    if not kept:
        file.unlink(missing_ok=True)


def _later(recording: Recording, text: str) -> None:
    if recording.attempts > len(PAUSES):
        _give_up(recording, text)
        return
    pause = timedelta(seconds=PAUSES[recording.attempts - 1])
    recording.next_at = timezone.now() + pause
    _write(recording, RecordingState.SENDING, text)


def _give_up(recording: Recording, text: str) -> None:
    _write(recording, RecordingState.FAILED, text)
    if recording.account:
        audit.error(recording.account, "recording", text, about=recording)


def _write(recording: Recording, state: RecordingState, text: str) -> None:
    recording.state, recording.outcome = state, text[:300]
    recording.save(update_fields=["attempts", "state", "outcome", "next_at"])
