"""An account's contacts, and the logins that some of them get."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tenants import audit, preferences, refs
from tenants.access import Right
from tenants.actor import Actor, acting, required
from tenants.models import Account, Contact, Membership
from tenants.services import mails, objects, people

# How a login is made.
INVITATION, PASSWORD = "invitation", "password"
# How long the link is good by which an address is confirmed.
CONFIRM_WITHIN = timedelta(days=7)
_SALT = "contact"
# What an account chooses one of its contacts for: by type, the account's column.
CHOSEN_FOR: dict[str, str] = {
    Contact.Kind.TECHNICAL: "technical_contact",
    Contact.Kind.BILLING: "billing_contact",
}
# What is told of a contact that is chosen, and typed of a new one.
DETAILS = ("name", "email", "phone")


def contacts_of(account: Account) -> QuerySet[Contact]:
    """The account's contacts; each has `has_login`, whether they may sign in to it."""
    members = Membership.objects.filter(account=account, user__email=OuterRef("email"))
    found: QuerySet[Contact] = account.people_to_ask.annotate(has_login=Exists(members))
    return found


def contacts_below(account: Account) -> QuerySet[Contact]:
    """Those of all accounts below it, with their accounts."""
    rows = Contact.objects.filter(account__in=Account.objects.in_use().below(account))
    members = Membership.objects.filter(
        account=OuterRef("account"), user__email=OuterRef("email")
    )
    return rows.select_related("account").annotate(has_login=Exists(members))


def details_of_chosen(account: Account) -> dict[str, str]:
    """`technical_name`, `billing_phone` and so on; "" where nobody is chosen."""
    found: dict[str, str] = {}
    for kind, column in CHOSEN_FOR.items():
        contact = getattr(account, column)
        for name in DETAILS:
            found[f"{kind}_{name}"] = getattr(contact, name) if contact else ""
    return found


def accounts_asking(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """For what the contact's account has chosen it."""
    names = {
        "technical_contact": _("technical contact"),
        "billing_contact": _("billing contact"),
    }
    if kind != "contact":
        return
    for column in CHOSEN_FOR.values():
        for account in Account.objects.filter(**{column: pk}):
            name = names[column]
            yield refs.Use(name, "settings-section", account.pk, section="contacts")


def from_above(contact: Contact) -> bool:
    """Whether who acts manages the contact's account from above: reads private notes."""
    actor = required()
    own = contact._state.adding or contact.account_id == actor.account.pk
    return actor.masquerade is not None or not own


@transaction.atomic
def save(contact: Contact) -> None:
    """Stores a contact of the acting account, or one below it, with the audit of both.

    A new one of which no account is told becomes the acting account's. What was verified
    of another address or number is not of the new one. Raises ValidationError by field.
    """
    actor = required()
    verb = "create" if contact._state.adding else "change"
    if contact.account_id is None:
        contact.account = actor.account
    stored = Contact.objects.filter(pk=contact.pk).first() or Contact()
    if not from_above(contact) and contact.private_notes != stored.private_notes:
        message = _("Only who manages this account from above writes these.")
        raise ValidationError({"private_notes": message})
    for name in ("email", "mobile"):
        verified = f"{name}_verified"
        value = getattr(contact, name).strip().lower()
        if not value or getattr(stored, name) != value:
            fresh = getattr(contact, verified) and not getattr(stored, verified)
            setattr(contact, verified, bool(value) and fresh)
    before = audit.snapshot(stored)
    objects.save(contact)
    if contact.account_id != actor.account.pk:
        there = Actor(contact.account, actor.user, actor.role, actor.masquerade)
        with acting(there):
            audit.record(verb, contact, before, audit.snapshot(contact))


def ask_to_confirm(contact: Contact, link: Callable[[str], str]) -> None:
    """Mails a link by which the contact shows that the address is theirs.

    `link` makes the address of a key. Raises ValidationError when it can't be sent.
    """
    _needs_email(contact)
    key = signing.dumps([str(contact.pk), contact.email], salt=_SALT)
    with preferences.speaking(contact.account):
        subject = _("Confirm your address")
        text = _(
            "%(account)s has noted this address for %(name)s.\n"
            "Follow this link within 7 days to confirm that it is yours:\n\n%(link)s\n"
        ) % {"account": contact.account, "name": contact.name, "link": link(key)}
    try:
        mails.send(contact.account, subject, text, [contact.email])
    except OSError as error:
        message = _("The mail could not be sent: %(error)s")
        raise ValidationError(message % {"error": error}, code="mail") from error


def asked(key: str) -> Contact | None:
    """Whom the link of a mail is about, while it is good and the address is the same."""
    try:
        pk, email = signing.loads(key, salt=_SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    rows = Contact.objects.filter(account__in=Account.objects.in_use())
    return rows.select_related("account").filter(pk=pk, email=email).first()


@transaction.atomic
def confirm(contact: Contact) -> None:
    """The address is the contact's."""
    with acting(Actor(contact.account)):
        contact.email_verified = True
        objects.save(contact)


@transaction.atomic
def give_login(
    contact: Contact, way: str, role: str, link: Callable[[str], str], sign_in: str
) -> None:
    """Lets the contact sign in: by an invitation, or with a password that is made here.

    `link` makes the address of an invitation's key, `sign_in` is where one signs in.
    Raises ValidationError as `people.invite` does, and by `way` for a person who has a
    login already: nobody else's password is made anew. PermissionDenied without the
    right to manage people.
    """
    if not required().may(Right.MANAGE_PEOPLE):
        raise PermissionDenied
    _needs_email(contact)
    members = contact.account.memberships
    if members.filter(user__email=contact.email).exists():
        raise ValidationError(_("This person is in the account already."))
    if way == PASSWORD:
        people.add_with_password(contact.email, contact.name, role, sign_in)
    else:
        people.invite(contact.email, role, link)
    audit.record("login", contact, after={"way": way, "role": role})


def _needs_email(contact: Contact) -> None:
    if not contact.email:
        raise ValidationError(_("This contact has no e-mail: note one first."))
