"""Digest authentication (RFC 7616, RFC 8760): MD5 and SHA-256, qop=auth or none."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.sip_message import Message

_PARAMETER = re.compile(r'([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
# Which header carries the challenge of a code, and which the answer to it.
_HEADERS = {
    401: ("WWW-Authenticate", "Authorization"),
    407: ("Proxy-Authenticate", "Proxy-Authorization"),
}


def parameters(challenge: str) -> dict[str, str]:
    """`Digest realm="x", nonce="y"` in, its parameters by lower-case name out."""
    found = _PARAMETER.finditer(challenge.partition(" ")[2])
    return {match[1].lower(): match[2] or match[3] or "" for match in found}


def _hash(algorithm: str, text: str) -> str:
    if algorithm.upper() == "SHA-256":
        return hashlib.sha256(text.encode()).hexdigest()
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password; answers what a server asks."""

    user: str
    password: str

    def answer(
        self, refusal: Message, given: dict[str, str], method: str, uri: str
    ) -> dict[str, str]:
        """The headers to try again with, or none if that is pointless.

        `given` are the headers of the attempt that was refused. A second refusal
        means a wrong password, unless the server says that its nonce was too old.
        """
        ask, reply = _HEADERS.get(refusal.code, ("", ""))
        challenges = [parameters(value) for value in refusal.all(ask)] if ask else []
        # A server lists what it likes best first.
        for challenge in challenges:
            if challenge.get("algorithm", "MD5").upper() in ("MD5", "SHA-256"):
                stale = challenge.get("stale", "").lower() == "true"
                if reply in given and not stale:
                    return {}
                return {**given, reply: self.digest(challenge, method, uri)}
        return {}

    def digest(self, challenge: dict[str, str], method: str, uri: str) -> str:
        """The value of an Authorization header that meets the challenge."""
        algorithm = challenge.get("algorithm", "MD5")
        realm, nonce = challenge["realm"], challenge["nonce"]
        ours = _hash(algorithm, f"{self.user}:{realm}:{self.password}")
        asked = _hash(algorithm, f"{method}:{uri}")
        parts = [
            f'username="{self.user}", realm="{realm}", nonce="{nonce}"',
            f'uri="{uri}", algorithm={algorithm}',
        ]
        if "auth" in re.split(r"\s*,\s*", challenge.get("qop", "")):
            cnonce = secrets.token_hex(8)
            proof = f"{ours}:{nonce}:00000001:{cnonce}:auth:{asked}"
            parts.append(f'qop=auth, nc=00000001, cnonce="{cnonce}"')
        else:
            proof = f"{ours}:{nonce}:{asked}"
        if "opaque" in challenge:
            parts.append(f'opaque="{challenge["opaque"]}"')
        parts.append(f'response="{_hash(algorithm, proof)}"')
        return "Digest " + ", ".join(parts)
