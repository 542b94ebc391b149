"""Ways out to the public network, and what accounts may call there."""

from __future__ import annotations

import ipaddress
import re
import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.outside_lines import DEFAULT_COUNTRY, FORMATS, NumberFormat
from callflows.public_numbers import ALLOWED_AT_FIRST, DENIABLE, countries
from devices.models import OUTSIDE_NUMBER
from extensions.models.person import EXTENSION
from pbxportal.lib.names import carrier_endpoint
from tenants.models import Account

HOST = RegexValidator(
    r"^(?=.{1,120}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z",
    _("A host's name in lower case or its IPv4 address."),
)
# What ends a header or an argument is in neither.
LOGIN = RegexValidator(
    r"^[A-Za-z0-9_.+@~!*'()-]*\Z", _("Letters, digits and _ . + @ ~ ! * ' ( ) - only.")
)
SECRET = RegexValidator(r"^[!-~]*\Z", _("Letters, digits and signs, no blanks."))
BEFORE = RegexValidator(r"^[0-9*#+]{0,10}\Z", _("Up to 10 of 0-9, *, # and +."))

# More would not fit into one line of a dialplan.
MOST_PREFIXES = 30
MOST_ADDRESSES = 50
MOST_TRUNKS = 9999
_PREFIX = re.compile(r"[1-9][0-9]{0,6}")


def check_prefixes(value: Any) -> None:
    """A list of beginnings of numbers in E.164."""
    if not isinstance(value, list) or len(value) > MOST_PREFIXES:
        raise ValidationError(_("A list of at most 30 prefixes."))
    for each in value:
        if not isinstance(each, str) or not _PREFIX.fullmatch(each):
            text = _("“%(prefix)s”: 1 to 7 digits that begin with the country code.")
            raise ValidationError(text, params={"prefix": str(each)[:20]})


def check_addresses(value: Any) -> None:
    """A list of IP addresses, each as it is usually written."""
    if not isinstance(value, list) or len(value) > MOST_ADDRESSES:
        raise ValidationError(_("A list of at most 50 addresses."))
    for each in value:
        try:
            same = isinstance(each, str) and str(ipaddress.ip_address(each)) == each
        except ValueError:
            same = False
        if not same:
            text = _("“%(address)s” is no IP address.")
            raise ValidationError(text, params={"address": str(each)[:45]})


def check_allowed(value: Any) -> None:
    """A list of classes of calls that can be denied."""
    known = {cls.value for cls in DENIABLE}
    if not isinstance(value, list) or not all(each in known for each in value):
        raise ValidationError(
            _("Some of: %(classes)s."), params={"classes": ", ".join(sorted(known))}
        )


def check_country(value: str) -> None:
    """A country whose numbering is known."""
    if value not in dict(countries()):
        raise ValidationError(_("A country's two letters, such as CA."))


class Carrier(models.Model):
    """Somebody who takes calls to the public network over SIP.

    An account's calls go by its own carriers first, then by those of the accounts above
    it, up to the platform's. `prefixes` are beginnings of numbers in E.164 that it takes
    (all, if there are none), `addresses` are those from which its calls come in.
    """

    class Transport(models.TextChoices):
        UDP = "udp", "UDP"
        TCP = "tcp", "TCP"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="carriers", editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    enabled = models.BooleanField(_("enabled"), default=True)
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("Calls try the lowest first, and the next one if it can't."),
    )
    host = models.CharField(_("host"), max_length=120, validators=[HOST])
    port = models.PositiveIntegerField(
        _("port"),
        default=5060,
        validators=[MinValueValidator(1), MaxValueValidator(65535)],
    )
    transport = models.CharField(
        _("transport"),
        max_length=3,
        choices=Transport.choices,
        default=Transport.UDP,
    )
    username = models.CharField(
        _("user name"),
        max_length=80,
        blank=True,
        validators=[LOGIN],
        help_text=_("Empty: the carrier knows us by our address."),
    )
    password = models.CharField(
        _("password"), max_length=120, blank=True, validators=[SECRET]
    )
    prefixes: Any = models.JSONField(
        _("prefixes"),
        default=list,
        blank=True,
        validators=[check_prefixes],
        help_text=_("Numbers it takes begin so, with the country code. Empty: all."),
    )
    number_format = models.CharField(
        _("number format"),
        max_length=10,
        choices=list(FORMATS.items()),
        default=NumberFormat.PLUS,
    )
    put_before = models.CharField(
        _("put before"),
        max_length=10,
        blank=True,
        validators=[BEFORE],
        help_text=_("What the carrier wants before each number."),
    )
    strip = models.PositiveSmallIntegerField(
        _("take off"),
        default=0,
        validators=[MaxValueValidator(10)],
        help_text=_("So many digits are taken off the number before that."),
    )
    emergency = models.BooleanField(
        _("takes emergency calls"),
        default=True,
        help_text=_("Off: calls for help never go this way."),
    )
    addresses: Any = models.JSONField(
        _("calls come in from"),
        default=list,
        blank=True,
        validators=[check_addresses],
        help_text=_("IP addresses of the carrier. Empty: no calls come in."),
    )

    class Meta:
        ordering: ClassVar = ["order", "name"]
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "name"], name="one_carrier_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def endpoint(self) -> str:
        """Its name in PJSIP."""
        return carrier_endpoint(self.pk)


def _allowed() -> list[str]:
    return [cls.value for cls in ALLOWED_AT_FIRST]


def _trunks(name: Any) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        name,
        null=True,
        blank=True,
        editable=False,
        validators=[MaxValueValidator(MOST_TRUNKS)],
    )


class OutsideRules(models.Model):
    """What an account may call outside, and what its calls show there and inside.

    Without a row an account has these defaults.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="outside_rules"
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        default=DEFAULT_COUNTRY,
        validators=[check_country],
        help_text=_("Numbers are dialled as there."),
    )
    allowed: Any = models.JSONField(
        _("may be called"), default=_allowed, blank=True, validators=[check_allowed]
    )
    # What who manages the account has closed, for all accounts below it too.
    denied: Any = models.JSONField(
        default=list, blank=True, editable=False, validators=[check_allowed]
    )
    caller_name = models.CharField(_("name shown outside"), max_length=15, blank=True)
    caller_number = models.CharField(
        _("number shown outside"),
        max_length=16,
        blank=True,
        validators=[OUTSIDE_NUMBER],
        help_text=_("Of calls whose device and user have none of their own."),
    )
    emergency_number = models.CharField(
        _("number shown to emergency services"),
        max_length=16,
        blank=True,
        validators=[OUTSIDE_NUMBER],
        help_text=_("Its address is where help comes to. Empty: the number above."),
    )

    internal_name = models.CharField(
        _("name shown to colleagues"),
        max_length=60,
        blank=True,
        help_text=_("Of telephones that are no user's. Empty: that of the telephone."),
    )
    internal_number = models.CharField(
        _("number shown to colleagues"),
        max_length=8,
        blank=True,
        validators=[EXTENSION],
        help_text=_("Of telephones that are no user's: an extension to call back."),
    )

    # What who manages the account lets it use, by the section "usage" of its settings.
    inbound_trunks = _trunks(_("inbound trunks"))
    outbound_trunks = _trunks(_("outbound trunks"))
    twoway_trunks = _trunks(_("two-way trunks"))
    over_limit = models.BooleanField(
        _("calls over the limit"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("outside calls")

    def __str__(self) -> str:
        return str(_("Outside calls"))
