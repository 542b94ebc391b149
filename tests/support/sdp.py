"""Session descriptions: one audio stream of G.711 u-law with keys by RFC 4733."""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY_TYPE = 101
# What one end may say when the other has said this.
_REPLIES = {"sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}


@dataclass(frozen=True, slots=True)
class Description:
    """Where audio goes, which payload type keys have (0: no keys), which way."""

    ip: str
    port: int
    key_type: int = KEY_TYPE
    direction: str = "sendrecv"

    def render(self, version: int = 1) -> str:
        """The text; `version` grows with each description in a call."""
        lines = [
            "v=0",
            f"o=- {self.port} {version} IN IP4 {self.ip}",
            "s=-",
            f"c=IN IP4 {self.ip}",
            "t=0 0",
            f"m=audio {self.port} RTP/AVP 0 {self.key_type}",
            "a=rtpmap:0 PCMU/8000",
            f"a=rtpmap:{self.key_type} telephone-event/8000",
            f"a=fmtp:{self.key_type} 0-15",
            "a=ptime:20",
            f"a={self.direction}",
        ]
        return "\r\n".join(lines) + "\r\n"

    @property
    def reply_direction(self) -> str:
        """The direction of an answer to this offer."""
        return _REPLIES.get(self.direction, "sendrecv")


def read(body: str) -> Description | None:
    """What the other end says of its audio; None if it offers no u-law audio."""
    media = re.search(r"^m=audio (\d+) \S+((?: \d+)+)", body, re.MULTILINE)
    place = re.search(r"^c=IN IP4 ([\d.]+)", body, re.MULTILINE)
    if not media or not place or "0" not in media[2].split():
        return None
    keys = re.search(r"^a=rtpmap:(\d+) telephone-event/8000", body, re.MULTILINE)
    way = re.search(r"^a=(sendrecv|sendonly|recvonly|inactive)", body, re.MULTILINE)
    return Description(
        ip=place[1],
        port=int(media[1]),
        key_type=int(keys[1]) if keys else 0,
        direction=way[1] if way else "sendrecv",
    )
