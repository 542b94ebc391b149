"""One object of each kind, for the routes that name one."""

from __future__ import annotations

import io
import wave
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from billing.catalog.models import ItemKind, PlanItem, ServicePlan
from billing.models import EntryKind, LedgerEntry
from billing.services import ledger
from billing.services.ledger import Booking
from billing.services.plans import save_plan
from callflows.models import (
    Attendant,
    CallScenario,
    Menu,
    ParkingLot,
    TimeFrame,
    WebAddress,
)
from callflows.services import schedules
from callflows.services.drafts import create_callflow
from callflows.services.media import create_media
from callflows.services.prompts import replace_prompt
from extensions.models import Blacklist, Conference, Directory, FaxBox, Group, Seat
from pbxportal.lib.sealed import seal
from queues.models import Agent, Queue
from telephony.models import CallNotice, CallRecord, Carrier, Fax, Recording
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import (
    Account,
    AuditEntry,
    Contact,
    DelayedSave,
    ErrorEntry,
    IdentityProvider,
    Invitation,
    Masquerade,
    User,
)
from tenants.models.membership import Role
from tenants.services import delayed_saves
from tenants.services.accounts import create_account


def wav(seconds: float = 0.2) -> io.BytesIO:
    """A silent sound of the kind that the portal takes."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(b"\0\0" * int(8000 * seconds))
    file.seek(0)
    return file


def of_account(account: Account) -> dict[str, Any]:
    """Ids by the word that a route's name begins with."""
    with acting(Actor(account)):
        seat = Seat.objects.select_related("user").first()
        assert seat is not None
        frame = TimeFrame.objects.create(name="Office hours", rules=[])
        media = create_media("Welcome", wav())
        return {
            "seat": seat.pk,
            "user": seat.user_id,
            "device": seat.device_id,
            "voicemail": seat.voicemail_box_id,
            "callflow": seat.callflow_id,
            "publications": seat.callflow_id,
            "queue": Queue.objects.create(name="Support").pk,
            "agent": Agent.objects.create(user_id=seat.user_id).pk,
            "scheduled-publication": schedules.schedule(
                seat.callflow, timezone.now() + timedelta(days=1)
            ).pk,
            "media": media.pk,
            "used-by": media.pk,
            "prompt": replace_prompt("vm-intro", media).pk,
            "time-frame": frame.pk,
            "holiday-calendar": _holidays().pk,
            "my-time-frame": _private(account).pk,
            "group": Group.objects.create(name="Sales").pk,
            "directory": Directory.objects.create(name="Staff").pk,
            "web-address": WebAddress.objects.create(
                name="CRM", url="https://crm.example/"
            ).pk,
            "menu": Menu.objects.create(name="Main menu").pk,
            "attendant": _attendant().pk,
            "conference": Conference.objects.create(name="Weekly", number="100").pk,
            "parking-lot": ParkingLot.objects.create(name="Office").pk,
            "blacklist": Blacklist.objects.create(
                name="Nuisance", numbers=["+16045550199"]
            ).pk,
            "fax-box": FaxBox.objects.create(name="Accounts").pk,
            "scenario": CallScenario.objects.create(
                name="Noon", callflow_id=seat.callflow_id, expected={"end": "answered"}
            ).pk,
            "carrier": Carrier.objects.create(
                account=account, name="Crossing", host="sip.example"
            ).pk,
            "call": _call(account).pk,
            "recording": _recording(account).pk,
            "fax": _fax(account).pk,
            "notice": _notice(account).pk,
            "plan": _plan(account).pk,
            "ledger": _booked().pk,
            "person": member(account, Role.AGENT, f"person@{account.slug}.test").pk,
            "contact": Contact.objects.create(
                account=account, name="Kim", email=f"kim@{account.slug}.test"
            ).pk,
            "identity-provider": IdentityProvider.objects.create(
                account=account,
                name="Company",
                issuer="https://login.example",
                client_id="portal",
                client_secret=seal("secret", "identity providers"),
                domains="example.com",
            ).pk,
            "invitation": Invitation.objects.create(
                account=account,
                email=f"new@{account.slug}.test",
                role=Role.USER,
                digest=uuid4().hex,
                expires_at=timezone.now() + timedelta(days=7),
            ).pk,
            "delayed-save": _delayed(account).pk,
            "masquerade": _entered(account).pk,
            "error": _failed(account).pk,
            "audit": _audited(account).pk,
            "account": _below(account).pk,
            "sub-account": _below(account).pk,
        }


def _entered(account: Account) -> Masquerade:
    """One that has ended."""
    now = timezone.now()
    user = User.objects.get(email="reseller@pbx.test")
    times = {"expires_at": now, "ended_at": now}
    return Masquerade.objects.create(user=user, account=account, reason="Help", **times)


def _delayed(account: Account) -> DelayedSave:
    """One that waits."""
    title, kwargs = "Preferences", {"section": "preferences"}
    return delayed_saves.ask(
        delayed_saves.Request(title, "settings-section", {"language": "fr"}, kwargs),
        timezone.now() + timedelta(days=1),
    )


def _failed(account: Account) -> ErrorEntry:
    audit.error(account, "publish", "refused")
    return ErrorEntry.objects.get(account=account, message="refused")


def _audited(account: Account) -> AuditEntry:
    entry = AuditEntry.objects.filter(account=account).first()
    assert entry is not None
    return entry


def _attendant() -> Attendant:
    flow = create_callflow("Attendant", {}, ["8000"])
    return Attendant.objects.create(extension="8000", callflow=flow)


def _holidays() -> TimeFrame:
    rules = [{"name": "Christmas", "from": "12-25", "to": "12-26"}]
    kind = TimeFrame.Kind.HOLIDAYS
    return TimeFrame.objects.create(name="Holidays", kind=kind, rules=rules)


def _private(account: Account) -> TimeFrame:
    owner = User.objects.filter(memberships__account=account).first()
    return TimeFrame.objects.create(name="My lunch", owner=owner, rules=[{}])


def _call(account: Account) -> CallRecord:
    now = timezone.now()
    return CallRecord.objects.create(
        account=account,
        pbx="pbx1",
        linkedid=f"{account.slug}.1",
        direction="internal",
        result="answered",
        caller_number="1001",
        dialled="1002",
        started_at=now,
        ended_at=now,
    )


def _notice(account: Account) -> CallNotice:
    return CallNotice.objects.create(
        account=account,
        pbx="pbx1",
        event_key=uuid4(),
        linkedid=f"{account.slug}.1",
        kind="webhook",
        target=uuid4(),
        at=timezone.now(),
    )


def _plan(account: Account) -> ServicePlan:
    plan = ServicePlan(name="Small", minute_price=Decimal("0.01"))
    save_plan(plan, [PlanItem(kind=ItemKind.SEAT, price=Decimal("9.00"))])
    return plan


def _booked() -> LedgerEntry:
    entry = ledger.append(Booking(EntryKind.CREDIT, uuid4().hex, Decimal("5.00")))
    assert entry is not None
    return entry


def _recording(account: Account) -> Recording:
    now = timezone.now()
    return Recording.objects.create(
        account=account,
        pbx="pbx1",
        handle=uuid4().hex,
        linkedid=f"{account.slug}.1",
        at=now,
        state="kept",
    )


def _fax(account: Account) -> Fax:
    return Fax.objects.create(
        account=account,
        pbx="pbx1",
        handle=uuid4().hex,
        linkedid=f"{account.slug}.1",
        box=uuid4(),
        at=timezone.now(),
        state="failed",
    )


def _below(account: Account) -> Account:
    slug = f"{account.slug}-sub"
    return Account.objects.filter(slug=slug).first() or create_account(
        "Branch", slug, f"{slug}.pbx.test", account
    )


def of_route(objects: dict[str, Any], name: str) -> Any:
    """The id that fits the route: the longest word that its name begins with."""
    name = name.removeprefix("api-")
    fitting = [word for word in objects if name.startswith(word)]
    return objects[max(fitting, key=len)] if fitting else None


def member(account: Account, role: str, email: str = "") -> User:
    """A person with that role in the account."""
    email = email or f"{role}@{account.slug}.test"
    user = User.objects.create_user(email, name=role)
    user.memberships.create(account=account, role=role)
    return user
