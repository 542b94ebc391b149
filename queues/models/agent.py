"""People who answer queues."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from extensions.models import PhoneUser
from pbxportal.lib.names import asterisk_name, new_handle


class AgentState(models.TextChoices):
    """Whether an agent takes calls. The values are what AstDB holds as well."""

    OUT = "out", _("Logged out")
    IN = "in", _("Available")
    PAUSED = "paused", _("Paused")


class PauseReason(models.TextChoices):
    """Why an agent takes none for a while."""

    BREAK = "break", _("Break")
    LUNCH = "lunch", _("Lunch")
    MEETING = "meeting", _("Meeting")
    TRAINING = "training", _("Training")
    WORK = "work", _("Other work")


class Agent(models.Model):
    """A user who answers queues.

    Asterisk holds the state: telephones change it without the portal. What is stored here
    is the newest that was heard of; `changed_at` decides which of two is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    user = models.OneToOneField(
        PhoneUser, models.PROTECT, related_name="agent", verbose_name=_("user")
    )
    state = models.CharField(
        max_length=8, choices=AgentState.choices, default=AgentState.OUT, editable=False
    )
    reason = models.CharField(
        max_length=12, choices=PauseReason.choices, blank=True, editable=False
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["user__extension"]
        verbose_name = _("agent")

    def __str__(self) -> str:
        return str(self.user)

    def unit(self, slug: str) -> str:
        """The name under which Asterisk knows the agent."""
        return asterisk_name(f"{slug}-ag-{self.handle}")

    @property
    def shown_state(self) -> str:
        """The state in words, with the reason of a pause."""
        label = str(AgentState(self.state).label)
        return f"{label}: {PauseReason(self.reason).label}" if self.reason else label
