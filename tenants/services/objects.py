"""Saving and deleting an account's objects: audit and publishing in one transaction.

A service module of an app says, for each model, which units a change touches; pages,
REST, tasks and commands all come through here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from tenants import audit, refs

Touch = Callable[[Any], None]


@transaction.atomic
def save(instance: models.Model, touch: Touch | None = None) -> None:
    """Validates and saves a new or changed object, notes the change, touches units.

    Raises ValidationError by field.
    """
    creating = instance._state.adding
    before = None
    if not creating:
        stored = type(instance)._default_manager.select_for_update().get(pk=instance.pk)
        before = audit.snapshot(stored)
    instance.full_clean()
    instance.save()
    after = audit.snapshot(instance)
    if creating or before != after:
        audit.record("create" if creating else "change", instance, before, after)
        if touch:
            touch(instance)


@transaction.atomic
def delete(instance: models.Model, kind: str = "", touch: Touch | None = None) -> None:
    """Deletes an object that nothing points at.

    Raises ValidationError that names the places where it is still used.
    """
    refuse_if_used(instance, kind)
    audit.record("delete", instance, before=audit.snapshot(instance))
    if touch:
        touch(instance)
    instance.delete()


def refuse_if_used(
    instance: models.Model, kind: str, but: set[Any] | None = None
) -> None:
    """Raises ValidationError when a document outside of `but` (ids) points at it."""
    uses = [
        use for use in refs.used_by(kind, instance.pk) if use.pk not in (but or set())
    ]
    if uses:
        places = ", ".join(use.label for use in uses[:5])
        raise ValidationError(
            _("“%(name)s” is still used by: %(places)s. Take it out there first."),
            code="in_use",
            params={"name": str(instance), "places": places},
        )
