"""Tables that Asterisk reads by itself (res_pjsip over ODBC).

Table and column names are Asterisk's own; only columns that are set exist. Sorcery
rejects an object with a field that it does not know, so what is ours stands in a table of
its own, DeviceEndpoint.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenants.models import Account


class Endpoint(models.Model):
    """`[endpoint]` of res_pjsip."""

    id = models.CharField(max_length=255, primary_key=True)
    transport = models.CharField(max_length=40, null=True)  # noqa: DJ001  NULL is "not set" to sorcery
    aors = models.CharField(max_length=255)
    auth = models.CharField(max_length=255, null=True)  # noqa: DJ001
    context = models.CharField(max_length=80)
    # Where lamps that a telephone watches are looked for.
    subscribe_context = models.CharField(max_length=80, null=True)  # noqa: DJ001
    disallow = models.CharField(max_length=80, default="all")
    allow = models.CharField(max_length=80, default="ulaw,alaw,g722")
    direct_media = models.CharField(max_length=3, default="no")
    force_rport = models.CharField(max_length=3, default="yes")
    rewrite_contact = models.CharField(max_length=3, default="yes")
    rtp_symmetric = models.CharField(max_length=3, default="yes")
    dtmf_mode = models.CharField(max_length=10, default="rfc4733")
    identify_by = models.CharField(max_length=80, default="username")
    callerid = models.CharField(max_length=255)
    accountcode = models.CharField(max_length=80)
    # Whose prompts the channel hears, also one that is called (pbxportal.lib.names).
    language = models.CharField(max_length=40, default="en")
    # The lamp: told unasked, unless the phone has subscribed (through its aor).
    mailboxes = models.CharField(max_length=255, blank=True)
    mwi_subscribe_replaces_unsolicited = models.CharField(max_length=3, default="yes")
    set_var = models.TextField()
    # Carriers only. NULL is "not set" to sorcery, an empty text would be a value.
    outbound_auth = models.CharField(max_length=255, null=True)  # noqa: DJ001
    from_domain = models.CharField(max_length=255, null=True)  # noqa: DJ001
    send_pai = models.CharField(max_length=3, null=True)  # noqa: DJ001
    trust_id_outbound = models.CharField(max_length=3, null=True)  # noqa: DJ001
    allow_transfer = models.CharField(max_length=3, null=True)  # noqa: DJ001

    class Meta:
        db_table = "ps_endpoints"

    def __str__(self) -> str:
        return self.id


class Auth(models.Model):
    """`[auth]` of res_pjsip."""

    id = models.CharField(max_length=255, primary_key=True)
    auth_type = models.CharField(max_length=20, default="digest")
    username = models.CharField(max_length=120)
    realm = models.CharField(max_length=120, blank=True)
    # What telephones must know is kept as a digest; what we must know for a carrier is not.
    password_digest = models.CharField(max_length=200, null=True)  # noqa: DJ001
    password = models.CharField(max_length=120, null=True)  # noqa: DJ001

    class Meta:
        db_table = "ps_auths"

    def __str__(self) -> str:
        return self.id


class Aor(models.Model):
    """`[aor]` of res_pjsip."""

    id = models.CharField(max_length=255, primary_key=True)
    # Where a carrier is; telephones register theirs.
    contact = models.CharField(max_length=255, null=True)  # noqa: DJ001
    max_contacts = models.PositiveSmallIntegerField(default=5)
    remove_existing = models.CharField(max_length=3, default="yes")
    qualify_frequency = models.PositiveIntegerField(default=60)
    mailboxes = models.CharField(max_length=255, blank=True)
    # Phones subscribe to the user part of their address, not to the aor's name.
    voicemail_extension = models.CharField(max_length=80, blank=True)
    minimum_expiration = models.PositiveIntegerField(default=60)
    maximum_expiration = models.PositiveIntegerField(default=3600)
    default_expiration = models.PositiveIntegerField(default=300)
    support_path = models.CharField(max_length=3, default="no")

    class Meta:
        db_table = "ps_aors"

    def __str__(self) -> str:
        return self.id


class DomainAlias(models.Model):
    """`[domain_alias]` of res_pjsip: another name of a realm. Asterisk wants the table."""

    id = models.CharField(max_length=255, primary_key=True)
    domain = models.CharField(max_length=255)

    class Meta:
        db_table = "ps_domain_aliases"

    def __str__(self) -> str:
        return self.id


class Identify(models.Model):
    """`[identify]` of res_pjsip: endpoints known by address. Asterisk wants the table."""

    id = models.CharField(max_length=255, primary_key=True)
    endpoint = models.CharField(max_length=255)
    match = models.CharField(max_length=255)

    class Meta:
        db_table = "ps_endpoint_id_ips"

    def __str__(self) -> str:
        return self.id


class DeviceEndpoint(models.Model):
    """Which device of which account an endpoint is; ours, Asterisk does not read it."""

    device_id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=255, unique=True)

    class Meta:
        ordering: ClassVar = ["endpoint"]

    def __str__(self) -> str:
        return self.endpoint
