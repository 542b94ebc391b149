"""Record files of all nodes -> rows, for `manage.py import_records`.

Each file is one transaction: legs or steps are inserted unless they are there
already, then every call that they belong to is computed afresh from all its rows.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import asdict, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.db import (
    DataError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django_tenants.utils import get_public_schema_name, schema_context

from telephony.history import failures, lines
from telephony.history.legs import Call, call_of
from telephony.history.spool import KINDS, Spool
from telephony.models import CallLeg, CallNotice, CallRecord, CallStep, Fax, Recording
from telephony.models.record import Direction, Result
from telephony.notices.requests import wake
from tenants.models import Account

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from uuid import UUID

logger = logging.getLogger(__name__)

TICK = 1.0
LONGEST_WAIT = 30.0
SWEEP_TICKS = 60
BATCH = 1000
CALL_FIELDS = [f.name for f in fields(Call) if f.name not in ("linkedid", "account")]

Row = TypeVar("Row", CallLeg, CallStep)


class RecordSource(Protocol):
    """A node, as far as its records matter."""

    @property
    def name(self) -> str: ...
    @property
    def records(self) -> Path: ...


def run(
    nodes: Sequence[RecordSource], stop: threading.Event, tick: float = TICK
) -> None:
    """Import until `stop` is set. Without a database it waits, and the files keep."""
    spools = {node.name: Spool(node.records) for node in nodes}
    wait, ticks = tick, 0
    while not stop.is_set():
        try:
            work_once(spools, sweep=ticks % SWEEP_TICKS == 0)
            wait, ticks = tick, ticks + 1
        except (OperationalError, InterfaceError) as error:
            wait = min(wait * 2, LONGEST_WAIT)
            logger.warning("No database, again in %.0f s: %s", wait, error)
            connection.close()
        stop.wait(wait)


def work_once(spools: dict[str, Spool], *, sweep: bool = False) -> int:
    """Import every ripe file of every node; gives how many there were."""
    close_old_connections()
    count = 0
    for name, spool in spools.items():
        try:
            if sweep:
                spool.sweep()
            for kind in KINDS:
                count += spool.drain(kind, _store_for(name))
        except OSError:
            # One node's disk must not stop the others.
            logger.exception("Record files of %s", name)
    return count


def _store_for(pbx: str) -> Callable[[str, Sequence[bytes]], Sequence[bytes]]:
    return lambda kind, found: store(pbx, kind, found)


def store(pbx: str, kind: str, found: Sequence[bytes]) -> list[bytes]:
    """Import the lines of one file, all or none; gives those that are unreadable."""
    rejected: list[bytes] = []
    with schema_context(get_public_schema_name()), transaction.atomic():
        if kind == "cdr":
            linked = _store_legs(pbx, found, rejected)
        else:
            linked = _store_steps(pbx, found, rejected)
        for chunk in _chunks(sorted(linked)):
            _recompute(pbx, chunk)
    return rejected


def _store_legs(pbx: str, found: Sequence[bytes], rejected: list[bytes]) -> set[str]:
    legs = []
    for line in found:
        records, rest = lines.split(line)
        if rest:
            rejected.append(rest.encode())
        for record in records:
            try:
                legs.append((lines.leg(record), line))
            except lines.Malformed:
                rejected.append(line)
    accounts = _accounts(leg.accountcode for leg, _ in legs)
    rows = [
        (
            CallLeg(pbx=pbx, account_id=accounts.get(leg.accountcode), **asdict(leg)),
            line,
        )
        for leg, line in legs
    ]
    _insert(CallLeg, rows, rejected)
    return {leg.linkedid for leg, _ in legs}


def _store_steps(pbx: str, found: Sequence[bytes], rejected: list[bytes]) -> set[str]:
    steps, notices, recordings, faxes = [], [], [], []
    for line, key in zip(found, lines.step_keys(found), strict=True):
        records, rest = lines.split(line)
        if rest:
            rejected.append(rest.encode())
        for record in records:
            try:
                step, notice = lines.step(record), lines.notice(record)
                recording, fax = lines.recording(record), lines.fax(record)
            except lines.Malformed:
                rejected.append(line)
                continue
            if step is not None:
                steps.append((step, key, line))
            if notice is not None:
                notices.append((notice, key))
            if recording is not None:
                recordings.append(recording)
            if fax is not None:
                faxes.append(fax)
    _store_notices(pbx, notices)
    _store_recordings(pbx, recordings)
    _store_faxes(pbx, faxes)
    accounts = _accounts(step.accountcode for step, _, _ in steps)
    rows = []
    for step, key, line in steps:
        values = asdict(step)
        account = accounts.get(values.pop("accountcode"))
        row = CallStep(pbx=pbx, account_id=account, event_key=key, **values)
        rows.append((row, line))
    _insert(CallStep, rows, rejected)
    return {step.linkedid for step, _, _ in steps}


def _store_notices(pbx: str, found: Sequence[tuple[lines.Notice, UUID]]) -> None:
    """Each notice once, however often its file is read; then somebody is sent."""
    if not found:
        return
    accounts = _accounts(notice.accountcode for notice, _ in found)
    rows = []
    for notice, key in found:
        values = asdict(notice)
        account = accounts.get(values.pop("accountcode"))
        row = CallNotice(pbx=pbx, account_id=account, event_key=key, **values)
        rows.append(row)
    CallNotice.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(wake)


def _store_recordings(pbx: str, found: Sequence[lines.Recording]) -> None:
    """Each recording once; its file is looked for when its call is over."""
    accounts = _accounts(recording.accountcode for recording in found)
    rows = []
    for recording in found:
        values = asdict(recording)
        account = accounts.get(values.pop("accountcode"))
        rows.append(Recording(pbx=pbx, account_id=account, **values))
    Recording.objects.bulk_create(rows, ignore_conflicts=True)


def _store_faxes(pbx: str, found: Sequence[lines.Fax]) -> None:
    """Each fax once. The line of its end tells all but when it began, so that a lost
    line, or one that comes late, does not lose the fax."""
    accounts = _accounts(fax.accountcode for fax in found)
    begun: dict[str, Fax] = {}
    ended: dict[str, Fax] = {}
    for fax in found:
        values = asdict(fax)
        account = accounts.get(values.pop("accountcode"))
        row = Fax(pbx=pbx, account_id=account, **values)
        (begun if fax.ended_at is None else ended)[fax.handle] = row
    Fax.objects.bulk_create(begun.values(), ignore_conflicts=True)
    Fax.objects.bulk_create(
        ended.values(),
        update_conflicts=True,
        unique_fields=["pbx", "handle"],
        update_fields=["ended_at", "status", "pages", "station", "reason"],
    )


def _accounts(slugs: Iterable[str]) -> dict[str, UUID]:
    wanted = {slug for slug in slugs if slug}
    found = Account.objects.filter(slug__in=wanted)
    return dict(found.values_list("slug", "pk"))


def _insert(
    model: type[Row], rows: Sequence[tuple[Row, bytes]], rejected: list[bytes]
) -> None:
    """Insert unless there already. A row that the database refuses is found by
    halving, and rejected: one bad line must not hold up all that follow."""
    if not rows:
        return
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(
                [row for row, _ in rows], batch_size=BATCH, ignore_conflicts=True
            )
    except DataError:
        if len(rows) == 1:
            rejected.append(rows[0][1])
            return
        half = len(rows) // 2
        _insert(model, rows[:half], rejected)
        _insert(model, rows[half:], rejected)


def _recompute(pbx: str, linked: Sequence[str]) -> None:
    """Write the calls of these linked ids, as all their legs and steps tell them.

    A call without any leg yet is under way; its row comes with its first record.
    """
    legs, steps = defaultdict(list), defaultdict(list)
    for leg in CallLeg.objects.filter(pbx=pbx, linkedid__in=linked):
        legs[leg.linkedid].append(_pure(lines.Leg, leg))
    for step in CallStep.objects.filter(pbx=pbx, linkedid__in=linked):
        steps[step.linkedid].append(_pure(lines.Step, step))
    calls = [call_of(own, steps[linkedid]) for linkedid, own in legs.items()]
    accounts = _accounts(call.account for call in calls)
    # Without its steps a call has not been told wholly: who called whom is in them.
    failed = [c.linkedid for c in calls if _failed(c) and steps[c.linkedid]]
    CallRecord.objects.bulk_create(
        [_record(pbx, call, accounts.get(call.account)) for call in calls],
        update_conflicts=True,
        unique_fields=["pbx", "linkedid"],
        update_fields=["account", *CALL_FIELDS],
    )
    if failed:
        # Not here: whatever becomes of the log, the records are kept.
        transaction.on_commit(lambda: failures.tell(pbx, failed), robust=True)


def _failed(call: Call) -> bool:
    """Whether it could not be put through to the outside, or in from there."""
    failed = (call.direction, call.result) == (Direction.OUTBOUND, Result.FAILED)
    return failed or bool(call.no_trunk)


def _record(pbx: str, call: Call, account: UUID | None) -> CallRecord:
    values = {name: getattr(call, name) for name in CALL_FIELDS}
    return CallRecord(pbx=pbx, linkedid=call.linkedid, account_id=account, **values)


Pure = TypeVar("Pure", lines.Leg, lines.Step)


def _pure(kind: type[Pure], row: CallLeg | CallStep) -> Pure:
    # A step's row has no account code: the legs tell the account.
    values: dict[str, Any] = {f.name: getattr(row, f.name, "") for f in fields(kind)}
    return kind(**values)


def _chunks(found: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(found)
    while chunk := list(islice(rest, BATCH)):
        yield chunk
