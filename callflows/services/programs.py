"""Callflows made ready to be run in thought: the one in question, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from callflows.instructions import Program
from callflows.lowering import lower
from callflows.models import Callflow
from callflows.services import documents
from callflows.services.publishing import Checked, check_document
from callflows.snapshot_types import CallflowInfo
from tenants.actor import required

# A call may pass through other callflows; more than it could in a real call.
MOST_CALLFLOWS = 50


@dataclass(frozen=True)
class Ready:
    """A callflow as one of its documents has it; `version` is None for the draft."""

    id: UUID
    name: str
    unit: str
    version: int | None
    checked: Checked
    program: Program


# Callflows by the name of their unit.
Programs = Mapping[str, Ready]


def of_draft(flow: Callflow) -> Programs:
    """The draft, and the live versions of all callflows that it may go on to."""
    return _with_others(of_document(flow, flow.draft, None))


def of_live(flow: Callflow) -> Programs:
    """The same for the live version; nothing if there is none."""
    ready = _live(flow)
    return _with_others(ready) if ready else {}


def of_document(flow: Callflow, document: Any, version: int | None) -> Ready:
    """One document of a callflow, alone.

    It is not tidied: every ending keeps the place that it has in the document.
    """
    return _ready(flow, check_document(document, flow.pk), version)


def of_checked(flow: Callflow, checked: Checked) -> Programs:
    """A document that is no version yet, and what it leads to."""
    return _with_others(_ready(flow, checked, None))


def all_live() -> Programs:
    """All live callflows of the account, in a constant number of queries.

    They are not checked: what is live was, when it was published.
    """
    rows = Callflow.objects.exclude(live=None).select_related("live")
    found = documents.read(rows)
    objects = documents.known(found)
    slug = required().account.slug
    ready = (
        Ready(
            id=each.row.pk,
            name=each.row.name,
            unit=each.row.unit(slug),
            version=each.row.live.number,
            checked=Checked(each.live, objects),
            program=lower(each.live, objects),
        )
        for each in found
        if each.live and each.row.live
    )
    return {each.unit: each for each in ready}


def _ready(flow: Callflow, checked: Checked, version: int | None) -> Ready:
    program = lower(checked.flow, checked.snapshot)
    unit = flow.unit(required().account.slug)
    return Ready(flow.pk, flow.name, unit, version, checked, program)


def _live(flow: Callflow) -> Ready | None:
    live = flow.live
    return of_document(flow, live.document, live.number) if live else None


def _with_others(first: Ready) -> Programs:
    found = {first.unit: first}
    waiting = _leads_to(first)
    while waiting and len(found) < MOST_CALLFLOWS:
        unit = waiting.pop()
        handle = unit.rpartition("-")[2]
        other = None
        if unit not in found:
            rows = Callflow.objects.select_related("live")
            other = rows.filter(handle=handle).first()
        if other and (ready := _live(other)):
            found[unit] = ready
            waiting += _leads_to(ready)
    return found


def _leads_to(ready: Ready) -> list[str]:
    return [info.unit for info in ready.checked.snapshot.all(CallflowInfo)]
