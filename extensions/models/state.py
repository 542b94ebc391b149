"""What people have switched by telephone or here: do not disturb, call forwarding."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.instructions import Feature
from callflows.models.callflow import DIALLABLE
from extensions.models.person import PhoneUser

_LABELS = {
    Feature.DO_NOT_DISTURB: _("Do not disturb"),
    Feature.FORWARD_ALWAYS: _("Forward all calls to"),
    Feature.FORWARD_BUSY: _("Forward when busy to"),
    Feature.FORWARD_NO_ANSWER: _("Forward when nobody answers to"),
}


class UserState(models.Model):
    """One feature of a user; a copy is on every node.

    `value` is a number, or "1" for a feature without one; empty: off. `stamp` is when it
    was set, in seconds since 1970: of two values the later one counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(PhoneUser, models.CASCADE, related_name="states")
    feature = models.CharField(max_length=20, choices=list(_LABELS.items()))
    value = models.CharField(max_length=20, blank=True, validators=[DIALLABLE])
    stamp = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["feature"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "feature"], name="one_value_a_feature"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_feature_display()}: {self.value or '-'}"
