"""Where faxes arrive."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from extensions.models.person import PhoneUser

MOST_ADDRESSES = 10
LONGEST_KEPT = 3650
# SOURCE: ITU-T T.30 5.3.6.2: 20 characters, digits, space and plus sign.
STATION = RegexValidator(
    r"^[0-9+]([0-9+ ]{0,18}[0-9+])?\Z", _("Up to 20 digits, spaces and +.")
)


class FaxBox(models.Model):
    """A fax machine of the account. Callflows lead there.

    What arrives is mailed to `emails` and to the owner. It is deleted after `keep_days`
    days, unless that is 0.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    owner = models.ForeignKey(
        PhoneUser,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="fax_boxes",
        verbose_name=_("owner"),
        help_text=_("Gets the faxes by mail too."),
    )
    station = models.CharField(
        _("fax identity"),
        max_length=20,
        blank=True,
        validators=[STATION],
        help_text=_("What the other fax machine shows, mostly the fax number."),
    )
    t38 = models.BooleanField(
        _("T.38"),
        default=True,
        help_text=_("Fax over IP where the other side can; else as sound."),
    )
    emails = ArrayField(
        models.EmailField(),
        size=MOST_ADDRESSES,
        default=list,
        blank=True,
        verbose_name=_("mail faxes to"),
        help_text=_("Mail addresses, with commas between them."),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("keep for (days)"),
        default=0,
        validators=[MaxValueValidator(LONGEST_KEPT)],
        help_text=_("Faxes are deleted then. 0: they are kept."),
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("fax box")
        verbose_name_plural = _("fax boxes")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if len({address.lower() for address in self.emails}) < len(self.emails):
            raise ValidationError({"emails": _("An address is there twice.")})

    @property
    def recipients(self) -> list[str]:
        """Who gets its faxes by mail, each once."""
        owner = [self.owner.email] if self.owner and self.owner.email else []
        by_address = {address.lower(): address for address in [*owner, *self.emails]}
        return list(by_address.values())
