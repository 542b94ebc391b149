"""Accounts: a tree of tenants, each with a schema of its own."""

from __future__ import annotations

import uuid
from typing import ClassVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

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


class Account(TenantMixin):
    """A tenant: the master, a reseller, or a customer's company.

    `slug` stands in paths and in names that Asterisk reads, so it never changes.
    `path` lists the ids of all ancestors and the account's own, which makes "all
    descendants" one indexed prefix search.
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
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(
                fields=["path"], name="account_path", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

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
