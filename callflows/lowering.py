"""Lowers a flow to a program: each module writes its instructions, each branch once."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from uuid import UUID

from callflows.document import Flow
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
from callflows.snapshot_types import (
    CallflowInfo,
    DeviceInfo,
    MailboxInfo,
    MediaInfo,
    Snapshot,
    TimeFrameInfo,
    UserInfo,
)


class Scope:
    """What a module sees while it writes its instructions."""

    def __init__(self, lowering: _Lowering, path: Path, keys: tuple[str, ...]) -> None:
        self._lowering = lowering
        self._path = path
        self.keys = keys
        self.written: list[Instruction] = [Mark()]

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

    def go_on(self, otherwise: Cause = Cause.NORMAL) -> None:
        """Leaves by the default branch."""
        self.emit(Goto(self.to(DEFAULT_BRANCH, otherwise)))

    def user(self, id: UUID) -> UserInfo | None:
        """The user, or None if the account has no such one; the same for the others."""
        return self.snapshot.users.get(id)

    def device(self, id: UUID) -> DeviceInfo | None:
        return self.snapshot.devices.get(id)

    def box(self, id: UUID) -> MailboxInfo | None:
        return self.snapshot.mailboxes.get(id)

    def sound(self, id: UUID | None) -> MediaInfo | None:
        return self.snapshot.media.get(id) if id else None

    def callflow(self, id: UUID) -> CallflowInfo | None:
        return self.snapshot.callflows.get(id)

    def time_frame(self, id: UUID) -> TimeFrameInfo | None:
        return self.snapshot.time_frames.get(id)


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
        done = []
        while self._waiting:
            done.append(self._block(*self._waiting.popleft()))
        return done

    def _block(self, name: str, path: Path, otherwise: Cause) -> Block:
        node = self._flow.nodes.get(path)
        if node is None or node.module is None:
            return Block(name, path, "", (HangUp(otherwise),))
        scope = Scope(self, path, node.keys)
        node.module.lower(scope)
        body = tuple(scope.written)
        _must_leave_once(node.name, body)
        return Block(name, path, node.name, body)


def _must_leave_once(module: str, body: tuple[Instruction, ...]) -> None:
    """A module that could run on into nothing is a mistake in its file."""
    *before, last = body
    if not last.leaves or any(op.leaves for op in before):
        raise TypeError(f"{module}: exactly its last instruction must leave it")
