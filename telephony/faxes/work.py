"""What becomes of faxes when their calls are over.

Each is looked at until Asterisk has told its end; then its pages are made into a PDF,
which is mailed, again and again if need be. A fax that can't be mailed is still listed.
It may be mailed twice (a worker killed after sending).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from extensions.models import FaxBox
from pbxportal.lib import fax_pages
from telephony.faxes import mail
from telephony.history.owner import LONGEST_CALL, adopt
from telephony.models import CallStep, Fax, FaxMail, FaxState
from telephony.services import faxes
from tenants import audit
from tenants.actor import Actor, acting

# Seconds after each failed attempt; then it is only listed.
PAUSES = (10, 60, 600, 3600)
# Longer than a step can take: then its worker was killed, and another one tries.
CLAIMED = timedelta(seconds=180)
LOOK_AGAIN = timedelta(seconds=2)
# The records of a call come within seconds; those of a lost one never.
LATE = timedelta(minutes=1)
BATCH = 200
DUE = Q(state=FaxState.RECEIVING) | Q(mail=FaxMail.WAITING)
SUCCESS = "SUCCESS"


def claim_due() -> list[UUID]:
    """Faxes whose time has come; nobody else gets them for a while."""
    now = timezone.now()
    with transaction.atomic():
        rows = Fax.objects.select_for_update(skip_locked=True).filter(
            DUE, next_at__lte=now
        )
        ids = list(rows.order_by("next_at").values_list("pk", flat=True)[:BATCH])
        Fax.objects.filter(pk__in=ids).update(next_at=now + CLAIMED)
    return ids


def look_at(fax_id: UUID) -> None:
    """Takes a fax one step further."""
    fax = Fax.objects.select_related("account").filter(DUE, pk=fax_id).first()
    if fax is None:
        return
    if fax.account is None and not adopt(fax):
        return
    assert fax.account is not None  # noqa: S101  adopt() says so
    with acting(Actor(fax.account)):
        if fax.state == FaxState.RECEIVING:
            _finish(fax)
        if fax.mail == FaxMail.WAITING:
            _mail(fax)


def forget() -> None:
    """Deletes faxes whose box keeps them only for a while."""
    old = Fax.objects.filter(delete_at__lte=timezone.now()).select_related("account")
    for fax in old:
        faxes.discard(fax)


def _finish(fax: Fax) -> None:
    """Notes what the call has brought, once it is over."""
    if fax.ended_at is None and not _lost(fax):
        fax.next_at = timezone.now() + LOOK_AGAIN
        fax.save(update_fields=["next_at"])
        return
    box = FaxBox.objects.select_related("owner").filter(pk=fax.box).first()
    has_pages = _keep_pages(fax)
    complete = has_pages and fax.status == SUCCESS
    fax.state = _state(complete, has_pages)
    if not complete:
        fax.reason = fax.reason or _("No fax machine has answered.")
    if box:
        fax.box_name = box.name
        if box.keep_days:
            fax.delete_at = fax.at + timedelta(days=box.keep_days)
        if has_pages and box.recipients:
            fax.mail = FaxMail.WAITING
    fax.next_at = timezone.now()
    fax.save()
    _clear_spool(fax)


def _state(complete: bool, has_pages: bool) -> FaxState:
    if complete:
        return FaxState.RECEIVED
    return FaxState.PARTIAL if has_pages else FaxState.FAILED


def _lost(fax: Fax) -> bool:
    """Whether Asterisk won't tell the end any more; the reason is noted then."""
    age = timezone.now() - fax.at
    steps = CallStep.objects.filter(pbx=fax.pbx, linkedid=fax.linkedid, kind="end")
    if age > LONGEST_CALL or (age > LATE and steps.exists()):
        fax.reason = _("Asterisk was ended during the call.")
        return True
    return False


def _keep_pages(fax: Fax) -> bool:
    """Makes the PDF; whether there is one."""
    tiff, pdf = fax.spooled, fax.file
    if pdf is None or tiff is None:
        return False
    if not tiff.is_file():
        # A worker was killed between making the PDF and saying so.
        return pdf.is_file()
    try:
        fax_pages.to_pdf(tiff, pdf)
    except fax_pages.NotReadable as error:
        if fax.status == SUCCESS:
            fax.reason = _("The pages can't be read: %s") % str(error)[:100]
        return False
    return True


def _clear_spool(fax: Fax) -> None:
    """Asterisk's own file goes once the PDF and the row are safe."""
    if tiff := fax.spooled:
        tiff.unlink(missing_ok=True)


def _mail(fax: Fax) -> None:
    box = FaxBox.objects.select_related("owner").filter(pk=fax.box).first()
    recipients = box.recipients if box else []
    if not recipients or fax.file is None or not fax.file.is_file():
        _write(fax, FaxMail.FAILED, _("The fax box or its addresses were deleted."))
        return
    fax.attempts += 1
    try:
        mail.send(fax, recipients)
    except OSError as error:
        _later(fax, f"{', '.join(recipients)}: {error}")
    else:
        _write(fax, FaxMail.SENT, ", ".join(recipients))


def _later(fax: Fax, text: str) -> None:
    if fax.attempts > len(PAUSES):
        _write(fax, FaxMail.FAILED, text)
        if fax.account:
            audit.error(fax.account, "fax", text, about=fax)
        return
    fax.next_at = timezone.now() + timedelta(seconds=PAUSES[fax.attempts - 1])
    _write(fax, FaxMail.WAITING, text)


def _write(fax: Fax, state: FaxMail, text: str) -> None:
    fax.mail, fax.mail_outcome = state, text[:300]
    fax.save(update_fields=["attempts", "mail", "mail_outcome", "next_at"])
