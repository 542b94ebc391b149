"""Callflows: a draft that is edited, versions that were published, numbers that lead here."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from pbxportal.lib.fields import TextJSONField
from pbxportal.lib.names import new_handle

DIALLABLE = RegexValidator(
    r"^[0-9*#+]{1,20}\Z",
    _("1 to 20 digits; * and # and a leading + may be part of it."),
)


class CallflowSet(models.QuerySet["Callflow"]):
    """Questions that are asked of many callflows."""

    def using_object(self, *ids: uuid.UUID) -> CallflowSet:
        """Those whose draft or live version contains any of the ids.

        Ids are UUIDs, so a plain text search can't find a wrong one.
        """
        rows = self.annotate(
            draft_text=Cast("draft", models.TextField()),
            live_text=Cast("live__document", models.TextField()),
        )
        found = models.Q(pk__in=())
        for text in map(str, ids):
            found |= models.Q(draft_text__contains=text)
            found |= models.Q(live_text__contains=text)
        return rows.filter(found)


class Callflow(models.Model):
    """A tree of modules. `draft` is what is being edited, `live` what calls run on.

    `revision` counts saves of the draft, so that a stale save is noticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    draft = TextJSONField(default=dict)
    revision = models.PositiveIntegerField(default=1, editable=False)
    live = models.ForeignKey(
        "CallflowVersion", models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = CallflowSet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def unit(self, slug: str) -> str:
        """The name of what Asterisk holds of this callflow."""
        return f"{slug}-cf-{self.handle}"


class CallflowNumber(models.Model):
    """An extension or number that this callflow answers; unique in the account."""

    number = models.CharField(
        _("number"),
        max_length=20,
        unique=True,
        validators=[DIALLABLE],
        error_messages={
            "unique": _("This number is taken in this account; choose another.")
        },
    )
    callflow = models.ForeignKey(Callflow, models.CASCADE, related_name="numbers")

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return self.number


class CallflowVersion(models.Model):
    """A document as it was published. Never changed: calls in progress finish on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    callflow = models.ForeignKey(Callflow, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document: Any = TextJSONField()
    note = models.CharField(_("note"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["callflow", "number"], name="one_version_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"v{self.number}"
