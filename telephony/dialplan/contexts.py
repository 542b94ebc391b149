"""A program as contexts: one extension a block, priorities from 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from callflows.instructions import Program
from pbxportal.lib.names import version_context
from telephony.dialplan import text
from telephony.dialplan.emit import Emitter, Line


@dataclass(frozen=True)
class Priority:
    """One step of the dialplan; `data` is the application's argument as it is."""

    extension: str
    number: int
    application: str
    data: str


@dataclass(frozen=True)
class Context:
    """A named set of extensions."""

    name: str
    priorities: tuple[Priority, ...]


def render(program: Program, unit: str, version: int) -> tuple[Context, ...]:
    """The contexts of one version of a callflow.

    Raises ValueError for a value that Asterisk could take for something else.
    """
    name = version_context(unit, version)
    emitter = Emitter(name, program.account)
    priorities: list[Priority] = []
    for block in program.blocks:
        priorities += numbered(block.name, emitter.block(block))
        for extension, lines in emitter.beside.items():
            priorities += numbered(extension, lines)
    return (Context(name, tuple(priorities)),)


def numbered(extension: str, lines: Iterable[Line]) -> list[Priority]:
    """The lines of one extension as priorities."""
    return [
        Priority(extension, number, application, text.data(arguments))
        for number, (application, arguments) in enumerate(lines, 1)
    ]


def conf_text(contexts: Iterable[Context]) -> list[str]:
    """Lines of a configuration file that mean the same; they need no escapes."""
    lines = []
    for context in contexts:
        lines.append(f"[{context.name}]")
        lines += [
            f"exten => {p.extension},{p.number},{p.application}({p.data})"
            for p in context.priorities
        ]
    return lines
