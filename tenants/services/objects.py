"""Saving and deleting an account's objects: audit and publishing in one transaction.

A service module of an app says, for each model, which units a change touches; pages,
REST, tasks and commands all come through here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from tenants import audit, refs

# Users of an object that an error names; the rest is counted.
NAMED = 5

Touch = Callable[[Any], None]


class InUse(ValidationError):
    """An object can't be deleted, because of `uses`."""

    def __init__(self, instance: models.Model, uses: list[refs.Use]) -> None:
        self.uses = uses
        places = ", ".join(use.label for use in uses[:NAMED])
        if len(uses) > NAMED:
            more = _("%(places)s and %(n)s more")
            places = more % {"places": places, "n": len(uses) - NAMED}
        super().__init__(
            _("“%(name)s” is still used by: %(places)s. Take it out there first."),
            code="in_use",
            params={"name": str(instance), "places": places},
        )

    @property
    def conflict(self) -> dict[str, Any]:
        """What REST tells of it, with 409 (see `pbxportal.lib.problem`)."""
        return {"used_by": [use.as_json() for use in self.uses]}


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
    store(instance)
    after = audit.snapshot(instance)
    if creating or before != after:
        audit.record("create" if creating else "change", instance, before, after)
        if touch:
            touch(instance)


def store(instance: models.Model) -> None:
    """Saves; two people who take the same value at once get an error, not a fault.

    The check before looks at what is committed; the database's own constraint decides.
    """
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody else has taken one of these values just now: choose another."),
            code="taken",
        ) from error


@transaction.atomic
def delete(instance: models.Model, kind: str = "", touch: Touch | None = None) -> None:
    """Deletes an object that nothing points at.

    Raises InUse, which names the places where it is still used.
    """
    refuse_if_used(instance, kind)
    audit.record("delete", instance, before=audit.snapshot(instance))
    if touch:
        touch(instance)
    instance.delete()


def refuse_if_used(
    instance: models.Model, kind: str, but: set[Any] | None = None
) -> None:
    """Raises InUse when a document outside of `but` (ids) points at it."""
    uses = [
        use
        for use in refs.used_by(kind, instance.pk)
        if use.blocks and use.pk not in (but or set())
    ]
    if uses:
        raise InUse(instance, uses)
