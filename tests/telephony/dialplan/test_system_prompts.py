"""An account can replace all that its dialplan says by itself."""

from __future__ import annotations

import re
from pathlib import Path

from callflows.system_prompts import BY_NAME
from pbxportal.devstack import asterisk_root
from telephony import dialplan

_TEXT = re.compile(r'code\(\s*"([^"]+)"')
# Words that are a sound's name as well, and mean something else where they stand.
_OTHER = {"number", "digits"}


def played() -> set[str]:
    """Names of Asterisk's sounds in the source of the dialplan."""
    sounds = {path.stem for path in asterisk_root.find().sounds.iterdir()}
    found: set[str] = set()
    for source in Path(dialplan.__path__[0]).rglob("*.py"):
        for text in _TEXT.findall(source.read_text()):
            found |= sounds & set(text.split("&"))
    return found - _OTHER


def test_what_the_dialplan_says_can_be_replaced() -> None:
    names = played()
    assert {"conf-getpin", "vm-password", "ss-noservice", "dir-welcome"} <= names
    assert names <= BY_NAME.keys()
