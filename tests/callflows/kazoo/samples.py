"""A callflow as Kazoo's API hands it out, and the account that it comes into."""

from __future__ import annotations

from typing import Any

from callflows.kazoo.names import Candidate, Names
from tests.callflows.samples import BOX, CRM, FAX_BOX, OPEN, QUEUE, SALES, SOUND, USER

ALEX_THERE = "0a5d0b1f7c3e4b8a9d2c6f1e3a4b5c6d"
BOX_THERE = "1b6e1c2a8d4f5c9b0e3d7a2f4b5c6d7e"
RULE_THERE = "2c7f2d3b9e5a6d0c1f4e8b3a5c6d7e8f"
SOUND_THERE = "3d8a3e4c0f6b7e1d2a5f9c4b6d7e8f9a"
GROUP_THERE = "4e9b4f5d1a7c8f2e3b6a0d5c7e8f9a0b"
GONE_THERE = "5f0c5a6e2b8d9a3f4c7b1e6d8f9a0b1c"

CANDIDATES = {
    "user": [Candidate(USER, "Alex Kim", "1001")],
    "voicemail_box": [Candidate(BOX, "Alex Kim", "1001")],
    "media": [Candidate(SOUND, "Welcome")],
    "time_frame": [Candidate(OPEN, "Open")],
    "group": [Candidate(SALES, "Sales")],
    "queue": [Candidate(QUEUE, "Support")],
    "fax_box": [Candidate(FAX_BOX, "Accounts")],
    "web_address": [Candidate(CRM, "CRM", "https://crm.example/call")],
}
METADATA = {
    ALEX_THERE: {"name": "Alex Kim", "pvt_type": "user"},
    BOX_THERE: {"name": "Alex's box", "pvt_type": "vmbox"},
    RULE_THERE: {"name": "open", "pvt_type": "temporal_rule"},
    SOUND_THERE: {"name": "Welcome", "pvt_type": "media"},
    GROUP_THERE: {"name": "Sales", "pvt_type": "group"},
}
FLOW: dict[str, Any] = {
    "module": "temporal_route",
    "data": {"rules": [RULE_THERE], "timezone": "America/Vancouver"},
    "children": {
        RULE_THERE: {
            "module": "play",
            "data": {"id": SOUND_THERE, "answer": True},
            "children": {
                "_": {
                    "module": "user",
                    "data": {
                        "id": ALEX_THERE,
                        "timeout": "25",
                        "can_call_self": True,
                    },
                    "children": {
                        "_": {
                            "module": "voicemail",
                            "data": {"id": BOX_THERE, "action": "compose"},
                            "children": {},
                        }
                    },
                }
            },
        },
        "_": {
            "module": "offnet",
            "data": {"skip_module": False, "x": [1.0, None, {"y": "ä"}]},
            "children": {
                "_": {"module": "hangup", "data": {}, "children": {}},
                "busy": {
                    "module": "device",
                    "data": {"id": GONE_THERE, "timeout": 900},
                },
            },
        },
    },
}
DOCUMENT: dict[str, Any] = {
    "id": "6a1d6b7f3c9e0b4a5d8c2f7e9a0b1c2d",
    "name": "Main  line",
    "numbers": ["1001", "+16045550100", "no_match"],
    "patterns": ["^\\*97(\\d*)$"],
    "owner_id": ALEX_THERE,
    "flags": ["main"],
    "flow": FLOW,
    "metadata": METADATA,
}


def names(said: dict[str, str] | None = None) -> Names:
    """The account, asked about DOCUMENT."""
    return Names(CANDIDATES, METADATA, said or {}, ALEX_THERE, ("1001",))


def why_not(number: str) -> str:
    """Only digits and + lead to callflows."""
    return "" if number.strip("+").isdigit() else "It can't be dialled."
