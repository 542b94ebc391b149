"""One object of each kind, for the routes that name one."""

from __future__ import annotations

import io
import wave
from typing import Any

from django.utils import timezone

from callflows.models import TimeFrame
from callflows.services.media import create_media
from extensions.models import Seat
from telephony.models import CallRecord
from tenants.actor import Actor, acting
from tenants.models import Account, User
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
        return {
            "seat": seat.pk,
            "user": seat.user_id,
            "device": seat.device_id,
            "voicemail": seat.voicemail_box_id,
            "callflow": seat.callflow_id,
            "publications": seat.callflow_id,
            "media": create_media("Welcome", wav()).pk,
            "time-frame": frame.pk,
            "call": _call(account).pk,
            "account": _below(account).pk,
        }


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


def member(account: Account, role: str) -> User:
    """A person with that role in the account."""
    user = User.objects.create_user(f"{role}@{account.slug}.test", name=role)
    user.memberships.create(account=account, role=role)
    return user
