"""Menus: what a caller is asked, and what happens when no or a wrong key is pressed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callflows.dialling import MOST_DIGITS
from callflows.models.media import Media
from callflows.models.time_frame import TimeFrame

KEYS = (*"1234567890", "*", "#")
REPEAT, HANG_UP = "repeat", "hangup"
RULES = (
    (REPEAT, _("Repeat the menu")),
    (HANG_UP, _("Hang up")),
    ("1", _("As key 1")),
    ("2", _("As key 2")),
    ("3", _("As key 3")),
    ("4", _("As key 4")),
    ("5", _("As key 5")),
    ("6", _("As key 6")),
    ("7", _("As key 7")),
    ("8", _("As key 8")),
    ("9", _("As key 9")),
    ("0", _("As key 0")),
    ("*", _("As key *")),
    ("#", _("As key #")),
)


class Dialled(models.TextChoices):
    """What callers may dial instead of a key."""

    USERS = "users", _("Users' extensions")
    ALL = "all", _("All numbers of the account")


def _sound(label: object, help: object = "") -> models.ForeignKey[Media | None]:
    return models.ForeignKey(
        Media,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,  # type: ignore[arg-type]
        help_text=help,  # type: ignore[arg-type]
    )


def _between(low: int, high: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class Menu(models.Model):
    """The sounds and the patience of a menu; where its keys lead is the callflow's.

    `no_key` and `other_key` are `repeat`, `hangup` or the key that counts instead;
    `repeat_key` is a key or empty. Times are seconds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        error_messages={"unique": _("There is a menu of this name.")},
    )
    greeting = _sound(
        _("greeting"),
        _("Once in a call, before the prompt, when no other greeting's time holds."),
    )
    prompt = _sound(_("prompt"), _("Names the keys."))
    again = _sound(
        _("prompt when repeated"), _("From the second time on. Empty: the prompt.")
    )
    invalid = _sound(_("after a wrong key"))
    tries = models.PositiveSmallIntegerField(
        _("tries"), default=3, validators=_between(1, 10)
    )
    timeout = models.PositiveSmallIntegerField(
        _("wait for a key"),
        default=5,
        validators=_between(1, 60),
        help_text=_("Seconds, after the prompt has ended."),
    )
    no_key = models.CharField(_("no key"), max_length=6, choices=RULES, default=REPEAT)
    other_key = models.CharField(
        _("unassigned key"), max_length=6, choices=RULES, default=REPEAT
    )
    repeat_key = models.CharField(
        _("key that repeats the prompt"),
        max_length=1,
        blank=True,
        choices=[(key, key) for key in KEYS],
    )
    by_extension = models.BooleanField(
        _("dial by extension"),
        default=True,
        help_text=_("Callers may dial an extension instead of a key."),
    )
    dialled = models.CharField(
        _("what may be dialled"),
        max_length=5,
        choices=Dialled.choices,
        default=Dialled.USERS,
    )
    digits = models.PositiveSmallIntegerField(
        _("most digits"),
        default=6,
        validators=_between(1, MOST_DIGITS),
        help_text=_("Longer numbers can't be dialled here."),
    )
    digit_seconds = models.PositiveSmallIntegerField(
        _("between digits"),
        default=2,
        validators=_between(1, 10),
        help_text=_(
            "Seconds in which the next digit of an extension must come; as long a key "
            "waits that an extension begins with."
        ),
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("menu")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A key that repeats the prompt can't stand for no or a wrong key."""
        for field in ("no_key", "other_key"):
            if self.repeat_key and getattr(self, field) == self.repeat_key:
                message = gettext(
                    "Key %s repeats the prompt: choose “Repeat the menu”."
                )
                raise ValidationError({field: message % self.repeat_key})


class MenuGreeting(models.Model):
    """What is said once, before the menu, while a time frame holds."""

    menu = models.ForeignKey(Menu, models.CASCADE, related_name="greetings")
    frame = models.ForeignKey(
        TimeFrame, models.PROTECT, related_name="+", verbose_name=_("time frame")
    )
    media = models.ForeignKey(
        Media, models.PROTECT, related_name="+", verbose_name=_("greeting")
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["menu", "frame"], name="one_greeting_a_time_frame"
            )
        ]

    def __str__(self) -> str:
        return f"{self.menu_id} {self.frame_id}"
