"""What the worker does to publish; the work itself is in the modules beside."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from telephony.publish import collection, requests, run


@shared_task(name="telephony.publish.tasks.publish_unit")
def publish_unit(unit_id: str) -> None:
    """Publishes one unit until its newest request is carried out."""
    run.publish_unit(UUID(unit_id))


@shared_task(name="telephony.publish.tasks.sweep")
def sweep() -> None:
    """Publishes what a lost wake-up or a killed worker left behind."""
    for unit_id in requests.waiting():
        run.publish_unit(unit_id)


@shared_task(name="telephony.publish.tasks.collect")
def collect() -> None:
    """Removes versions that no call can be on any more."""
    collection.collect()
