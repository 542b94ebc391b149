"""Calls that are tried in thought again and again."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.models.callflow import Callflow
from pbxportal.lib.fields import TextJSONField


class CallScenario(models.Model):
    """A call to a callflow, and what it is expected to meet.

    `call` and `expected` are what services.scenarios reads. `passed`, `result` and
    `ran_at` tell of the last run on what is live; None before the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    callflow = models.ForeignKey(Callflow, models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    call: Any = TextJSONField(default=dict)
    expected: Any = TextJSONField(default=dict)
    passed = models.BooleanField(_("passed"), null=True, editable=False)
    result = models.TextField(blank=True, editable=False)
    ran_at = models.DateTimeField(_("last run"), null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["callflow", "name"],
                name="one_scenario_a_name",
                violation_error_message=_("This callflow has a scenario of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
