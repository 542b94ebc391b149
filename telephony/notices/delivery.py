"""Delivers notices: each until it got through, was of no use any more, or is too old.

A notice may be delivered twice (a worker killed after sending); its `id` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callflows.instructions import Notice
from callflows.models import WebAddress
from callflows.services import web_addresses
from extensions.models import PhoneUser
from pbxportal.lib import outward
from telephony.models import CallNotice, CallRecord, CallStep, NoticeState
from telephony.models.record import Result
from tenants import audit, preferences
from tenants.actor import Actor, acting
from tenants.models import User
from tenants.services import mails

# Seconds after each failed attempt; then it is given up.
PAUSES = (10, 60, 600, 3600)
# Longer than an attempt can take: then its worker was killed, and another one tries.
CLAIMED = timedelta(seconds=60)
# A call that has no record after this was lost by its node.
LONGEST_CALL = timedelta(hours=24)
KEPT = timedelta(days=30)
BATCH = 200


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt. With `again`, it is tried after so many seconds."""

    state: NoticeState
    text: str = ""
    again: int = 0
    counts: bool = True


def claim_due() -> list[UUID]:
    """Notices whose time has come; nobody else gets them for a minute."""
    now = timezone.now()
    with transaction.atomic():
        rows = CallNotice.objects.select_for_update(skip_locked=True).filter(
            state=NoticeState.WAITING, next_at__lte=now
        )
        ids = list(rows.order_by("next_at").values_list("pk", flat=True)[:BATCH])
        CallNotice.objects.filter(pk__in=ids).update(next_at=now + CLAIMED)
    return ids


def deliver(notice_id: UUID) -> None:
    """Tries a notice once and writes down what came of it."""
    notice = (
        CallNotice.objects.select_related("account")
        .filter(pk=notice_id, state=NoticeState.WAITING)
        .first()
    )
    if notice is None:
        return
    if notice.account is None:
        _write(notice, Outcome(NoticeState.NOT_NEEDED, "the account is gone"))
        return
    with acting(Actor(notice.account)):
        send = _webhook if notice.kind == Notice.WEBHOOK else _missed
        outcome = send(notice)
        _write(notice, outcome)


def forget() -> None:
    """Removes notices of long ago, except those that are still waiting."""
    old = CallNotice.objects.filter(at__lt=timezone.now() - KEPT)
    old.exclude(state=NoticeState.WAITING).delete()


def _write(notice: CallNotice, outcome: Outcome) -> None:
    notice.attempts += outcome.counts
    notice.state, notice.outcome = outcome.state, outcome.text[:300]
    if outcome.again:
        notice.next_at = timezone.now() + timedelta(seconds=outcome.again)
    notice.save(update_fields=["attempts", "state", "outcome", "next_at"])
    if outcome.state == NoticeState.FAILED and notice.account:
        webhook = notice.kind == Notice.WEBHOOK
        to = WebAddress.objects.filter(pk=notice.target).first() if webhook else None
        audit.error(notice.account, "notice", outcome.text, about=to)


def _webhook(notice: CallNotice) -> Outcome:
    address = WebAddress.objects.filter(pk=notice.target).first()
    if address is None:
        return Outcome(NoticeState.NOT_NEEDED, _("The web address was deleted."))
    try:
        answer = web_addresses.send(address, content(notice))
    except outward.Refused as error:
        return Outcome(NoticeState.FAILED, f"{address.name}: {error}")
    except outward.Failed as error:
        return _again(notice, f"{address.name}: {error}")
    if 200 <= answer.status < 300:
        return Outcome(NoticeState.DONE, str(answer.status))
    return _again(notice, f"{address.name}: HTTP {answer.status}")


def content(notice: CallNotice) -> dict[str, Any]:
    """What a program is told; times are in UTC."""
    return {
        "id": str(notice.id),
        "event": "call",
        "account": notice.account.slug if notice.account else "",
        "call": notice.linkedid,
        "at": notice.at.isoformat(),
        "caller": {"number": notice.caller_number, "name": notice.caller_name},
        "dialled": _dialled(notice),
    }


def _dialled(notice: CallNotice) -> str:
    first = CallStep.objects.filter(
        pbx=notice.pbx,
        linkedid=notice.linkedid,
        uniqueid=notice.linkedid,
        kind="start",
    ).first()
    return first.extension if first else ""


def _missed(notice: CallNotice) -> Outcome:
    call = CallRecord.objects.filter(pbx=notice.pbx, linkedid=notice.linkedid).first()
    ended = CallStep.objects.filter(
        pbx=notice.pbx, linkedid=notice.linkedid, kind="end"
    )
    if call is None or not ended.exists():
        if timezone.now() - notice.at > LONGEST_CALL:
            return Outcome(NoticeState.FAILED, _("The call left no record."))
        return Outcome(NoticeState.WAITING, again=2, counts=False)
    if call.result == Result.ANSWERED:
        return Outcome(NoticeState.NOT_NEEDED, _("The call was answered."))
    user = PhoneUser.objects.filter(pk=notice.target).first()
    if user is None or not user.email:
        return Outcome(NoticeState.FAILED, _("The user has no mail address."))
    try:
        _mail(user, call)
    except OSError as error:
        return _again(notice, f"{user.email}: {error}")
    return Outcome(NoticeState.DONE, user.email)


def _mail(user: PhoneUser, call: CallRecord) -> None:
    account = call.account
    at = call.started_at.astimezone(ZoneInfo(account.timezone if account else "UTC"))
    caller = " ".join(filter(None, (call.caller_name, call.caller_number)))
    # The schemas share no constraint: the login may be gone.
    login = User.objects.filter(pk=user.login_id).first() if user.login_id else None
    with preferences.speaking(account, login):
        values = {
            "caller": caller or _("unknown"),
            "dialled": call.dialled,
            "at": f"{at:%F %T}",
        }
        # A caller chooses its name: no line of it may become a header.
        subject = " ".join((_("Missed call from %(caller)s") % values).split())
        text = _("%(caller)s called %(dialled)s at %(at)s. Nobody answered.") % values
    mails.send(account, subject, text, [user.email])


def _again(notice: CallNotice, text: str) -> Outcome:
    if notice.attempts >= len(PAUSES):
        return Outcome(NoticeState.FAILED, text)
    return Outcome(NoticeState.WAITING, text, again=PAUSES[notice.attempts])
