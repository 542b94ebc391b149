"""Lowers a flow to a program: each module writes its instructions, each branch once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from uuid import UUID

from callflows.document import Flow, Node
from callflows.instructions import (
    Block,
    Cause,
    Goto,
    HangUp,
    Instruction,
    Mark,
    Path,
    Program,
    To,
)
from callflows.module import DEFAULT_BRANCH
from callflows.snapshot_types import I, Snapshot


class Scope:
    """What a module sees while it writes its instructions."""

    def __init__(
        self, lowering: _Lowering, name: str, path: Path, node: Node, *, part: bool
    ) -> None:
        self._lowering = lowering
        self._name, self._path, self._node = name, path, node
        self._part = part
        self._parts: list[Block] = []
        self.keys = node.keys
        self.written: list[Instruction] = [] if part else [Mark()]

    @property
    def snapshot(self) -> Snapshot:
        """The account's objects."""
        return self._lowering.snapshot

    def emit(self, *instructions: Instruction) -> None:
        """Adds instructions; after one that leaves the module no other may follow."""
        self.written.extend(instructions)

    def to(self, key: str, otherwise: Cause = Cause.NORMAL) -> To:
        """Where a branch leads. An empty one ends the call, with the given cause."""
        return self._lowering.place((*self._path, key), otherwise)

    def part(self, write: Callable[[Scope], None]) -> To:
        """One more block of the module, which `write` writes, to be led to."""
        name = f"{self._name}v{len(self._parts) + 1}"
        scope = Scope(self._lowering, name, self._path, self._node, part=True)
        write(scope)
        self._parts += scope.blocks()
        return To(name)

    def blocks(self) -> list[Block]:
        """What was written: the block itself, and the parts that it leads to."""
        body = tuple(self.written)
        _must_leave_once(self._node.name, body)
        block = Block(self._name, self._path, self._node.name, body, self._part)
        return [block, *self._parts]

    def go_on(self, otherwise: Cause = Cause.NORMAL) -> None:
        """Leaves by the default branch."""
        self.emit(Goto(self.to(DEFAULT_BRANCH, otherwise)))

    def find(self, shape: type[I], id: UUID | None) -> I | None:
        """The account's object of that type, or None if it has no such one."""
        return self.snapshot.get(shape, id)


def lower(flow: Flow, snapshot: Snapshot) -> Program:
    """The flow as a program that ends in every case.

    It never fails on a document: what can't be run (unknown or invalid modules) is
    passed by, like skipped modules. Findings say whether it may be published.
    """
    lowering = _Lowering(flow, snapshot)
    lowering.place((), Cause.UNAVAILABLE)
    return Program(snapshot.account, tuple(lowering.blocks()))


class _Lowering:
    """Names each place once and keeps the order in which they were first needed."""

    def __init__(self, flow: Flow, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._nodes: Mapping[Path, object] = flow.nodes
        self._flow = flow
        self._placed: dict[Path, To] = {}
        self._waiting: deque[tuple[str, Path, Cause]] = deque()

    def place(self, path: Path, otherwise: Cause) -> To:
        """The block of what is at the path, or of an ending if nothing is there."""
        path = self._passed_by(path)
        if path not in self._placed:
            name = f"n{len(self._placed)}"
            self._placed[path] = To(name)
            self._waiting.append((name, path, otherwise))
        return self._placed[path]

    def _passed_by(self, path: Path) -> Path:
        """The path itself, or where its default branch leads if it can't be run."""
        node = self._flow.nodes.get(path)
        while node and (node.skip or node.module is None):
            path = (*path, DEFAULT_BRANCH)
            node = self._flow.nodes.get(path)
        return path

    def blocks(self) -> list[Block]:
        """Lowers what waits until nothing does."""
        done: list[Block] = []
        while self._waiting:
            done += self._blocks(*self._waiting.popleft())
        return done

    def _blocks(self, name: str, path: Path, otherwise: Cause) -> list[Block]:
        node = self._flow.nodes.get(path)
        if node is None or node.module is None:
            return [Block(name, path, "", (HangUp(otherwise),))]
        scope = Scope(self, name, path, node, part=False)
        node.module.lower(scope)
        return scope.blocks()


def _must_leave_once(module: str, body: tuple[Instruction, ...]) -> None:
    """A module that could run on into nothing is a mistake in its file."""
    *before, last = body
    if not last.leaves or any(op.leaves for op in before):
        raise TypeError(f"{module}: exactly its last instruction must leave it")
