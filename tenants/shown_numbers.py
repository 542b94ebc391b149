"""Numbers of the public network as the person, or else their account, wants to see them."""

from __future__ import annotations

from pbxportal.lib.phone_numbers import Shown
from tenants import preferences
from tenants.actor import required
from tenants.models import Account
from tenants.models.account import NumberFormat

# Where numbers without a country code are at home in an account that has said nothing.
DEFAULT_COUNTRY = "US"


def of_account(account: Account, chosen: str = "") -> Shown:
    """How the account wants to see numbers; `chosen` counts before its own format."""
    home = account.country or DEFAULT_COUNTRY
    form = chosen or account.number_format
    if form == NumberFormat.NATIONAL:
        return Shown(home, None)
    if form == NumberFormat.LISTED:
        return Shown(home, frozenset(account.national_countries))
    return Shown(home)


def shown(number: str) -> str:
    """The number as who looks at the page wants to see it."""
    seen = preferences.current()
    chosen = seen.own.get("number_format", "") if seen else ""
    return of_account(required().account, chosen)(number)
