"""Names that people choose never reach the dialplan."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from callflows.document import parse
from callflows.lowering import lower
from callflows.snapshot_types import MailboxInfo, MediaInfo, Snapshot, UserInfo
from telephony.dialplan.contexts import Context, Priority, conf_text, render
from telephony.dialplan.text import NotSafe
from telephony.dialplan.verify import compare
from tests.callflows.samples import (
    ATTENDANT,
    BOX,
    CLOSED,
    DESK,
    LUNCH,
    OBJECTS,
    OPEN,
    SNAPSHOT,
    SOUND,
    USER,
    account_with,
    node,
)

HOSTILE = [
    '"quoted" \'s',
    "${SHELL(touch /tmp/x)} $[1/0]",
    "x)\r\nexten => n0,1,System(id)",
    ";-- comment --; ; \\;",
    "=> & | , ^ < >",
    "Zoë 電話 🎺 \x00\x1b\x7f",
    "[section]\n#exec id",
    "x" * 2048,
]
names = st.text() | st.sampled_from(HOSTILE)

TIMES = node("time_of_day", frames=[OPEN, LUNCH, CLOSED], _=ATTENDANT)
TIMES["children"] |= {
    str(OPEN): node("user", user=USER, _=node("voicemail", box=BOX)),
    str(LUNCH): node("play", media=SOUND),
}


def renamed(name: str) -> Snapshot:
    """The account with everything in it called so."""
    return account_with(*(replace(item, name=name) for item in OBJECTS))


def contexts(document: Any, snapshot: Snapshot) -> tuple[Context, ...]:
    return render(lower(parse(document), snapshot), "acme-cf-k3v9qa", 1)


PLAIN = contexts(TIMES, SNAPSHOT)


@given(names)
def test_no_name_changes_the_dialplan(name: str) -> None:
    assert contexts(TIMES, renamed(name)) == PLAIN


EXTEN = re.compile(r"exten => ([^,]+),(\d+),(\w+)\((.*)\)")


def read_conf(lines: list[str]) -> list[Context]:
    """Reads lines as Asterisk does: sections, `;` begins a comment."""
    found: dict[str, list[Priority]] = {}
    for line in lines:
        code = line.partition(";")[0].strip()
        if code.startswith("["):
            found[code[1:-1]] = section = []
        else:
            match = EXTEN.fullmatch(code)
            assert match, line
            extension, number, application, data = match.groups()
            section.append(Priority(extension, int(number), application, data))
    return [Context(name, tuple(steps)) for name, steps in found.items()]


def test_a_file_means_the_same_as_what_was_rendered() -> None:
    lines = conf_text(PLAIN)
    assert compare(PLAIN, read_conf(lines)) == []
    assert all("\n" not in line and line.isascii() for line in lines)
    assert all(len(line) < 1000 for line in lines)


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_named_for_asterisk_is_refused_rather_than_written(value: str) -> None:
    desk = replace(DESK, endpoint=value)
    for hostile, document in (
        (UserInfo(USER, "Alex", "1001", (desk,)), node("user", user=USER)),
        (MediaInfo(SOUND, "Welcome", value), node("play", media=SOUND)),
        (MailboxInfo(BOX, "Alex", value), node("voicemail", box=BOX)),
    ):
        with pytest.raises(NotSafe):
            contexts(document, Snapshot.of("acme", "UTC", [hostile]))


def test_a_unit_or_account_that_is_no_name_is_refused() -> None:
    program = lower(parse(node("hangup")), SNAPSHOT)
    for unit in ("a b", "a,b", "", "ACME", "a]\n[b"):
        with pytest.raises(ValueError, match="not a name"):
            render(program, unit, 1)
    with pytest.raises(ValueError, match="not a name"):
        render(replace(program, account="a@b"), "acme-cf-k3v9qa", 1)


SCRIPT = """
import json, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from callflows.document import parse
from callflows.lowering import lower
from callflows.tidy import tidy
from telephony.dialplan.contexts import conf_text, render
from tests.callflows.samples import SNAPSHOT
flow = parse(json.load(sys.stdin))
print("\\n".join(conf_text(render(tidy(lower(flow, SNAPSHOT)), "acme-cf-x", 1))))
print(sorted(flow.references))
"""


def test_the_output_never_varies() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(TIMES),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(outputs) == 1
    assert "n0,1,CELGenUserEvent" in outputs.pop()
