"""From a draft to a version that calls run on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from callflows import checks
from callflows.document import Flow, parse
from callflows.findings import Finding, Level
from callflows.instructions import Program
from callflows.lowering import lower
from callflows.models import Callflow, CallflowVersion
from callflows.services import surroundings, variables
from callflows.services.drafts import StaleDraft, touch_routes
from callflows.snapshot_types import Snapshot
from callflows.tidy import tidy
from pbxportal.lib import storable
from tenants import audit
from tenants.actor import required
from tenants.units import Unit, touch


@dataclass(frozen=True)
class Checked:
    """A document, what it points at, and what is wrong with it."""

    flow: Flow
    snapshot: Snapshot
    findings: list[Finding] = field(default_factory=list)

    @property
    def red(self) -> list[Finding]:
        """What keeps it from being published."""
        return [finding for finding in self.findings if finding.level == Level.RED]


# What else must be satisfied before a document goes live, beside its own checks. A gate
# is asked inside the transaction, with the callflow's row locked, and may be slow; red
# findings of it keep the document from being published.
Gate = Callable[[Callflow, Checked], Iterable[Finding]]
gates: list[Gate] = []


def check(flow: Callflow) -> Checked:
    """Reads the draft, with all findings about it."""
    return check_document(flow.draft, flow.pk)


def check_document(document: object, own_id: UUID | None = None) -> Checked:
    """As `check`, for any document; `own_id` is the callflow that it is of."""
    parsed = parse(document)
    known = variables.load(parsed, own_id)
    around = surroundings.load()
    return Checked(parsed, known, checks.check(parsed, known, own_id, around))


@transaction.atomic
def publish(
    flow: Callflow, note: str = "", revision: int | None = None
) -> CallflowVersion:
    """Makes the draft a version, and has it brought to the nodes once that is committed.

    Raises ValidationError with all red findings, and StaleDraft when the draft is not
    the `revision` that was looked at; the old version stays live then.
    """
    stored = locked(flow)
    if revision is not None and stored.revision != revision:
        raise StaleDraft(stored, revision)
    version = publish_document(stored, stored.draft, note)
    flow.live = version
    return version


def locked(flow: Callflow) -> Callflow:
    """The callflow as it is stored; nobody else changes it before the transaction ends."""
    return Callflow.objects.select_for_update().get(pk=flow.pk)


def publish_document(stored: Callflow, document: Any, note: str) -> CallflowVersion:
    """Makes a document the live version of a locked callflow.

    Raises ValidationError with all red findings of checks and gates.
    """
    if fault := storable.fault(note):
        raise ValidationError({"note": fault})
    refuse_red(stored, document)
    last = stored.versions.aggregate(last=Max("number"))["last"] or 0
    version = CallflowVersion.objects.create(
        callflow=stored,
        number=last + 1,
        document=document,
        note=note,
        author=required().user,
    )
    before = stored.live
    stored.live = version
    stored.save(update_fields=["live"])
    audit.record("publish", stored, after={"version": version.number, "note": note})
    touch(Unit.CALLFLOW, stored.pk)
    gave = variables.usage(before.document).given if before else frozenset()
    variables.touch_takers(gave ^ variables.usage(document).given, but=stored.pk)
    if before is None:
        touch_routes()
    return version


@transaction.atomic
def withdraw(flow: Callflow) -> None:
    """Takes the callflow off the nodes: nothing is live, its numbers lead nowhere."""
    stored = locked(flow)
    if stored.live is None:
        return
    audit.record("withdraw", stored, before={"version": stored.live.number})
    gave = variables.usage(stored.live.document).given
    stored.live = None
    stored.save(update_fields=["live"])
    touch(Unit.CALLFLOW, stored.pk)
    variables.touch_takers(gave)
    touch_routes()


def refuse_red(flow: Callflow, document: Any) -> None:
    """Raises ValidationError with all red findings about the document, if it has any."""
    checked = check_document(document, flow.pk)
    red = checked.red or [
        finding
        for gate in gates
        for finding in gate(flow, checked)
        if finding.level == Level.RED
    ]
    if red:
        raise ValidationError(
            [
                _("%(message)s %(hint)s") % {"message": f.message, "hint": f.hint}
                for f in red
            ],
            code="findings",
        )


def compile_live(flow: Callflow) -> Program | None:
    """The live version as instructions; None when nothing is live.

    Raises ValidationError when something that it points at has gone since.
    """
    if flow.live is None:
        return None
    parsed = parse(flow.live.document)
    known = variables.load(parsed, flow.pk)
    # By itself: what others have published since must not take it off the nodes.
    checked = Checked(parsed, known, checks.check(parsed, known, flow.pk))
    if checked.red:
        raise ValidationError([finding.message for finding in checked.red])
    return tidy(lower(parsed, known))
