"""Web addresses: which may be used, and how something is sent to them."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError

from callflows.models import WebAddress
from pbxportal.lib import outward
from pbxportal.lib.outward import Answer, Outward

FILE_SECONDS = 60
SIGNATURE, TIMESTAMP = "X-Pbxportal-Signature", "X-Pbxportal-Timestamp"


def check_url(url: str) -> None:
    """Raises ValidationError on `url` for an address that may not be used."""
    if why := outward.fault(url, _trusted()):
        raise ValidationError({"url": why})


def send(address: WebAddress, content: Mapping[str, Any]) -> Answer:
    """POSTs the content as JSON, signed; raises outward.Refused or outward.Failed.

    The signature is the hex HMAC-SHA256, keyed with the address's secret, of the
    timestamp header (seconds since 1970), a dot, and the body.
    """
    return _post(address, _json(content), "application/json", address.seconds)


def send_file(
    address: WebAddress, content: Mapping[str, Any], name: str, sound: bytes
) -> Answer:
    """POSTs a WAV file and what it is, signed alike; raises as send() does.

    The body is a form (multipart/form-data) of `call`, which is JSON, and `recording`,
    the file. A file may take longer than an answer: a minute.
    """
    mark = uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="'
    parts = (
        f'{head}call"\r\nContent-Type: application/json\r\n\r\n'.encode(),
        _json(content),
        f'\r\n{head}recording"; filename="{name}"\r\n'.encode(),
        b"Content-Type: audio/wav\r\n\r\n",
        sound,
        f"\r\n--{mark}--\r\n".encode(),
    )
    kind = f"multipart/form-data; boundary={mark}"
    return _post(address, b"".join(parts), kind, FILE_SECONDS)


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _post(address: WebAddress, body: bytes, kind: str, seconds: float) -> Answer:
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": kind,
        "Accept": "application/json",
        "User-Agent": "pbxportal",
        TIMESTAMP: stamp,
        SIGNATURE: f"sha256={signature(address.secret, stamp, body)}",
    }
    return Outward(_trusted()).post(address.url, body, headers, seconds)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What the receiver computes as well and compares."""
    signed = stamp.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _trusted() -> tuple[outward.Network, ...]:
    return outward.networks(settings.OUTWARD_TRUSTED)
