"""A program in plain words: what happens to a call, exit by exit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callflows import instructions as op
from callflows.instructions import Block, Cause, Greeting, Path, Program, To

CAUSES: Mapping[Cause, str | Promise] = {
    Cause.NORMAL: gettext_lazy("the callflow is over"),
    Cause.BUSY: gettext_lazy("busy"),
    Cause.NO_ANSWER: gettext_lazy("nobody answers"),
    Cause.UNAVAILABLE: gettext_lazy("not available"),
    Cause.REJECTED: gettext_lazy("rejected"),
    Cause.NOT_FOUND: gettext_lazy("no such number"),
    Cause.AS_DIALLED: gettext_lazy("busy, or nobody answers"),
}

GREETINGS: Mapping[Greeting, str | Promise] = {
    Greeting.UNAVAILABLE: gettext_lazy("with the greeting for “not available”"),
    Greeting.BUSY: gettext_lazy("with the greeting for “busy”"),
    Greeting.NONE: gettext_lazy("without a greeting"),
}


@dataclass(frozen=True)
class Line:
    """A sentence about a block: how deep it stands below the root, and where it is."""

    depth: int
    node: str
    path: Path
    text: str


# What a block says: its own sentence, then each exit as (when, where to).
_Exits = list[tuple[str, To]]


def describe(program: Program) -> tuple[Line, ...]:
    """The program as sentences, each block under the exit that leads to it."""
    words = _Words()
    lines: list[Line] = []
    waiting: list[tuple[int, str, str]] = [(0, "", program.entry)]
    while waiting:
        depth, when, name = waiting.pop()
        block = program.by_name[name]
        text, exits = words.block(block)
        lines.append(Line(depth, name, block.path, f"{when} {text}".strip()))
        deeper = [(depth + 1, when, to.block) for when, to in exits]
        waiting.extend(reversed(deeper))
    return tuple(lines)


def in_words(program: Program) -> str:
    """All sentences, one a line, indented by depth."""
    return "\n".join("  " * line.depth + line.text for line in describe(program))


class _Words:
    """Each `emit_<Instruction>` gives a sentence and the exits it leads to."""

    def block(self, block: Block) -> tuple[str, _Exits]:
        """A block's sentences together, and all of its exits."""
        texts, exits = [], []
        for instruction in block.body:
            emit: Callable[[Any], tuple[str, _Exits]]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            text, more = emit(instruction)
            texts.append(text)
            exits.extend(more)
        return " ".join(text for text in texts if text), exits

    def emit_Mark(self, do: op.Mark) -> tuple[str, _Exits]:
        return "", []

    def emit_Answer(self, do: op.Answer) -> tuple[str, _Exits]:
        return "", []

    def emit_Play(self, do: op.Play) -> tuple[str, _Exits]:
        return _("Play “%(name)s”.") % {"name": do.sound.name}, []

    def emit_Gather(self, do: op.Gather) -> tuple[str, _Exits]:
        asked = _("Play “%(name)s” and wait") if do.prompt else _("Wait")
        name = {"name": do.prompt.name if do.prompt else ""}
        seconds = ngettext("%(n)s second", "%(n)s seconds", do.seconds)
        tries = ngettext("%(n)s try", "%(n)s tries", do.tries)
        text = _("%(asked)s for a key (%(seconds)s, %(tries)s).") % {
            "asked": asked % name,
            "seconds": seconds % {"n": do.seconds},
            "tries": tries % {"n": do.tries},
        }
        exits = [(_("Key %(key)s:") % {"key": c.key}, c.to) for c in do.cases]
        exits.append((_("No key:"), do.no_key))
        exits.append((_("Another key:"), do.other_key))
        return text, exits

    def emit_Dial(self, do: op.Dial) -> tuple[str, _Exits]:
        text = ngettext(
            "Ring %(name)s for %(n)s second.",
            "Ring %(name)s for %(n)s seconds.",
            do.seconds,
        )
        values = {"name": do.name, "n": do.seconds}
        return text % values, [(_("If nobody answers:"), do.unanswered)]

    def emit_Voicemail(self, do: op.Voicemail) -> tuple[str, _Exits]:
        text = _("Take a message in “%(name)s”, %(greeting)s.")
        return text % {"name": do.box.name, "greeting": GREETINGS[do.greeting]}, []

    def emit_BranchOnTime(self, do: op.BranchOnTime) -> tuple[str, _Exits]:
        frames: dict[tuple[str, To], None] = {}
        for case in do.cases:
            frames.setdefault((case.name, case.to))
        text = _("Look at the clock (%(zone)s).") % {"zone": do.timezone}
        exits = [(_("During “%(name)s”:") % {"name": n}, to) for n, to in frames]
        return text, [*exits, (_("At any other time:"), do.otherwise)]

    def emit_Jump(self, do: op.Jump) -> tuple[str, _Exits]:
        return _("Go on in “%(name)s”.") % {"name": do.callflow.name}, []

    def emit_Goto(self, do: op.Goto) -> tuple[str, _Exits]:
        return "", [(_("Then:"), do.to)]

    def emit_HangUp(self, do: op.HangUp) -> tuple[str, _Exits]:
        return _("End the call: %(why)s.") % {"why": CAUSES[do.cause]}, []
