"""Publications at a time to come: made, cancelled, carried out, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callflows.models import Callflow, ScheduledPublication, ScheduleState
from callflows.services import publishing
from pbxportal.lib import storable
from tenants import audit, outbox
from tenants.actor import Actor, acting, required
from tenants.models import Account

# What the outbox knows these requests by; the key is the row's id.
KIND = "callflow-schedule"
SHORTEST = timedelta(minutes=1)


@transaction.atomic
def schedule(
    flow: Callflow,
    at: datetime,
    back_at: datetime | None = None,
    version: int | None = None,
    note: str = "",
) -> ScheduledPublication:
    """Has a version (or the draft as it is now) published at `at`, aware.

    With `back_at` what is live until then comes back. Raises ValidationError by field,
    and for red findings that the document has already.
    """
    _check_times(at, back_at)
    if fault := storable.fault(note):
        raise ValidationError({"note": fault})
    stored = publishing.locked(flow)
    document = stored.draft if version is None else _document(stored, version)
    publishing.refuse_red(stored, document)
    row = ScheduledPublication.objects.create(
        callflow=stored,
        document=document,
        source=version,
        at=at,
        back_at=back_at,
        note=note,
        author=required().user,
    )
    times = {"at": at, "back_at": back_at, "version": version, "note": note}
    audit.record("schedule", row, after=times)
    outbox.put(KIND, str(row.pk), due_at=at)
    return row


@transaction.atomic
def cancel(row: ScheduledPublication) -> ScheduledPublication:
    """Nothing more happens: it does not go live, or what is live stays.

    Raises ValidationError when nothing was still to come.
    """
    stored = ScheduledPublication.objects.select_for_update().get(pk=row.pk)
    if not stored.open:
        raise ValidationError(_("Nothing of this is still to come."), code="finished")
    before = stored.state
    if stored.state == ScheduleState.WAITING:
        _finish(stored, ScheduleState.CANCELLED, _("Cancelled."))
    else:
        text = _("%s stays: the return was cancelled.") % stored.published
        _finish(stored, ScheduleState.DONE, text)
    audit.record("cancel", stored, {"state": before}, {"state": stored.state})
    return stored


def carry_out(account: Account, keys: list[str]) -> None:
    """The outbox's handler: does what is due now, once, however often it is called.

    The row's state, the version and what is published of it are one transaction; a
    worker that dies in the midst of it leaves all as it was, and the request too.
    """
    for key in keys:
        with transaction.atomic():
            row = (
                ScheduledPublication.objects.select_for_update(of=("self",))
                .select_related("author", "before", "published")
                .filter(pk=key)
                .first()
            )
            if row is not None:
                with acting(Actor(account, row.author)):
                    _step(account, row)


def _step(account: Account, row: ScheduledPublication) -> None:
    now = timezone.now()
    flow = publishing.locked(row.callflow)
    try:
        if row.state == ScheduleState.WAITING and row.at <= now:
            _begin(row, flow, now)
        elif row.state == ScheduleState.LIVE and row.back_at and row.back_at <= now:
            _return(row, flow)
    except ValidationError as error:
        _finish(row, ScheduleState.FAILED, " ".join(error.messages))
    else:
        return
    audit.error(account, "schedule", f"{row}: {row.result}", about=row.callflow)


def _begin(row: ScheduledPublication, flow: Callflow, now: datetime) -> None:
    if row.back_at and row.back_at <= now:
        raise ValidationError(
            _("The time of return had passed already, so nothing was published.")
        )
    note = row.note or _("As scheduled")
    row.before = flow.live
    row.published = _publish(flow, row.document, note)
    text = _("%s went live.") % row.published
    if row.back_at:
        row.state, row.result = ScheduleState.LIVE, text
        row.save()
        outbox.put(KIND, str(row.pk), due_at=row.back_at)
    else:
        _finish(row, ScheduleState.DONE, text)


def _return(row: ScheduledPublication, flow: Callflow) -> None:
    if flow.live_id != row.published_id:
        raise ValidationError(
            _("Nothing was taken back: %s was published in between.")
            % (flow.live or _("something else"))
        )
    if row.before is None:
        publishing.withdraw(flow)
        _finish(row, ScheduleState.DONE, _("Nothing is live again, as before."))
        return
    note = _("Return to %s, as scheduled") % row.before
    version = _publish(flow, row.before.document, note)
    text = _("%(new)s went live, the same as %(old)s.")
    values = {"new": version, "old": row.before}
    _finish(row, ScheduleState.DONE, text % values)


def _publish(flow: Callflow, document: Any, note: str) -> Any:
    """Publishes, or nothing at all of it."""
    with transaction.atomic():
        return publishing.publish_document(flow, document, note[:200])


def _finish(row: ScheduledPublication, state: ScheduleState, result: str) -> None:
    row.state, row.result = state, result[:500]
    row.save()


def _check_times(at: datetime, back_at: datetime | None) -> None:
    outbox.refuse_unfit("at", at)
    if back_at is None:
        return
    if back_at < at + SHORTEST:
        raise ValidationError(
            {"back_at": _("Choose a time at least a minute after it goes live.")}
        )
    outbox.refuse_unfit("back_at", back_at)


def _document(flow: Callflow, version: int) -> Any:
    found = flow.versions.filter(number=version).first()
    if found is None:
        raise ValidationError({"version": _("There is no version %s.") % version})
    return found.document
