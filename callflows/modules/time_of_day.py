"""Branches on the clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import BranchOnTime, TimeCase
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot, TimeFrameInfo
from callflows.time_rules import specificity
from pbxportal.lib.refto import RefTo


def _once(ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
    if len(set(ids)) != len(ids):
        raise ValueError("the same time frame twice")
    return ids


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError("no such time zone") from None
    return name


class TimeOfDaySettings(Settings):
    """Which time frames have an exit, and whose clock counts."""

    frames: Annotated[
        tuple[Annotated[UUID, RefTo("time_frame")], ...], AfterValidator(_once)
    ] = setting(_("Time frames"), ())
    timezone: Annotated[str, AfterValidator(_zone)] | None = setting(
        _("Time zone"), None, help=_("The account's own if empty.")
    )


class TimeOfDay(Module[TimeOfDaySettings]):
    """The most specific rule of all frames that holds now wins, in whatever order."""

    label, icon, category = _("Time of day"), "clock", "time"
    help = _("Leads elsewhere at certain times: opening hours, holidays.")
    Settings = TimeOfDaySettings
    examples = (
        {"frames": ["01900000-0000-7000-8000-000000000006"]},
        {
            "frames": ["01900000-0000-7000-8000-000000000006"],
            "timezone": "America/Vancouver",
        },
    )
    exits = (Branch(DEFAULT_BRANCH, _("Any other time")),)
    exits_from = "frames"
    told_otherwise = frozenset({DEFAULT_BRANCH})

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        for id in self.settings.frames:
            frame = snapshot.get(TimeFrameInfo, id)
            if frame and not frame.rules:
                yield Finding("empty_frame", node.path, str(id), {"name": frame.name})

    def lower(self, scope: Scope) -> None:
        cases = [
            TimeCase(rule, frame.name, scope.to(str(frame.id)))
            for id in self.settings.frames
            if (frame := scope.find(TimeFrameInfo, id))
            for rule in frame.rules
        ]
        # Stable: of two equally specific rules that of the frame named first wins.
        cases.sort(key=lambda case: specificity(case.rule))
        scope.emit(
            BranchOnTime(
                timezone=self.settings.timezone or scope.snapshot.timezone,
                cases=tuple(cases),
                otherwise=scope.to(DEFAULT_BRANCH),
            )
        )
