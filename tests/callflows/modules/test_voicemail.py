"""Taking a message."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.instructions import Answer, Cause, Greeting, HangUp, Mark, Voicemail
from callflows.lowering import lower
from callflows.snapshot_types import MailboxInfo, Snapshot
from tests.callflows.findings_support import found
from tests.callflows.samples import BOX, SNAPSHOT, node


@pytest.mark.parametrize("greeting", list(Greeting))
def test_the_message_is_taken_and_the_call_ends(greeting: Greeting) -> None:
    document = node("voicemail", box=BOX, greeting=greeting.value)
    body = lower(parse(document), SNAPSHOT).blocks[0].body
    box = SNAPSHOT.get(MailboxInfo, BOX)
    assert body == (Mark(), Answer(), Voicemail(box, greeting), HangUp())


def test_every_greeting_can_be_chosen_and_no_other() -> None:
    assert found(node("voicemail", box=BOX, greeting="rude")) == [
        ("invalid_setting", "", "greeting")
    ]


def test_without_the_mailbox_nothing_is_answered() -> None:
    body = lower(parse(node("voicemail", box=BOX)), Snapshot("acme")).blocks[0].body
    assert body == (Mark(), HangUp(Cause.UNAVAILABLE))
