"""Conferences: saved with what their number must obey."""

from __future__ import annotations

from django.db import transaction

from callflows.services.usage import touch_callflows_using
from extensions.models import Conference
from tenants.services import blocks, objects


@transaction.atomic
def save_conference(conference: Conference) -> None:
    """Saves it; a new number must be one of the account's block, if it has one.

    Raises ValidationError by field.
    """
    stored = Conference.objects.filter(pk=conference.pk).first()
    if stored is None or stored.number != conference.number:
        blocks.refuse_outside("number", conference.number)
    objects.save(conference, lambda changed: touch_callflows_using(changed.pk))
