"""How allauth is fitted in: nobody signs up, second factors are stored encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest

from pbxportal.lib.sealed import seal, unseal
from tenants import preferences
from tenants.branding import Brand
from tenants.models import User
from tenants.services import brands, mails, me

_PURPOSE = "second factors"


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """In the name of the address, or else of the account that the person is in.

        In the person's language, whatever browser somebody asks for the mail with.
        """
        about = next((arg for arg in args if isinstance(arg, dict)), {})
        user = kwargs.get("context", about).get("user")
        person = user if isinstance(user, User) else None
        home = me.home(person) if person else None
        with preferences.speaking(home.account if home else None, person):
            mail: EmailMessage = super().render_mail(*args, **kwargs)
        brand = brand_for(user)
        mail.from_email, mail.reply_to = mails.sender(brand), mails.reply_to(brand)
        mail.body = f"{mail.body}{mails.footer(brand)}"
        return mail


class MFAAdapter(DefaultMFAAdapter):
    """Keeps secrets of authenticator apps and recovery codes encrypted at rest."""

    def get_totp_issuer(self) -> str:
        """What authenticator apps call the portal."""
        return brands.of_request(context.request).name

    def encrypt(self, text: str) -> str:
        return seal(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, _PURPOSE)


def brand_for(user: Any) -> Brand:
    """The brand for a person who may not be signed in."""
    request = context.request
    if getattr(request, "host_account", None) is None and isinstance(user, User):
        home = me.home(user)
        if home:
            return brands.of_account(home.account)
    return brands.of_request(request)


def sign_out_elsewhere(request: HttpRequest, user: User, **_: Any) -> None:
    """After a password was changed: the other browsers have to use the new one."""
    me.end_sessions(user, but=request.session.session_key)
