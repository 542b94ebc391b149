"""What calls have left of an account that is being purged."""

from __future__ import annotations

import shutil

from telephony import nodes
from tenants.models import Account


def remove_files(account: Account) -> None:
    """Recordings, messages and faxes: a later account of the name must not find them."""
    for address in nodes.load():
        for folder in (address.recordings, address.voicemail, address.faxes):
            shutil.rmtree(folder / account.slug, ignore_errors=True)
