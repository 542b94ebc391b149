"""What the worker does to deliver notices; the work is in the module beside."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from telephony.notices import delivery


@shared_task(name="telephony.notices.tasks.deliver_due")
def deliver_due() -> None:
    """Hands each notice that is due to a task of its own: a slow one delays no other."""
    for notice_id in delivery.claim_due():
        deliver.delay(str(notice_id))


@shared_task(name="telephony.notices.tasks.deliver")
def deliver(notice_id: str) -> None:
    """Tries one notice once."""
    delivery.deliver(UUID(notice_id))


@shared_task(name="telephony.notices.tasks.forget")
def forget() -> None:
    """Removes notices of long ago."""
    delivery.forget()
