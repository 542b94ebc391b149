"""Devices and carriers as PJSIP's realtime rows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from devices.models import Device
from extensions.models import PhoneUser, VoicemailBox
from pbxportal.lib.names import carrier_endpoint, lamps_context, prompt_language
from queues.models import Agent
from telephony.models import (
    Aor,
    Auth,
    Carrier,
    DeviceEndpoint,
    Endpoint,
    Identify,
    OutsideRules,
)
from tenants.models import Account
from tenants.preferences import caller_privacy

CONTEXT = "from-device"
CARRIER_CONTEXT = "from-carrier"
# Seconds after which a carrier that says nothing is passed by.
QUALIFY = 30


def escape(text: str) -> str:
    """A value as sorcery wants it: `;` separates several values, `^` begins an escape.

    SOURCE: Asterisk res/res_config_odbc.c, decode_chunk().
    """
    return text.replace("^", "^5E").replace(";", "^3B")


def caller_id(name: str, number: str) -> str:
    """`"name" <number>`; what could end the quoted name is left out of it."""
    clean = "".join(c for c in name if c.isprintable() and c not in '"\\<>')
    return f'"{clean[:80]}" <{number}>'


def _variables(account: Account, device: Device, user: PhoneUser | None) -> str:
    """What a call knows of the telephone it comes from: `;` separates the variables."""
    known = [f"ACCOUNT={account.slug}", f"SPYGROUP={account.slug}"]
    known.append(f"PICKUPMARK={device.pk}")
    if user:
        known.append(f"PBX_USER={user.pk}")
    if agent := getattr(user, "agent", None):
        known.append(f"AGENT={agent.unit(account.slug)}")
    known += _shown_outside(device, user)
    known += _hidden(account, user)
    return ";".join(known)


def _shown_inside(account: Account, device: Device, user: PhoneUser | None) -> str:
    """What colleagues see: the user, or what the account says of a telephone of nobody."""
    if user:
        return caller_id(user.name, user.extension)
    rules = OutsideRules.objects.filter(account=account).first() or OutsideRules()
    # Asterisk tells no name where there is no number.
    number = rules.internal_number or device.sip_username
    return caller_id(rules.internal_name or device.name, number)


def _shown_outside(device: Device, user: PhoneUser | None) -> Iterator[str]:
    """Numbers that calls outside show: the device's own before its user's."""
    owners = [owner for owner in (device, user) if owner]
    for variable, field in (
        ("PBX_CID", "caller_number"),
        ("PBX_CID_SOS", "emergency_number"),
    ):
        if number := next(filter(None, (getattr(o, field) for o in owners)), ""):
            yield f"{variable}={number.removeprefix('+')}"


def _hidden(account: Account, user: PhoneUser | None) -> Iterator[str]:
    """What `from-device` keeps from those who are called: the user's choice, and where
    there is none, or no user, the account's."""
    chosen = caller_privacy(user.caller_privacy if user else "", account)
    if chosen.hides_name:
        yield "PBX_HIDES_NAME=1"
    if chosen.hides_number:
        yield "PBX_HIDES_NUMBER=1"


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
    Endpoint.objects.create(
        id=endpoint,
        aors=endpoint,
        auth=endpoint,
        context=CONTEXT,
        subscribe_context=lamps_context(account.slug),
        callerid=escape(_shown_inside(account, device, user)),
        accountcode=account.slug,
        language=prompt_language(account.slug),
        set_var=_variables(account, device, user),
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


def agent_of(device: Device) -> Agent | None:
    """The agent whose telephone it is."""
    link = getattr(device, "user_link", None)
    return getattr(link.user, "agent", None) if link else None


def remove(device_id: UUID | str) -> list[str]:
    """Removes the rows of a device, if there are any; gives the endpoints that went."""
    gone = DeviceEndpoint.objects.filter(device_id=device_id)
    endpoints = list(gone.values_list("endpoint", flat=True))
    for model in (Endpoint, Auth, Aor):
        model.objects.filter(id__in=endpoints).delete()
    gone.delete()
    return endpoints


@transaction.atomic
def write_carrier(carrier: Carrier) -> None:
    """Writes (or, for a disabled carrier, removes) the rows of one carrier."""
    remove_carrier(carrier.pk)
    if not carrier.enabled:
        return
    name, login = carrier.endpoint, carrier.username or None
    Endpoint.objects.create(
        id=name,
        aors=name,
        outbound_auth=name if login else None,
        context=CARRIER_CONTEXT,
        accountcode=carrier.account.slug,
        language=prompt_language(carrier.account.slug),
        set_var=f"CARRIER_OF={carrier.account.slug}",
        # Only those addresses are it; nobody says so by a name.
        identify_by="ip",
        from_domain=carrier.host,
        send_pai="yes",
        # Who hides is anonymous in From; the carrier alone is told who it is, and that it
        # must not tell others (RFC 3325).
        trust_id_outbound="yes",
        allow_transfer="no",
    )
    if login:
        Auth.objects.create(
            id=name, auth_type="userpass", username=login, password=carrier.password
        )
    where = f"{carrier.host}:{carrier.port};transport={carrier.transport}"
    Aor.objects.create(
        id=name,
        contact=escape(f"sip:{where}"),
        qualify_frequency=QUALIFY,
        max_contacts=1,
    )
    Identify.objects.bulk_create(
        # Named after the address: it can't be two carriers'.
        Identify(id=f"from-{address}", endpoint=name, match=address)
        for address in carrier.addresses
    )


def remove_carrier(carrier_id: UUID | str) -> str:
    """Removes the rows of a carrier, if there are any; its endpoint's name."""
    name = carrier_endpoint(UUID(str(carrier_id)))
    for model in (Endpoint, Auth, Aor):
        model.objects.filter(id=name).delete()
    Identify.objects.filter(endpoint=name).delete()
    return name
