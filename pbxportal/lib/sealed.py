"""Texts that are stored encrypted, for a purpose; one purpose can't read another's.

The key comes from SECRET_KEY; one that is replaced stays in SECRET_KEY_FALLBACKS until
what it has sealed was stored anew.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(text: str, purpose: str) -> str:
    """The text, encrypted and authenticated."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(text: str, purpose: str) -> str:
    """What was sealed; raises cryptography's InvalidToken for anything else."""
    return _fernet(purpose).decrypt(text.encode()).decode()


def _fernet(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str | bytes, purpose: str) -> bytes:
    digest = hashlib.sha256(f"{purpose}:".encode() + force_bytes(key)).digest()
    return base64.urlsafe_b64encode(digest)
