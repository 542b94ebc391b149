"""A fax as a mail."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pbxportal.lib import fax_pages
from telephony.models import Fax, FaxState
from tenants import preferences
from tenants.services import mails


def send(fax: Fax, recipients: list[str]) -> None:
    """Mails the PDF; raises OSError if the mail server can't take it now."""
    if fax.file is None or fax.account is None:
        return
    at = fax.at.astimezone(ZoneInfo(fax.account.timezone))
    sender = " ".join(filter(None, (fax.caller_name, fax.caller_number, fax.station)))
    with preferences.speaking(fax.account):
        values = {
            "sender": sender or _("unknown"),
            "box": fax.box_name,
            "at": f"{at:%F %T}",
            "pages": fax.pages,
            "reason": fax.reason,
        }
        # A caller chooses its name and identity: no line of them may become a header.
        subject = " ".join((_("Fax from %(sender)s") % values).split())
        text = _(
            "“%(box)s” received a fax from %(sender)s at %(at)s. Pages: %(pages)s."
        )
        if fax.state == FaxState.PARTIAL:
            text += " " + _("It is not complete: %(reason)s")
    file = (fax.file_name, fax.file.read_bytes(), fax_pages.PDF)
    mails.send(fax.account, subject, text % values, recipients, [file])
