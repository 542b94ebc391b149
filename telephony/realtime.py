"""Devices as PJSIP's realtime rows."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from devices.models import Device
from extensions.models import VoicemailBox
from telephony.models import Aor, Auth, DeviceEndpoint, Endpoint
from tenants.models import Account

CONTEXT = "from-device"


def escape(text: str) -> str:
    """A value as sorcery wants it: `;` separates several values, `^` begins an escape.

    SOURCE: Asterisk res/res_config_odbc.c, decode_chunk().
    """
    return text.replace("^", "^5E").replace(";", "^3B")


def caller_id(name: str, number: str) -> str:
    """`"name" <number>`; what could end the quoted name is left out of it."""
    clean = "".join(c for c in name if c.isprintable() and c not in '"\\<>')
    return f'"{clean[:80]}" <{number}>'


@transaction.atomic
def write(account: Account, device: Device) -> list[str]:
    """Writes (or, for a disabled device, removes) the rows of one device.

    Gives the endpoints whose cached objects the nodes must forget.
    """
    stale = remove(device.pk)
    if not device.enabled:
        return stale
    endpoint = device.endpoint(account.realm)
    link = getattr(device, "user_link", None)
    user = link.user if link else None
    boxes = VoicemailBox.objects.filter(user=user) if user else ()
    mailboxes = ",".join(box.mailbox(account.slug) for box in boxes)
    identity = (
        caller_id(user.name, user.extension) if user else caller_id(device.name, "")
    )
    Endpoint.objects.create(
        id=endpoint,
        aors=endpoint,
        auth=endpoint,
        context=CONTEXT,
        callerid=escape(identity),
        accountcode=account.slug,
        set_var=f"ACCOUNT={account.slug}",
        mailboxes=mailboxes,
    )
    Auth.objects.create(
        id=endpoint,
        username=device.sip_username,
        realm=account.realm,
        password_digest=f"MD5:{device.password_digest}",
    )
    Aor.objects.create(
        id=endpoint, mailboxes=mailboxes, voicemail_extension=device.sip_username
    )
    DeviceEndpoint.objects.create(
        device_id=device.pk, account=account, endpoint=endpoint
    )
    return sorted({*stale, endpoint})


def remove(device_id: UUID | str) -> list[str]:
    """Removes the rows of a device, if there are any; gives the endpoints that went."""
    gone = DeviceEndpoint.objects.filter(device_id=device_id)
    endpoints = list(gone.values_list("endpoint", flat=True))
    for model in (Endpoint, Auth, Aor):
        model.objects.filter(id__in=endpoints).delete()
    gone.delete()
    return endpoints
