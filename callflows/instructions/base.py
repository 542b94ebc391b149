"""What instructions are, and the program that they make up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Self

Path = tuple[str, ...]


@dataclass(frozen=True)
class To:
    """Where an instruction leads: the name of a block of the program."""

    block: str


@dataclass(frozen=True)
class Instruction:
    """One thing that is done with a call: plain data, its operands as fields.

    `leaves` says whether the call always goes elsewhere (or ends) with it. Wherever it
    may lead inside its program stands in its fields as a To, or in the parts of them
    that are dataclasses or tuples.
    """

    leaves: ClassVar[bool] = False

    def targets(self) -> tuple[To, ...]:
        """Where it may lead, in the order of its fields."""
        return tuple(_targets(self))

    def retargeted(self, new: Callable[[To], To]) -> Self:
        """The same with each target replaced."""
        moved: Self = _retargeted(self, new)
        return moved


def _targets(value: Any) -> Iterator[To]:
    if isinstance(value, To):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _targets(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _targets(getattr(value, part.name))


def _retargeted(value: Any, new: Callable[[To], To]) -> Any:
    if isinstance(value, To):
        return new(value)
    if isinstance(value, tuple):
        return tuple(_retargeted(item, new) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in fields(value)}
        moved = {name: _retargeted(part, new) for name, part in parts.items()}
        changed = {name: part for name, part in moved.items() if part != parts[name]}
        return replace(value, **changed) if changed else value
    return value


@dataclass(frozen=True)
class Block:
    """The instructions of one module of the document, or of an ending.

    Only the last instruction leaves the block. `path` is the module's address in the
    document; an ending has the address of the empty branch and no `module`. A `part` is
    one more block of a module, which its first one leads to.
    """

    name: str
    path: Path
    module: str
    body: tuple[Instruction, ...]
    part: bool = False


@dataclass(frozen=True)
class Program:
    """A callflow as instructions. Calls enter at the first block."""

    account: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def entry(self) -> str:
        """The name of the block at which calls enter."""
        return self.blocks[0].name

    @cached_property
    def by_name(self) -> Mapping[str, Block]:
        """The blocks by their names."""
        return {block.name: block for block in self.blocks}


def all_targets(blocks: Iterable[Block]) -> set[str]:
    """The names of all blocks that some instruction leads to."""
    return {to.block for b in blocks for op in b.body for to in op.targets()}
