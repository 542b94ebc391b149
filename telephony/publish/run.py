"""Carrying out requests to publish, one unit at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from callflows.models import Callflow
from pbxportal.lib import locks
from telephony import nodes
from telephony.dialplan.contexts import Context, Priority
from telephony.models import Node, NodePublication, Publication, PublishedUnit, State
from telephony.publish import compiler, settings, steps
from telephony.publish.compile import Compiled, compile_unit
from telephony.publish.steps import Outcome
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Severity
from tenants.units import Unit

log = logging.getLogger(__name__)

# AstDB is on disk within a second; until then a killed node may start with the pointer
# before, so that the file of that version must not be written over yet.
SETTLED = timedelta(seconds=2)


def publish_unit(unit_id: UUID) -> None:
    """Publishes until the newest request is carried out.

    Another worker may be at it; it looks for newer requests when it has finished.
    """
    while _waits(unit_id):
        with locks.try_lock(locks.PUBLISH, unit_id) as held:
            if not held:
                return
            while unit := _waits(unit_id):
                _once(unit)


def _waits(unit_id: UUID) -> PublishedUnit | None:
    units = PublishedUnit.objects.select_related("account", "live")
    unit = units.filter(pk=unit_id).first()
    return unit if unit and unit.wanted > unit.done else None


def _once(unit: PublishedUnit) -> None:
    wanted = unit.wanted
    with acting(Actor(unit.account)):
        if unit.kind in settings.KINDS:
            _publish_settings(unit)
        else:
            _publish_dialplan(unit)
    PublishedUnit.objects.filter(pk=unit.pk).update(
        done=wanted, compiler=compiler.digest()
    )


def _publish_dialplan(unit: PublishedUnit) -> None:
    last = unit.publications.aggregate(last=Max("version"))["last"] or 0
    version = last + 1
    try:
        compiled = compile_unit(unit.account, unit.kind, unit.key, version)
    except (ValidationError, ValueError) as error:
        _refused(unit, version, error)
        return
    if compiled is None:
        _remove(unit)
        return
    publication = unit.publications.create(
        version=version,
        source=compiled.source,
        contexts=as_json(compiled.contexts),
        places={node: list(path) for node, path in compiled.places.items()},
    )
    _wait_for_slot(unit, version)
    _bring(unit, publication, compiled)


def _bring(unit: PublishedUnit, publication: Publication, compiled: Compiled) -> None:
    outcomes = steps.publish(
        nodes.load(), unit.name, publication.version, compiled.contexts
    )
    _note(publication, outcomes)
    if publication.state == State.FAILED:
        _report(unit, publication)
        return
    now = timezone.now()
    before = unit.live
    PublishedUnit.objects.filter(pk=unit.pk).update(live=publication)
    if before:
        Publication.objects.filter(pk=before.pk).update(
            state=State.REPLACED, replaced_at=now
        )


def _note(publication: Publication, outcomes: Sequence[Outcome]) -> None:
    failed = [o for o in outcomes if o.state == State.FAILED]
    publication.state = State.FAILED if failed else State.LIVE
    publication.error = "; ".join(f"{o.node}: {o.error}" for o in failed)
    publication.finished_at = timezone.now()
    publication.save(update_fields=["state", "error", "finished_at"])
    rows = {node.name: node for node in Node.objects.all()}
    NodePublication.objects.bulk_create(
        NodePublication(
            publication=publication,
            node=rows[outcome.node],
            state=outcome.state,
            error=outcome.error,
            milliseconds=outcome.milliseconds,
        )
        for outcome in outcomes
        if outcome.node in rows
    )
    for outcome in outcomes:
        if outcome.state == State.UNREACHABLE:
            unit = publication.unit
            audit.error(
                unit.account,
                "publish",
                f"{unit.name} v{publication.version}: {outcome.node} was not reached and "
                f"will be mended when it is back ({outcome.error})",
                about=_about(unit),
                severity=Severity.WARNING,
                alike=f"{unit.name} {outcome.node}",
            )


def _refused(unit: PublishedUnit, version: int, error: Exception) -> None:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    publication = unit.publications.create(
        version=version,
        state=State.FAILED,
        error=" ".join(messages),
        finished_at=timezone.now(),
    )
    _report(unit, publication)


def _report(unit: PublishedUnit, publication: Publication) -> None:
    log.error("%s v%s: %s", unit.name, publication.version, publication.error)
    audit.error(
        unit.account,
        "publish",
        f"{unit.name} v{publication.version} was rolled back: {publication.error}",
        about=_about(unit),
        alike=f"{unit.name} {publication.error}",
    )


def _about(unit: PublishedUnit) -> Callflow | None:
    """The callflow that a unit is of, if it is of one."""
    if unit.kind != Unit.CALLFLOW:
        return None
    with acting(Actor(unit.account)):
        return Callflow.objects.filter(pk=unit.key).first()


def _remove(unit: PublishedUnit) -> None:
    steps.remove(nodes.load(), unit.name)
    if unit.live:
        Publication.objects.filter(pk=unit.live.pk).update(
            state=State.REPLACED, replaced_at=timezone.now()
        )
    PublishedUnit.objects.filter(pk=unit.pk).update(live=None)


def _publish_settings(unit: PublishedUnit) -> None:
    contexts = settings.wanted(unit)
    publication = unit.publications.create(
        version=(unit.publications.aggregate(last=Max("version"))["last"] or 0) + 1,
        contexts=contexts,
    )
    _note(publication, settings.publish(nodes.load(), unit, contexts))
    if publication.state == State.FAILED:
        _report(unit, publication)
    else:
        unit.publications.exclude(pk=publication.pk).delete()
        PublishedUnit.objects.filter(pk=unit.pk).update(live=publication)


def _wait_for_slot(unit: PublishedUnit, version: int) -> None:
    """Waits until the slot's former version is surely no node's pointer on disk."""
    former = unit.publications.filter(version=version - steps.SLOTS).first()
    if former and former.replaced_at:
        rest = former.replaced_at + SETTLED - timezone.now()
        time.sleep(max(0.0, rest.total_seconds()))


def as_json(contexts: Sequence[Context]) -> list[list[object]]:
    """Contexts as they are kept in the database."""
    return [
        [c.name, [[p.extension, p.number, p.application, p.data] for p in c.priorities]]
        for c in contexts
    ]


def from_json(stored: list[list[object]]) -> tuple[Context, ...]:
    """The contexts that `as_json` has kept."""
    return tuple(
        Context(str(name), tuple(Priority(*step) for step in steps))  # type: ignore[attr-defined]
        for name, steps in stored
    )
