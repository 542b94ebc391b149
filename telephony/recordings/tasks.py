"""What the worker does with recordings; the work is in the modules beside."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from telephony.recordings import dictated, work


@shared_task(name="telephony.recordings.tasks.look_at_due")
def look_at_due() -> None:
    """Hands each recording that is due to a task of its own: sending takes time."""
    for recording_id in work.claim_due():
        look_at.delay(str(recording_id))


@shared_task(name="telephony.recordings.tasks.look_at")
def look_at(recording_id: str) -> None:
    """Takes one recording one step further."""
    work.look_at(UUID(recording_id))


@shared_task(name="telephony.recordings.tasks.forget")
def forget() -> None:
    """Removes sounds that were spoken by telephone and not kept."""
    dictated.forget()
