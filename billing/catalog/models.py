"""Plans that resellers sell, and which account has which.

The choice stands here and not in the account's schema: it is made before that schema is,
and a plan must know who has it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import money
from tenants.models import Account


class ServicePlan(models.Model):
    """What a reseller asks for; sold to accounts right below it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="+", editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=400, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, choices=money.CHOICES, default=money.CURRENCIES[0]
    )
    minute_price = models.DecimalField(
        _("price of a minute"),
        max_digits=8,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_(
            "Of calls over the trunk limit, for each minute begun. With a price such calls "
            "need credit; 0: they cost nothing."
        ),
    )
    active = models.BooleanField(
        _("on offer"),
        default=True,
        help_text=_("Who has a plan that is not on offer any more keeps it."),
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("plan")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "name"],
                name="one_plan_a_name",
                violation_error_message=_("There is a plan of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ItemKind(models.TextChoices):
    """What is counted. All are paid by the month but the set-up, which is paid once."""

    ACCOUNT = "account", _("The account")
    SEAT = "seat", _("Seat")
    DEVICE = "device", _("Device")
    CONFERENCE = "conference", _("Conference")
    FAX_BOX = "fax_box", _("Fax box")
    VOICEMAIL_BOX = "voicemail_box", _("Voicemail box without a seat")
    AGENT = "agent", _("Agent")
    TRUNK = "trunk", _("Trunk")
    SET_UP = "set_up", _("Set-up, once")


class PlanItem(models.Model):
    """The price of one kind; the first `included` of it cost nothing."""

    plan = models.ForeignKey(ServicePlan, models.CASCADE, related_name="items")
    kind = models.CharField(_("what"), max_length=16, choices=ItemKind.choices)
    price = models.DecimalField(
        _("price"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    included = models.PositiveIntegerField(_("included"), default=0)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "kind"], name="one_price_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind}"


class Subscription(models.Model):
    """The plan of an account. It counts while the account is right below who sells it.

    `since` is when the account got a plan, whichever. `set_up_due` says that this one's
    set-up was not booked yet; who has the plan does not pay one that comes later. `minute_price` is as it was when the
    plan was chosen or the month began: what a reseller changes counts from the next one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        Account, models.CASCADE, related_name="subscription", editable=False
    )
    plan = models.ForeignKey(
        ServicePlan,
        models.CASCADE,
        related_name="subscriptions",
        verbose_name=_("plan"),
    )
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    set_up_due = models.BooleanField(default=True, editable=False)
    minute_price = models.DecimalField(
        _("price of a minute"), max_digits=8, decimal_places=4, default=0
    )

    class Meta:
        verbose_name = _("subscription")

    def __str__(self) -> str:
        return f"{self.account}: {self.plan}"


class OpeningCredit(models.Model):
    """Credit of an account that has no books yet, since its schema is being made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        Account, models.CASCADE, related_name="opening_credit"
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    text = models.CharField(_("text"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("opening credit")

    def __str__(self) -> str:
        return f"{self.account}: {self.amount}"
