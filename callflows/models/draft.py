"""What was saved of a callflow's draft."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from callflows.models.callflow import Callflow
from pbxportal.lib.fields import TextJSONField


class CallflowDraft(models.Model):
    """The draft as it was at one revision; of each callflow the newest are kept.

    With it the portal can tell somebody whose draft is stale what has changed since
    they read it.
    """

    callflow = models.ForeignKey(Callflow, models.CASCADE, related_name="drafts")
    revision = models.PositiveIntegerField()
    document: Any = TextJSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["callflow", "revision"], name="one_draft_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"r{self.revision}"
