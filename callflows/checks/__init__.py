"""Checks of a whole flow: one file a check, named after its code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import ClassVar
from uuid import UUID

from callflows.document import Flow
from callflows.findings import Finding
from callflows.jumps import Graph
from callflows.snapshot_types import Snapshot
from pbxportal.lib.registry import Registry, load_folder


@dataclass(frozen=True)
class Surroundings:
    """The rest of the account: its live callflows and where they lead, all numbers.

    `names` has all callflows, `entered` those that a number or another callflow leads
    to, `extensions` the numbers that are users' own. `today` is on the account's clock. All
    is empty where a document is looked at by itself.
    """

    jumps: Graph = field(default_factory=dict)
    names: Mapping[UUID, str] = field(default_factory=dict)
    numbers: Mapping[str, UUID] = field(default_factory=dict)
    entered: frozenset[UUID] = frozenset()
    extensions: frozenset[str] = frozenset()
    today: date | None = None


@dataclass(frozen=True)
class Subject:
    """What is checked. `own` is the callflow's id, None before its first save."""

    flow: Flow
    snapshot: Snapshot
    own: UUID | None = None
    around: Surroundings = field(default_factory=Surroundings)


class Check:
    """A rule about whole flows; a subclass yields what breaks it."""

    name: ClassVar[str] = ""

    def run(self, subject: Subject) -> Iterable[Finding]:
        """What is wrong; nothing if all is well."""
        raise NotImplementedError


@cache
def checks() -> Registry[Check]:
    """All checks: the files of this folder."""
    return load_folder("callflows.checks", Check)


def check(
    flow: Flow,
    snapshot: Snapshot,
    own: UUID | None = None,
    around: Surroundings | None = None,
) -> list[Finding]:
    """All findings of a flow, in the document's order.

    The modules' own come first at each place; skipped modules are not asked.
    """
    subject = Subject(flow, snapshot, own, around or Surroundings())
    found = [f for node in flow.nodes.values() for f in node.findings]
    for node in flow.nodes.values():
        if node.module and not node.skip:
            found.extend(node.module.check(node, snapshot))
    for _, cls in checks().items():
        found.extend(cls().run(subject))
    place = {path: number for number, path in enumerate(flow.nodes)}
    return sorted(found, key=lambda finding: place.get(finding.path, -1))
