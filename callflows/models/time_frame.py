"""Named times, such as "office hours" or "public holidays"."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.time_rules import read_rules

if TYPE_CHECKING:
    from tenants.actor import Actor


class TimeFrameSet(models.QuerySet["TimeFrame"]):
    """Whose time frames."""

    def shared(self) -> TimeFrameSet:
        """Those that managers made for everybody."""
        return self.filter(owner=None)

    def private_to(self, actor: Actor) -> TimeFrameSet:
        """Those that the actor made for themselves."""
        return self.filter(owner=actor.user) if actor.user else self.none()

    def visible_to(self, actor: Actor) -> TimeFrameSet:
        """All that the actor sees."""
        return self.shared() | self.private_to(actor)


class TimeFrame(models.Model):
    """A set of rules; the frame holds while any of its rules does.

    `rules` is a list of what `callflows.time_rules.read_rules` reads; those of a holiday
    calendar have a name and a date. A frame without `owner` is everybody's.
    """

    class Kind(models.TextChoices):
        HOURS = "hours", _("Hours")
        HOLIDAYS = "holidays", _("Holiday calendar")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind, default=Kind.HOURS, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_constraint=False,
        verbose_name=_("owner"),
    )
    rules = models.JSONField(_("rules"), default=list, blank=True)

    objects = TimeFrameSet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(owner=None),
                name="one_shared_time_frame_a_name",
                violation_error_message=_("There is a time frame of this name."),
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="one_private_time_frame_a_name",
                violation_error_message=_("You have a time frame of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Rules that can be read; a name that stays as it was made."""
        try:
            rules = read_rules(self.rules)
        except ValueError as error:
            raise ValidationError({"rules": str(error)}) from error
        if self.kind == self.Kind.HOLIDAYS:
            for rule in rules:
                if not rule.name or rule.first is None:
                    raise ValidationError({"rules": _("A holiday has name and date.")})
        if not self._state.adding:
            made = type(self).objects.values_list("name", flat=True).get(pk=self.pk)
            if made != self.name:
                message = _("The name stays: callflows and people know it by that.")
                raise ValidationError({"name": message})
