"""Saving objects: errors by field, and no fault when two people are at it at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from callflows.models import Callflow, TimeFrame
from callflows.services import drafts
from extensions.models import PhoneUser, VoicemailBox
from tenants.actor import Actor
from tenants.models import AuditEntry
from tenants.services import objects


def test_a_value_that_was_taken_a_moment_ago_is_told(
    in_acme: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both passed the check; the database's constraint decides."""
    objects.save(TimeFrame(name="Office hours", rules=[{}]))
    monkeypatch.setattr(TimeFrame, "full_clean", lambda self: None)
    with pytest.raises(ValidationError, match="just now"):
        objects.save(TimeFrame(name="Office hours", rules=[{}]))
    assert TimeFrame.objects.filter(name="Office hours").count() == 1


def test_an_unchanged_object_is_no_news(in_acme: Actor) -> None:
    frame = TimeFrame(name="Office hours", rules=[{}])
    objects.save(frame)
    before = AuditEntry.objects.count()
    objects.save(frame)
    assert AuditEntry.objects.count() == before


def test_the_audit_has_what_changed(in_acme: Actor) -> None:
    frame = TimeFrame(name="Office hours", rules=[{}])
    objects.save(frame)
    frame.rules = [{"start": "09:00"}]
    objects.save(frame)
    entry = AuditEntry.objects.filter(object_id=frame.pk).latest("at")
    assert entry.verb == "change"
    assert entry.changes == {"rules": [[{}], [{"start": "09:00"}]]}


def test_a_new_secret_is_a_change_that_is_not_shown(in_acme: Actor) -> None:
    """A PIN that nobody was told of would never reach the telephones."""
    box = VoicemailBox.objects.get(number="1001")
    box.pin = "4829163"
    touched: list[object] = []
    objects.save(box, touched.append)
    assert touched == [box]
    entry = AuditEntry.objects.filter(object_id=box.pk).latest("at")
    assert entry.changes == {"pin": ["•••", "•••"]}


def test_what_is_used_names_its_users(in_acme: Actor) -> None:
    user = PhoneUser.objects.get(extension="1001")
    with pytest.raises(ValidationError, match="1001 Alex Kim"):
        objects.delete(user, "user")
    assert PhoneUser.objects.filter(pk=user.pk).exists()


def test_a_stale_draft_is_told_and_nothing_is_overwritten(in_acme: Actor) -> None:
    flow = drafts.create_callflow("Flow", {"module": "hangup"})
    mine = drafts.save_draft(flow, {"module": "hangup", "data": {}}, 1)
    with pytest.raises(drafts.StaleDraft, match="in the meantime"):
        drafts.save_draft(flow, {}, 1)
    assert Callflow.objects.get(pk=flow.pk).draft == mine.draft
