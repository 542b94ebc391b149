"""Mails to people, in the name under which they know the portal."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from tenants.branding import PRODUCT, Brand
from tenants.models import Account
from tenants.services import brands

# Name, content and kind of a file that goes along.
Attachment = tuple[str, bytes, str]


def send(
    account: Account | None,
    subject: str,
    text: str,
    to: Iterable[str],
    files: Iterable[Attachment] = (),
) -> None:
    """Sends a mail to people of the account; raises OSError as the mail server does."""
    brand = brands.of_account(account) if account else Brand()
    mail = EmailMessage(
        subject,
        f"{text.rstrip()}\n{footer(brand)}",
        sender(brand),
        list(to),
        reply_to=reply_to(brand),
    )
    for name, content, kind in files:
        mail.attach(name, content, kind)
    mail.send()


def sender(brand: Brand) -> str:
    """Who the mail is from."""
    usual_name, usual = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = brand.sender_name or ("" if brand.name == PRODUCT else brand.name)
    return formataddr((name or usual_name, brand.sender_email or usual))


def reply_to(brand: Brand) -> list[str]:
    """Where answers go: to the support, if there is one."""
    return [brand.support_email] if brand.support_email else []


def footer(brand: Brand) -> str:
    """Below each mail: whom one may ask."""
    if not brand.support:
        return ""
    asked = (
        brand.support_name or brand.name,
        brand.support_email,
        brand.support_phone,
        brand.support_url,
    )
    return "\n-- \n" + "\n".join(filter(None, asked)) + "\n"
