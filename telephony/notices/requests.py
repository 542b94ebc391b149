"""Wakes whoever delivers notices."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


def wake() -> None:
    """There is something to deliver. A lost call is made good by the sweep."""
    from telephony.notices.tasks import deliver_due

    try:
        deliver_due.delay()
    except Exception as error:  # noqa: BLE001  any broker fault: the sweep will deliver
        log.warning("worker not reached, the sweep will deliver: %s", error)
