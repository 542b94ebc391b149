"""Where calls are parked until somebody takes them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pbxportal.lib.names import asterisk_name, new_handle

MOST_SPACES = 100
_SPACE = [MinValueValidator(10), MaxValueValidator(99_999_999)]


class ParkingLot(models.Model):
    """A range of spaces; who dials one takes the call that is parked there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    name = models.CharField(_("name"), max_length=120, unique=True)
    first = models.PositiveIntegerField(
        _("first space"),
        default=701,
        validators=_SPACE,
        help_text=_("Dialled to take a call: 2 to 8 digits."),
    )
    last = models.PositiveIntegerField(_("last space"), default=720, validators=_SPACE)
    seconds = models.PositiveSmallIntegerField(
        _("longest time"),
        default=120,
        validators=[MinValueValidator(3), MaxValueValidator(7200)],
        help_text=_("Seconds after which a call that nobody takes comes back."),
    )
    ring_seconds = models.PositiveSmallIntegerField(
        _("then ring who parked it for"),
        default=20,
        validators=[MaxValueValidator(300)],
        help_text=_("Seconds; 0 not to. After that the callflow goes on."),
    )

    class Meta:
        ordering: ClassVar = ["first"]
        verbose_name = _("parking lot")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Spaces are dialled in the account, so each is in one lot."""
        if self.first is None or self.last is None:
            return
        if not self.first <= self.last < self.first + MOST_SPACES:
            text = _("Choose one from the first space on; a lot has 100 at most.")
            raise ValidationError({"last": text})
        others = ParkingLot.objects.exclude(pk=self.pk)
        taken = others.filter(first__lte=self.last, last__gte=self.first).first()
        if taken:
            text = _("“%(name)s” has spaces from %(first)s to %(last)s already.")
            values = {"name": taken.name, "first": taken.first, "last": taken.last}
            raise ValidationError({"first": text % values})

    def lot(self, slug: str) -> str:
        """Its name in Asterisk. A running lot keeps its range, so that is part of it."""
        return asterisk_name(f"{slug}-pl-{self.handle}-{self.first}-{self.last}")
