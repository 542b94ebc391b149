"""Which callflows lead to which, and who decides that a call goes there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from callflows.document import Flow, Node
from callflows.instructions import Path
from callflows.module import DEFAULT_BRANCH


@dataclass(frozen=True)
class Jump:
    """A place at which a callflow leads to another one.

    `chosen` when the caller, or a program, has to choose an exit for a call to get there.
    """

    target: UUID
    path: Path
    field: str
    chosen: bool


# The live callflows of an account, and where each of them leads.
Graph = Mapping[UUID, tuple[Jump, ...]]


def jumps(flow: Flow) -> tuple[Jump, ...]:
    """All jumps of a flow that a call can get to, in the document's order."""
    chosen: dict[Path, bool] = {(): False}
    found: list[Jump] = []
    for path, node in flow.nodes.items():
        if path not in chosen:
            continue
        for key, by_choice in _exits(node):
            chosen[(*path, key)] = chosen[path] or by_choice
        if node.module and not node.skip:
            found += [
                Jump(ref.id, path, ref.field, chosen[path] or node.module.remembers)
                for ref in node.module.references()
                if ref.kind == "callflow"
            ]
    return tuple(found)


def way(graph: Graph, start: UUID, end: UUID, *, forced: bool) -> list[UUID] | None:
    """The callflows through which one leads to the other, both included; the shortest.

    With `forced` only jumps that nobody has to choose count.
    """
    before: dict[UUID, UUID | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            return list(_back(before, end))[::-1]
        for jump in graph.get(here, ()):
            if jump.target not in before and not (forced and jump.chosen):
                before[jump.target] = here
                waiting.append(jump.target)
    return None


def _back(before: Mapping[UUID, UUID | None], end: UUID) -> Iterator[UUID]:
    here: UUID | None = end
    while here is not None:
        yield here
        here = before[here]


def _exits(node: Node) -> Iterator[tuple[str, bool]]:
    """The exits that a call can take, and whether somebody chooses them."""
    if node.skip or node.module is None:
        yield DEFAULT_BRANCH, False
        return
    for branch in node.branches:
        yield branch.key, branch.chosen
