"""What somebody has saved for a time to come."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.masquerade import Masquerade


class SaveState(models.TextChoices):
    """What has become of a delayed save."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class DelayedSave(models.Model):
    """Values that are stored at `due_at` as if the person had saved them then.

    `route` and `kwargs` name the page or REST resource, inside the account, that stores
    them; `sealed` is what it stores, encrypted because it may hold passwords. `changes` is
    the same for people to read, a list of label and value without secrets, in the language
    of the person. `result` says in words what became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    masquerade = models.ForeignKey(
        Masquerade, models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(_("what"), max_length=200)
    route = models.CharField(max_length=60, editable=False)
    kwargs = models.JSONField(default=dict, editable=False)
    sealed = models.TextField(editable=False)
    # Field and name of each file that waits with it (tenants.services.kept_files).
    files = models.JSONField(default=list, editable=False)
    changes = models.JSONField(
        _("changes"), default=list, encoder=DjangoJSONEncoder, editable=False
    )
    due_at = models.DateTimeField(_("saved at"))
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=9, choices=SaveState.choices, default=SaveState.WAITING
    )
    result = models.CharField(_("result"), max_length=500, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering: ClassVar = ["-due_at", "id"]
        verbose_name = _("delayed save")
        indexes: ClassVar = [
            models.Index(fields=["account", "state"], name="delayed_save_state")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def waiting(self) -> bool:
        """Whether it is still to come."""
        return self.state == SaveState.WAITING
