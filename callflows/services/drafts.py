"""The draft of a callflow: made, saved, given numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from callflows.document import in_the_words_of
from callflows.models import Attendant, Callflow, CallflowDraft, CallflowNumber
from callflows.services import variables
from callflows.services.numbers import troubles
from pbxportal.lib import storable
from tenants import audit
from tenants.actor import current
from tenants.services import objects
from tenants.units import Unit, touch

# Revisions of a draft that are kept for each callflow.
KEPT = 50


class StaleDraft(ValidationError):
    """Somebody else saved the draft since it was read.

    `stored` is the callflow as it is, `base` the draft that the other side has read
    (None if that is too long ago) and `mine` what it would have saved, if it would.
    """

    def __init__(self, stored: Callflow, revision: int, mine: Any = None) -> None:
        super().__init__(
            _(
                "Somebody else has changed this callflow in the meantime: open it again."
            ),
            code="stale",
        )
        self.stored, self.revision, self.mine = stored, revision, mine
        known = stored.drafts.filter(revision=revision).first()
        self.base = known.document if known else None


def touch_routes(_: Any = None) -> None:
    """Which number leads where must be published again."""
    touch(Unit.ROUTES)


@transaction.atomic
def create_callflow(
    name: str, draft: dict[str, Any], numbers: Iterable[str] = ()
) -> Callflow:
    """A new callflow with its draft; nothing is live before it is published."""
    _refuse_unstorable(draft)
    flow = Callflow(name=name, draft=draft)
    objects.save(flow)
    _keep(flow)
    set_numbers(flow, numbers)
    return flow


@transaction.atomic
def save_draft(flow: Callflow, draft: dict[str, Any], revision: int) -> Callflow:
    """Replaces the draft if `revision` is still the stored one; raises StaleDraft if not."""
    _refuse_unstorable(draft)
    stored = Callflow.objects.select_for_update().get(pk=flow.pk)
    if stored.revision != revision:
        raise StaleDraft(stored, revision, draft)
    before = audit.snapshot(stored)
    stored.draft = in_the_words_of(stored.draft, draft)
    stored.revision += 1
    stored.save(update_fields=["draft", "revision", "changed_at"])
    audit.record("change", stored, before, audit.snapshot(stored))
    _keep(stored)
    return stored


def _keep(flow: Callflow) -> None:
    """Notes the draft under its revision, and forgets those of long ago."""
    actor = current()
    CallflowDraft.objects.create(
        callflow=flow,
        revision=flow.revision,
        document=flow.draft,
        author=actor.user if actor else None,
    )
    flow.drafts.filter(revision__lte=flow.revision - KEPT).delete()


def _refuse_unstorable(draft: dict[str, Any]) -> None:
    if fault := storable.fault(draft):
        raise ValidationError({"draft": fault})


@transaction.atomic
def set_numbers(flow: Callflow, numbers: Iterable[str]) -> None:
    """Makes exactly these numbers lead to the callflow.

    Raises ValidationError that tells of all which are malformed or lead elsewhere.
    """
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    present = set(flow.numbers.values_list("number", flat=True))
    if present == set(wanted):
        return
    _refuse_to_move_attendant(flow, present - set(wanted))
    if found := [each.message for each in troubles(wanted, flow)]:
        raise ValidationError({"numbers": found})
    flow.numbers.exclude(number__in=wanted).delete()
    for number in wanted:
        if number not in present:
            objects.store(CallflowNumber(number=number, callflow=flow))
    audit.record(
        "numbers", flow, {"numbers": sorted(present)}, {"numbers": sorted(wanted)}
    )
    touch_routes()


def _refuse_to_move_attendant(flow: Callflow, lost: set[str]) -> None:
    attendant = Attendant.objects.filter(callflow=flow, extension__in=lost).first()
    if attendant:
        text = _("%s is an auto attendant's extension: change it there.")
        raise ValidationError({"numbers": text % attendant.extension})


@transaction.atomic
def delete_callflow(flow: Callflow) -> None:
    """Deletes a callflow that nothing points at; its numbers are free again."""
    objects.refuse_if_used(flow, "callflow")
    audit.record("delete", flow, before=audit.snapshot(flow))
    touch(Unit.CALLFLOW, flow.pk)
    touch_routes()
    if flow.live:
        variables.touch_takers(variables.usage(flow.live.document).given, but=flow.pk)
    flow.delete()


@transaction.atomic
def change_callflow(
    flow: Callflow,
    *,
    name: str,
    numbers: Iterable[str],
    draft: dict[str, Any],
    revision: int,
) -> Callflow:
    """Name, numbers and draft at once, or none of them; raises StaleDraft."""
    stored = Callflow.objects.get(pk=flow.pk)
    if draft != stored.draft or revision != stored.revision:
        stored = save_draft(stored, draft, revision)
    if name != stored.name:
        stored.name = name
        objects.save(stored)
    set_numbers(stored, numbers)
    return stored
