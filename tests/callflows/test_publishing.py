"""From a draft to a version: what keeps it from going live."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.core.exceptions import ValidationError

from callflows.findings import Finding
from callflows.models import Callflow
from callflows.services import drafts, publishing
from callflows.services.publishing import Checked
from tenants.actor import Actor

BUSY = {"module": "hangup", "data": {"cause": "busy"}}


def test_a_gate_can_keep_a_draft_from_going_live(
    in_acme: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def gate(flow: Callflow, checked: Checked) -> Iterable[Finding]:
        asked.append((flow.name, len(checked.flow.nodes)))
        yield Finding("dead_end", ())  # no red one: told, but no obstacle
        if flow.name == "Refused":
            yield Finding("loop", ())

    monkeypatch.setattr(publishing, "gates", [gate])
    passed = drafts.create_callflow("Passed", BUSY)
    assert publishing.publish(passed).number == 1
    refused = drafts.create_callflow("Refused", BUSY)
    with pytest.raises(ValidationError, match="leads back"):
        publishing.publish(refused)
    assert asked == [("Passed", 1), ("Refused", 1)]
    assert not refused.versions.exists()


def test_what_is_published_is_what_was_looked_at(in_acme: Actor) -> None:
    flow = drafts.create_callflow("Flow", BUSY)
    drafts.save_draft(flow, {"module": "hangup"}, flow.revision)
    with pytest.raises(drafts.StaleDraft):
        publishing.publish(flow, revision=1)
    assert publishing.publish(flow, revision=2).document == {"module": "hangup"}


def jump(flow: Callflow) -> dict[str, object]:
    return {"module": "callflow", "data": {"callflow": str(flow.pk)}}


def redraw(flow: Callflow, draft: dict[str, object]) -> None:
    drafts.save_draft(flow, draft, Callflow.objects.get(pk=flow.pk).revision)
    publishing.publish(flow)


def test_a_circle_over_three_callflows_is_refused(in_acme: Actor) -> None:
    one, two, three = (
        drafts.create_callflow(name, BUSY) for name in ("One", "Two", "Three")
    )
    redraw(two, jump(three))
    redraw(three, jump(one))
    with pytest.raises(ValidationError, match="Two → Three → here"):
        redraw(one, jump(two))
    menu = {"module": "menu", "data": {}, "children": {"1": jump(two)}}
    drafts.save_draft(one, menu, 2)
    assert publishing.publish(one).number == 1
    found = publishing.check_document(menu, one.pk).findings
    assert "chosen_loop" in {finding.code for finding in found}
    # Two is live and leads to itself through One's menu: still no forced circle.
    publishing.publish(two)


def test_a_callflow_without_a_way_in_is_told(in_acme: Actor) -> None:
    alone = drafts.create_callflow("Alone", BUSY)
    twice = drafts.create_callflow("Twice", BUSY, ["+4930123", "8000"])
    drafts.create_callflow("Once", BUSY, ["4930123"])

    def codes(flow: Callflow) -> list[str]:
        found = publishing.check_document(BUSY, flow.pk).findings
        return [finding.code for finding in found]

    assert codes(alone) == ["no_entry"]
    assert codes(twice) == ["not_live", "number_twice"]
    redraw(twice, jump(alone))
    assert codes(alone) == []
