"""Accounts: a tree of tenants, each with a schema of its own."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin
from django_tenants.utils import get_public_schema_name, schema_context
from phonenumbers import SUPPORTED_REGIONS

SLUG = RegexValidator(
    r"^[a-z][a-z0-9-]{1,19}\Z",
    _("2 to 20 lower-case letters, digits and hyphens; begins with a letter."),
)
REALM = RegexValidator(
    r"^(?=.{3,120}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\Z",
    _("A domain name in lower case, such as acme.pbx.example."),
)


def known_timezone(name: str) -> None:
    """Refuses what is no name of the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(_("A time zone such as Europe/Paris."))


def known_country(code: str) -> None:
    """Refuses what is no code of a country (ISO 3166-1)."""
    if code not in SUPPORTED_REGIONS:
        raise ValidationError(_("%s is no country's two-letter code.") % code)


def known_countries(codes: list[str]) -> None:
    """Refuses a list with something else in it than codes of countries."""
    for code in codes:
        known_country(code)


class NumberFormat(models.TextChoices):
    """How pages show numbers of the public network."""

    INTERNATIONAL = "international", _("International")
    NATIONAL = "national", _("National")
    LISTED = "listed", _("International; national for some countries")


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts by what has become of them and by their place in the tree."""

    def ready(self) -> Self:
        """Those whose schema exists, also deleted ones that can be restored."""
        return self.filter(ready_at__isnull=False)

    def in_use(self) -> Self:
        """Those that somebody can act in."""
        return self.ready().filter(deleted_at=None)

    def below(self, account: Account) -> Self:
        """All descendants of the account, not the account itself."""
        return self.filter(path__startswith=account.path).exclude(pk=account.pk)


class AccountState(models.TextChoices):
    """What has become of an account."""

    CREATING = "creating", _("Being made")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    DELETED = "deleted", _("Deleted")


class Account(TenantMixin):
    """A tenant: the master, a reseller, or a customer's company.

    `slug` stands in paths and in names that Asterisk reads, so it never changes.
    `path` lists the ids of all ancestors and the account's own, which makes "all
    descendants" one indexed prefix search. Moments are in UTC: `ready_at` is when the
    schema was there, `deleted_at` when somebody deleted the account, which can be
    restored until it is purged.
    """

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(
        _("short name"), max_length=20, unique=True, validators=[SLUG]
    )
    realm = models.CharField(
        _("realm"), max_length=120, unique=True, validators=[REALM]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True
    )
    path = models.CharField(max_length=1000, editable=False)
    timezone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[known_timezone]
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("state or region"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[known_country]
    )
    number_format = models.CharField(
        _("phone numbers are shown"),
        max_length=15,
        choices=NumberFormat.choices,
        default=NumberFormat.INTERNATIONAL,
    )
    national_countries = models.JSONField(
        default=list, blank=True, validators=[known_countries]
    )
    # What people see who have not chosen themselves (`tenants.preferences`), by name.
    preferences = models.JSONField(default=dict, blank=True)
    # What the account says of `tenants.branding`, by name; pictures by their digest.
    branding = models.JSONField(default=dict, blank=True)
    # Domains whose owner was checked: this account and those below have addresses there.
    portal_domains = models.JSONField(default=list, blank=True, editable=False)
    # Which of its contacts are asked first (`tenants.services.contacts.CHOSEN_FOR`).
    technical_contact = models.ForeignKey(
        "tenants.Contact",
        models.RESTRICT,
        verbose_name=_("technical contact"),
        null=True,
        blank=True,
        related_name="+",
    )
    billing_contact = models.ForeignKey(
        "tenants.Contact",
        models.RESTRICT,
        verbose_name=_("billing contact"),
        null=True,
        blank=True,
        related_name="+",
    )
    # Keys of `tenants.applications` that the account may use; null: all.
    applications = models.JSONField(null=True, blank=True, editable=False)
    control_pages = models.JSONField(null=True, blank=True, editable=False)
    # Rights of `tenants.access.GRANTABLE` that the reseller has granted.
    granted = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, editable=False)
    creation_error = models.TextField(blank=True, editable=False)
    suspended_at = models.DateTimeField(_("suspended"), null=True, editable=False)
    suspended_for = models.CharField(_("reason"), max_length=200, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(
                fields=["path"], name="account_path", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # django-tenants refuses while another account is acted in; who manages it may.
        with schema_context(get_public_schema_name()):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with schema_context(get_public_schema_name()):
            return super().delete(*args, **kwargs)

    @property
    def state(self) -> AccountState:
        """Its own state: one below a suspended account is not suspended itself."""
        if self.deleted_at:
            return AccountState.DELETED
        if self.ready_at is None:
            return AccountState.CREATING
        return AccountState.SUSPENDED if self.suspended_at else AccountState.ACTIVE

    def is_within(self, other: Account) -> bool:
        """True for the other account itself and for all below it."""
        return self.path.startswith(other.path)

    def ancestor_ids(self) -> list[uuid.UUID]:
        """Ids from the master down to the account itself."""
        return [uuid.UUID(part) for part in self.path.strip("/").split("/")]


class Domain(DomainMixin):
    """A host name: chooses the branding and where `/` leads, never the account."""

    tenant = models.ForeignKey(Account, models.CASCADE, related_name="domains")

    def __str__(self) -> str:
        return str(self.domain)
