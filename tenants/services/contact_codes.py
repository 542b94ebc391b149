"""A contact's mobile, verified by a code that is spoken by telephone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tenants import audit, spoken_codes
from tenants.actor import Actor, acting
from tenants.models import Account, Contact, ContactCode, User
from tenants.services import objects

DIGITS = 6
GOOD_FOR = timedelta(minutes=10)
# So many wrong ones make a code void.
MOST_TRIES = 5
# Calls within an hour: of one number in all accounts, and of one account.
HOUR = timedelta(hours=1)
MOST_TO_NUMBER, MOST_OF_ACCOUNT = 3, 10
_SALT = "pbxportal.contact-code"
_KEY = 7276003


def can_call(contact: Contact) -> bool:
    """Whether there is a mobile to be verified, and somebody who can call it."""
    unknown = bool(contact.mobile) and not contact.mobile_verified
    return unknown and spoken_codes.speaker() is not None


def waiting(contact: Contact) -> ContactCode | None:
    """The call whose code can be entered now."""
    newest = contact.codes.filter(made_at__gt=timezone.now() - GOOD_FOR).first()
    good = newest and newest.digest and newest.tries < MOST_TRIES
    return newest if good and not contact.mobile_verified else None


def call(contact: Contact) -> None:
    """Calls the mobile and says a new code; one that was said before is void.

    Raises ValidationError when the number may not be called, or was too often.
    """
    speaker = spoken_codes.speaker()
    if speaker is None or not can_call(contact):
        raise ValidationError(_("There is no mobile that is still to be verified."))
    number = speaker.number_of(contact.account, contact.mobile)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    made = _noted(contact, number, code)
    try:
        speaker.speak(contact.account, number, code)
    except ValidationError:
        made.delete()
        raise
    audit.record("call", contact, after={"mobile": contact.mobile})


def confirm(contact: Contact, code: str) -> None:
    """The mobile is the contact's if this is the code that was said there.

    Raises ValidationError by `code`; what was wrong counts all the same.
    """
    if fault := _tried(contact, "".join(code.split())):
        raise ValidationError({"code": fault})
    contact.refresh_from_db(fields=["mobile_verified"])


def of_person(user: User) -> list[Contact]:
    """Who the person is among the contacts of their accounts, where a code waits."""
    since = timezone.now() - GOOD_FOR
    rows = Contact.objects.filter(
        account__in=Account.objects.in_use().filter(memberships__user=user),
        email=user.email,
        codes__made_at__gt=since,
    )
    found = rows.select_related("account").distinct()
    return [contact for contact in found if waiting(contact)]


def confirm_own(user: User, contact: Contact, code: str) -> None:
    """The same by the contact, who is that person."""
    with acting(Actor(contact.account, user)):
        confirm(contact, code)


def forget(contact: Contact) -> None:
    """What was said is of no use any more: the number is another one."""
    contact.codes.update(digest="")


def prune() -> None:
    """Removes the calls that count no longer."""
    ContactCode.objects.filter(made_at__lt=timezone.now() - HOUR).delete()


@transaction.atomic
def _noted(contact: Contact, number: str, code: str) -> ContactCode:
    """Counts the call before it is made, alone: else two at once would both be the last."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
    rows = ContactCode.objects.filter(made_at__gt=timezone.now() - HOUR)
    if again := _full(rows.filter(number=number), MOST_TO_NUMBER):
        text = _(
            "This number was called %(count)s times within an hour: try again at "
            "%(time)s."
        )
        raise _too_often(text, MOST_TO_NUMBER, again)
    if again := _full(rows.filter(account=contact.account), MOST_OF_ACCOUNT):
        text = _(
            "The account had %(count)s codes said within an hour: try again at "
            "%(time)s."
        )
        raise _too_often(text, MOST_OF_ACCOUNT, again)
    return ContactCode.objects.create(
        account=contact.account,
        contact=contact,
        number=number,
        digest=_digest(contact, code),
    )


def _full(rows: QuerySet[ContactCode], most: int) -> datetime | None:
    """When there may be another call; None: now."""
    times = rows.order_by("-made_at").values_list("made_at", flat=True)[:most]
    return times[most - 1] + HOUR if len(times) == most else None


def _too_often(text: str, count: int, again: datetime) -> ValidationError:
    # Full minutes: the one that has begun is still too early.
    at = timezone.localtime(again + timedelta(minutes=1))
    values = {"count": count, "time": date_format(at, "TIME_FORMAT")}
    return ValidationError(text % values, code="throttled")


@transaction.atomic
def _tried(contact: Contact, code: str) -> str:
    """Why the code is not taken; "" when it was.

    Rows are locked: of guesses at once each one counts.
    """
    stored = Contact.objects.select_for_update().get(pk=contact.pk)
    made = waiting(stored)
    if made is None:
        return _("No code is waiting: have the mobile called again.")
    if not constant_time_compare(made.digest, _digest(stored, code)):
        ContactCode.objects.filter(pk=made.pk).update(tries=F("tries") + 1)
        if made.tries + 1 < MOST_TRIES:
            return _("This is not the code that was said.")
        return _("This was not the code, too often: have the mobile called again.")
    forget(stored)
    stored.mobile_verified = True
    objects.save(stored)
    return ""


def _digest(contact: Contact, code: str) -> str:
    """With the secret key, since there are few codes; it is one mobile's alone."""
    value = f"{contact.pk}:{contact.mobile}:{code}"
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()
