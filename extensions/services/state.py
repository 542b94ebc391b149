"""Features of users: set here, or learned from the telephones.

Each is a register of which the value with the latest stamp counts, so portal and nodes
can be apart for a while and still end up with the same.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from callflows.instructions import ON, Feature
from callflows.models.callflow import DIALLABLE
from extensions.models import PhoneUser, UserState
from tenants import audit
from tenants.units import Unit, touch

_STORED = re.compile(r"([0-9]{10}):([0-9*+]{0,20})")


@dataclass(frozen=True, order=True)
class Stamped:
    """A value and when it was set; the greater of two counts."""

    stamp: int = 0
    value: str = ""

    @classmethod
    def read(cls, stored: str) -> Self | None:
        """What AstDB holds; None for what nobody of us has written."""
        found = _STORED.fullmatch(stored)
        return cls(int(found[1]), found[2]) if found else None

    def __str__(self) -> str:
        return f"{self.stamp:010}:{self.value}"


def as_plain(values: Mapping[Feature, str]) -> dict[str, bool | str]:
    """Features for forms and REST: what has no number is true or false."""
    return {
        feature.value: bool(value) if feature == Feature.DO_NOT_DISTURB else value
        for feature, value in values.items()
    }


def from_plain(values: Mapping[str, bool | str]) -> dict[Feature, str]:
    """The opposite of `as_plain`, for some or all features."""
    return {
        Feature(name): value if isinstance(value, str) else ON * value
        for name, value in values.items()
    }


def features(user: PhoneUser) -> dict[Feature, str]:
    """All features of the user; empty where one is off."""
    rows = UserState.objects.filter(user=user)
    values = dict(rows.values_list("feature", "value"))
    return {feature: values.get(feature, "") for feature in Feature}


@transaction.atomic
def change(user: PhoneUser, wanted: Mapping[Feature, str]) -> None:
    """Sets these features; the nodes follow after the commit.

    Raises ValidationError by feature for what is no number, or the user's own.
    """
    _check(user, wanted)
    before = features(user)
    changed = {f: value for f, value in wanted.items() if before[f] != value}
    for feature, value in changed.items():
        row = _row(user.pk, feature)
        row.stamp = max(int(time.time()), row.stamp + 1)
        row.value = value
        row.save()
    if changed:
        was = {feature.value: before[feature] for feature in changed}
        now = {feature.value: value for feature, value in changed.items()}
        audit.record("change", user, was, now)
        touch_state(user)


@transaction.atomic
def learn(user_id: UUID, feature: Feature, told: Stamped) -> bool:
    """Takes a value from a node if it is newer; other nodes are told then."""
    if not PhoneUser.objects.filter(pk=user_id).exists():
        return False
    row = _row(user_id, feature)
    if told <= Stamped(row.stamp, row.value):
        return False
    row.stamp, row.value = told.stamp, told.value
    row.save()
    touch(Unit.USER_STATE, user_id)
    return True


def touch_state(user: PhoneUser) -> None:
    """The nodes' copies of what the user has switched, or had."""
    touch(Unit.USER_STATE, user.pk)


def _row(user_id: UUID, feature: Feature) -> UserState:
    """The register, locked."""
    UserState.objects.get_or_create(user_id=user_id, feature=feature)
    return UserState.objects.select_for_update().get(user_id=user_id, feature=feature)


def _check(user: PhoneUser, wanted: Mapping[Feature, str]) -> None:
    errors = {}
    for feature, value in wanted.items():
        if feature == Feature.DO_NOT_DISTURB:
            if value not in ("", ON):
                errors[feature.value] = [_("It is on or off.")]
        elif value:
            errors |= _number_faults(user, feature, value)
    if errors:
        raise ValidationError(errors)


def _number_faults(
    user: PhoneUser, feature: Feature, value: str
) -> dict[str, list[str]]:
    try:
        DIALLABLE(value)
    except ValidationError as error:
        return {feature.value: list(error.messages)}
    if "#" in value:
        return {feature.value: [_("A # can't be forwarded to.")]}
    if value == user.extension:
        return {feature.value: [_("This is the user's own extension.")]}
    return {}
