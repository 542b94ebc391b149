"""A callflow in sentences, for people who read it, hear it read, or print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from callflows.document import Flow, parse
from callflows.instructions import Path
from callflows.lowering import lower
from callflows.models import Callflow
from callflows.module import modules
from callflows.services import variables
from callflows.services.comparing import document_of
from callflows.words import Line, describe


@dataclass(frozen=True)
class Sentence:
    """What happens at one place; `module` is empty where the call only ends.

    `opens` says that a list of what follows begins after it, `ends` how many lists end.
    """

    depth: int
    path: Path
    module: str
    icon: str
    when: str
    said: str
    opens: bool
    ends: range

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.when} {self.said}".strip()

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "depth": self.depth,
            "path": list(self.path),
            "module": self.module,
            "when": self.when,
            "text": self.said,
        }


def sentences(flow: Callflow, version: str) -> list[Sentence]:
    """Of a version (its number), of what is `live`, or of the `draft`, from the root down.

    None for an empty document; answers 404 for a version that does not exist.
    """
    read = parse(document_of(flow, version))
    if not read.nodes:
        return []
    known = variables.load(read, flow.pk)
    return _arranged(read, describe(lower(read, known)))


def in_lines(told: Iterable[Sentence]) -> str:
    """The sentences as text, one a line, indented."""
    return "".join(f"{'  ' * each.depth}{each.text}\n" for each in told)


def _arranged(flow: Flow, lines: tuple[Line, ...]) -> list[Sentence]:
    depths = [*(line.depth for line in lines[1:]), 0]
    return [_sentence(flow, *pair) for pair in zip(lines, depths, strict=True)]


def _sentence(flow: Flow, line: Line, next_depth: int) -> Sentence:
    node = flow.nodes.get(line.path)
    kind = modules().get(node.name) if node else None
    return Sentence(
        depth=line.depth,
        path=line.path,
        module=node.name if node else "",
        icon=kind.icon if kind else "phone-off",
        when=line.when,
        said=line.said,
        opens=next_depth > line.depth,
        ends=range(max(0, line.depth - next_depth)),
    )
