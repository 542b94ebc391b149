"""How allauth is fitted in: nobody signs up, second factors are stored encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.encoding import force_bytes

from tenants.branding import Brand
from tenants.models import User
from tenants.services import brands, mails, me


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """In the name of the address, or else of the account that the person is in."""
        mail: EmailMessage = super().render_mail(*args, **kwargs)
        about = next((arg for arg in args if isinstance(arg, dict)), {})
        brand = brand_for(kwargs.get("context", about).get("user"))
        mail.from_email, mail.reply_to = mails.sender(brand), mails.reply_to(brand)
        mail.body = f"{mail.body}{mails.footer(brand)}"
        return mail


class MFAAdapter(DefaultMFAAdapter):
    """Keeps secrets of authenticator apps and recovery codes encrypted at rest.

    The key comes from SECRET_KEY; one that is replaced stays in SECRET_KEY_FALLBACKS
    until people have enrolled again.
    """

    def get_totp_issuer(self) -> str:
        """What authenticator apps call the portal."""
        return brands.of_request(context.request).name

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


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


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    digest = hashlib.sha256(b"second factors:" + force_bytes(key)).digest()
    return base64.urlsafe_b64encode(digest)
