"""A callflow from which a call comes back to its own beginning."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from callflows.checks import Check, Subject
from callflows.findings import Finding
from callflows.jumps import Jump, jumps, way


class Loop(Check):
    """A call goes in a circle only where the caller chooses to.

    A circle over several callflows is made of this one as it is checked and of the
    others as they are live.
    """

    def run(self, subject: Subject) -> Iterator[Finding]:
        if subject.own is not None:
            for jump in jumps(subject.flow):
                yield from _circle(subject, subject.own, jump)


def _circle(subject: Subject, own: UUID, jump: Jump) -> Iterator[Finding]:
    graph = subject.around.jumps
    forced = None if jump.chosen else way(graph, jump.target, own, forced=True)
    if forced and len(forced) == 1:
        yield Finding("loop", jump.path, jump.field)
    elif forced:
        names = subject.around.names
        through = " → ".join(names.get(flow, "?") for flow in forced[:-1])
        yield Finding("circle", jump.path, jump.field, {"way": through})
    elif way(graph, jump.target, own, forced=False):
        yield Finding("chosen_loop", jump.path, jump.field)
