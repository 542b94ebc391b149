"""What PJSIP needs to know of a device; pure."""

from __future__ import annotations

import hashlib
import secrets

# No characters that are easily taken for others: people type these into phones.
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_password() -> str:
    """A random SIP password of 20 characters (about 115 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(20))


def password_digest(username: str, realm: str, password: str) -> str:
    """HA1 of RFC 7616, section 3.4.2: MD5 of `username:realm:password`, in hex."""
    text = f"{username}:{realm}:{password}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
