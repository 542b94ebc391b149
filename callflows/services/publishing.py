"""From a draft to a version that calls run on."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from callflows import checks, snapshot
from callflows.document import Flow, parse
from callflows.findings import Finding, Level
from callflows.instructions import Program
from callflows.lowering import lower
from callflows.models import Callflow, CallflowVersion
from callflows.services.drafts import touch_routes
from callflows.snapshot_types import Snapshot
from callflows.tidy import tidy
from pbxportal.lib import storable
from tenants import audit
from tenants.actor import Actor, current
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


def check(flow: Callflow) -> Checked:
    """Reads the draft, with all findings about it."""
    return check_document(flow.draft, flow.pk)


def check_document(document: object, own_id: UUID | None = None) -> Checked:
    """As `check`, for any document; `own_id` is the callflow that it is of."""
    parsed = parse(document)
    known = snapshot.load(_actor().account, parsed.references)
    return Checked(parsed, known, checks.check(parsed, known, own_id))


@transaction.atomic
def publish(flow: Callflow, note: str = "") -> CallflowVersion:
    """Makes the draft a version, and has it brought to the nodes once that is committed.

    Raises ValidationError with all red findings; the old version stays live then.
    """
    stored = Callflow.objects.select_for_update().get(pk=flow.pk)
    if fault := storable.fault(note):
        raise ValidationError({"note": fault})
    checked = check(stored)
    if checked.red:
        raise ValidationError(
            [
                _("%(message)s %(hint)s") % {"message": f.message, "hint": f.hint}
                for f in checked.red
            ],
            code="findings",
        )
    last = stored.versions.aggregate(last=Max("number"))["last"] or 0
    version = CallflowVersion(
        callflow=stored,
        number=last + 1,
        document=stored.draft,
        note=note,
        author=_actor().user,
    )
    version.save()
    first = stored.live_id is None
    stored.live = version
    stored.save(update_fields=["live"])
    audit.record("publish", stored, after={"version": version.number, "note": note})
    touch(Unit.CALLFLOW, stored.pk)
    if first:
        touch_routes()
    flow.live = version
    return version


def compile_live(flow: Callflow) -> Program | None:
    """The live version as instructions; None when nothing is live.

    Raises ValidationError when something that it points at has gone since.
    """
    if flow.live is None:
        return None
    checked = check_document(flow.live.document, flow.pk)
    if checked.red:
        raise ValidationError([finding.message for finding in checked.red])
    return tidy(lower(checked.flow, checked.snapshot))


def _actor() -> Actor:
    actor = current()
    if actor is None:
        raise RuntimeError("callflows belong to an account: wrap this in acting()")
    return actor
