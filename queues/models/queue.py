"""Where callers wait."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pbxportal.lib.names import asterisk_name, new_handle
from queues.models.agent import Agent

MOST_LEVELS = 3


def _between(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Queue(models.Model):
    """Callers wait here until an agent is free."""

    class Strategy(models.TextChoices):
        """Whom a call rings; the values are Asterisk's."""

        RING_ALL = "ringall", _("Ring all")
        ROUND_ROBIN = "rrmemory", _("Round robin")
        LONGEST_IDLE = "leastrecent", _("Longest idle")
        FEWEST_CALLS = "fewestcalls", _("Fewest calls")
        LINEAR = "linear", _("Linear hunt")

    class Join(models.TextChoices):
        """When callers may wait."""

        ALWAYS = "always", _("Always")
        LOGGED_IN = "logged-in", _("While an agent is logged in")
        AVAILABLE = "available", _("While an agent is logged in and not paused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    name = models.CharField(_("name"), max_length=120, unique=True)
    strategy = models.CharField(
        _("type"),
        max_length=12,
        choices=Strategy.choices,
        default=Strategy.ROUND_ROBIN,
        help_text=_("Which of the free agents of a level rings."),
    )
    agent_seconds = models.PositiveSmallIntegerField(
        _("ring an agent for"),
        default=15,
        validators=_between(3, 120),
        help_text=_("Seconds, before the next one rings."),
    )
    wrap_up_seconds = models.PositiveSmallIntegerField(
        _("wrap-up time"),
        default=0,
        validators=_between(0, 3600),
        help_text=_("Seconds after a call in which an agent gets no other one."),
    )
    most_waiting = models.PositiveSmallIntegerField(
        _("most callers waiting"),
        default=0,
        validators=_between(0, 500),
        help_text=_("0 for no limit."),
    )
    wait_seconds = models.PositiveSmallIntegerField(
        _("longest wait"),
        default=0,
        validators=_between(0, 7200),
        help_text=_("Seconds; 0 for no limit. A callflow may say otherwise."),
    )
    join = models.CharField(
        _("callers may wait"), max_length=12, choices=Join.choices, default=Join.ALWAYS
    )
    leave_when_empty = models.BooleanField(
        _("send waiting callers on"),
        default=False,
        help_text=_("As soon as the condition does not hold any more."),
    )
    announce_position = models.BooleanField(
        _("announce the position"),
        default=False,
        help_text=_("Callers hear their place in the queue every half minute."),
    )
    exit_key = models.CharField(
        _("key to leave"),
        max_length=1,
        blank=True,
        validators=[RegexValidator(r"^[0-9]\Z", _("One digit."))],
        help_text=_("A caller who presses it goes on at the callflow's exit for it."),
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("queue")

    def __str__(self) -> str:
        return self.name

    def unit(self, slug: str) -> str:
        """The queue's name in Asterisk.

        A running queue can't become a linear one nor cease to be one (apps/app_queue.c),
        so it is another queue then.
        """
        mark = "ql" if self.strategy == self.Strategy.LINEAR else "q"
        return asterisk_name(f"{slug}-{mark}-{self.handle}")


class Membership(models.Model):
    """An agent of a queue. Level 1 rings first, the next when nobody of it is free."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="memberships")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="memberships")
    level = models.PositiveSmallIntegerField(
        default=1, validators=_between(1, MOST_LEVELS)
    )

    class Meta:
        ordering: ClassVar = ["level", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["queue", "agent"], name="agent_once")
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.agent_id}"
