"""Everything that is wrong with the account's callflows, drafts and live ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from callflows import checks
from callflows.findings import Finding, Level
from callflows.instructions import Path
from callflows.models import Callflow, CallScenario
from callflows.services import surroundings
from callflows.services.documents import Documents, known, read
from callflows.services.outline import label
from callflows.snapshot_types import Snapshot
from tenants.actor import required
from tenants.models import AuditEntry

ORDER = {level: place for place, level in enumerate(Level)}
# Seconds; findings that only time brings about are late by so much at most.
REMEMBERED = 600


@dataclass(frozen=True)
class Problem:
    """A finding, the callflow and the module that it is about; "" is the callflow itself.

    `states` are the documents that have it: `live`, `draft`.
    """

    flow: Callflow
    states: tuple[str, ...]
    finding: Finding
    module: str

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            **self.finding.as_json(),
            "callflow": {"id": str(self.flow.pk), "name": self.flow.name},
            "states": list(self.states),
            "module": self.module,
        }


def problems(level: str = "") -> list[Problem]:
    """All problems, or those of a level; the worst first. A constant number of queries."""
    documents = read(Callflow.objects.select_related("live").order_by("name", "pk"))
    objects, around = known(documents), surroundings.load()
    found = [
        problem
        for each in documents
        for problem in _of(each, objects, around)
        if level in ("", problem.finding.level)
    ]
    return sorted(found, key=lambda problem: ORDER[problem.finding.level])


def _of(
    each: Documents, objects: Snapshot, around: checks.Surroundings
) -> Iterable[Problem]:
    """Those of one callflow; what draft and live version share is one."""
    states: dict[tuple[Path, str, str, str], list[str]] = {}
    found: dict[tuple[Path, str, str, str], tuple[Finding, str]] = {}
    same = each.live is each.draft
    checked: list[Finding] = []
    for state, flow in each.states():
        if not (same and checked):
            checked = checks.check(flow, objects, each.row.pk, around)
        for finding in checked:
            node = flow.nodes.get(finding.path)
            key = (finding.path, finding.code, finding.about, finding.message)
            states.setdefault(key, []).append(state)
            found[key] = finding, label(node, objects) if node else ""
    for key, (finding, module) in found.items():
        own = tuple(dict.fromkeys(states[key]))
        yield Problem(each.row, own, finding, module)


def red_by_callflow() -> Mapping[UUID, int]:
    """How many red findings each callflow has; those without any are left out.

    Remembered until something in the account is changed.
    """
    key = f"problems:{required().account.pk}:{_stamp()}"
    counted: dict[UUID, int] | None = cache.get(key)
    if counted is None:
        counted = {}
        for problem in problems(Level.RED):
            counted[problem.flow.pk] = counted.get(problem.flow.pk, 0) + 1
        cache.set(key, counted, REMEMBERED)
    return counted


def red_findings() -> int:
    """How many there are in the account."""
    return sum(red_by_callflow().values())


def _stamp() -> str:
    """Another one after each change: all of them are noted in the audit."""
    rows = AuditEntry.objects.filter(account=required().account).order_by("-at", "pk")
    return str(rows.values_list("pk", flat=True).first())


def with_failing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Callflows with `failing`: whether a scenario failed when it last ran."""
    failed = CallScenario.objects.filter(callflow=OuterRef("pk"), passed=False)
    found: QuerySet[Any] = rows.annotate(failing=Exists(failed))
    return found


def state_of(flow: Any, red: Mapping[UUID, int]) -> str:
    """`failing` with errors or a scenario that failed, `draft` while nothing is live.

    The callflow is one of with_failing(); `red` are the errors by callflow.
    """
    if flow.pk in red or flow.failing:
        return "failing"
    return "live" if flow.live_id else "draft"
