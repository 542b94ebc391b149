"""Where an account's people sign in instead of here."""

from __future__ import annotations

import re
import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account

_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+\Z")


class IdentityProvider(models.Model):
    """An OpenID provider that an account trusts to say who its people are.

    `client_secret` is sealed (`pbxportal.lib.sealed`). `domains` are those of the e-mail
    addresses that it may speak for, with blanks between them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="identity_providers", editable=False
    )
    name = models.CharField(
        _("name"),
        max_length=40,
        help_text=_("What the button on the sign-in page says."),
    )
    issuer = models.CharField(
        _("issuer"),
        max_length=300,
        help_text=_("Its address, such as https://login.example.com/acme."),
    )
    client_id = models.CharField(_("client ID"), max_length=190)
    client_secret = models.TextField(editable=False)
    domains = models.CharField(
        _("e-mail domains"),
        max_length=500,
        help_text=_(
            "People with addresses of these domains can sign in: acme.com acme.ca"
        ),
    )
    vouches = models.BooleanField(
        _("trust addresses that it does not call verified"),
        default=False,
        help_text=_("For a provider that never tells, and whose people can't choose."),
    )
    enabled = models.BooleanField(_("enabled"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("identity provider")
        verbose_name_plural = _("identity providers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "name"],
                name="identity_provider_name",
                violation_error_message=_("There is one of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.issuer = self.issuer.strip().rstrip("/")
        names = self.domains.replace(",", " ").lower().split()
        self.domains = " ".join(dict.fromkeys(names))
        if wrong := [name for name in names if not _DOMAIN.match(name)]:
            text = _("“%(name)s” is no domain. Enter domains such as acme.com.")
            raise ValidationError({"domains": text % {"name": wrong[0]}})
