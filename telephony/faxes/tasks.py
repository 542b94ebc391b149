"""What the worker does with faxes; the work is in the modules beside."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from telephony.faxes import work


@shared_task(name="telephony.faxes.tasks.look_at_due")
def look_at_due() -> None:
    """Hands each fax that is due to a task of its own: mailing takes time."""
    for fax_id in work.claim_due():
        look_at.delay(str(fax_id))


@shared_task(name="telephony.faxes.tasks.look_at")
def look_at(fax_id: str) -> None:
    """Takes one fax one step further."""
    work.look_at(UUID(fax_id))


@shared_task(name="telephony.faxes.tasks.forget")
def forget() -> None:
    """Deletes faxes whose time is over."""
    work.forget()
