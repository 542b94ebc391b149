"""An account's contacts, and the logins that some of them get."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tenants import audit, preferences, refs
from tenants.access import Right
from tenants.actor import Actor, acting, acting_in, required
from tenants.models import Account, Contact, Masquerade, Membership
from tenants.services import contact_codes, mails, masquerade, objects, people

# How a login is made.
INVITATION, PASSWORD, TYPED = "invitation", "password", "typed"
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


@dataclass(frozen=True)
class Login:
    """How somebody gets a login, and for what.

    `link` makes the address of an invitation's key, `sign_in` is where one signs in;
    `password` is one that was typed.
    """

    way: str
    role: str
    link: Callable[[str], str]
    sign_in: str
    password: str = ""


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
    """Whether who acts manages the contact's account from above: reads private notes.

    Who looks at somebody's portal sees what that person does.
    """
    actor = required()
    own = contact._state.adding or contact.account_id == actor.account.pk
    masquerade = actor.masquerade
    return not own or (masquerade is not None and masquerade.seen_as_id is None)


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
    if stored.mobile != contact.mobile:
        contact_codes.forget(contact)
    if contact.account_id != actor.account.pk:
        with acting_in(contact.account):
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
def give_login(contact: Contact, login: Login) -> None:
    """Lets the contact sign in.

    Raises ValidationError as `people.invite` does, by `way` for a person who has a login
    already: nobody else's password is made anew; by `password` for one that was typed.
    PermissionDenied without the right to manage people.
    """
    if not required().may(Right.MANAGE_PEOPLE):
        raise PermissionDenied
    _needs_email(contact)
    members = contact.account.memberships
    if members.filter(user__email=contact.email).exists():
        raise ValidationError(_("This person is in the account already."))
    email, name, role = contact.email, contact.name, login.role
    if login.way == TYPED:
        people.add_with_typed_password(email, name, role, login.password)
    elif login.way == PASSWORD:
        people.add_with_password(email, name, role, login.sign_in)
    else:
        people.invite(email, role, login.link)
    audit.record("login", contact, after={"way": login.way, "role": role})


def membership_of(contact: Contact) -> Membership | None:
    """That by which the contact may sign in to the account."""
    rows = Membership.objects.filter(account=contact.account)
    return rows.select_related("user").filter(user__email=contact.email).first()


def see_as(contact: Contact, reason: str, minutes: int | None = None) -> Masquerade:
    """Begins a masquerade in the contact's account, as what they are there.

    Raises ValidationError for one who can't sign in, and as `masquerade.begin` does.
    """
    user = required().user
    membership = membership_of(contact)
    if user is None:
        raise PermissionDenied
    if membership is None:
        raise ValidationError(_("This contact can't sign in: there is nothing to see."))
    return masquerade.begin(user, contact.account, reason, minutes, membership)


def _needs_email(contact: Contact) -> None:
    if not contact.email:
        raise ValidationError(_("This contact has no e-mail: note one first."))
