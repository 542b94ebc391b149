"""Publishing one version of a unit: persist, add, verify on every node; only then flip.

Each version is a set of fresh contexts, so that a call never meets half a change: it
enters by the pointer, which is flipped last, and stays in the contexts that it entered.
The file of a version is one of a few slots, never the one that the pointer leads to: a
node that is killed at any moment finds the version of its pointer whole when it starts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

from telephony.ami.client import AmiConnectionError, AmiError
from telephony.ami.encode import AmiEncodingError
from telephony.dialplan.contexts import Context
from telephony.nodes import NodeAddress
from telephony.publish.node import NodeLink, Rejected

# A slot comes round again after this many versions of its unit.
SLOTS = 8
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """How it went on one node: `live`, `failed`, `rolled_back` or `unreachable`."""

    node: str
    state: str
    error: str = ""
    milliseconds: float = 0.0


def entry(unit: str, version: int) -> str:
    """The context at which calls enter a version."""
    return f"{unit}-v{version}"


def slot(unit: str, version: int) -> str:
    """The file that keeps a version for the next start of Asterisk."""
    return f"units/{unit}.{version % SLOTS}.conf"


def publish(
    nodes: Sequence[NodeAddress], unit: str, version: int, contexts: Sequence[Context]
) -> list[Outcome]:
    """Brings a version to all nodes, or to none.

    A node that is not reached does not hold the others up: it is mended when it comes
    back. A node that refuses anything does: the version is removed everywhere then, and
    the one before stays live.
    """
    outcomes = on_all(nodes, lambda link: bring(link, unit, version, contexts))
    if any(outcome.state == "failed" for outcome in outcomes):
        on_all(nodes, lambda link: _take_back(link, unit, version, contexts))
        return [
            replace(outcome, state="rolled_back")
            if outcome.state == "ready"
            else outcome
            for outcome in outcomes
        ]
    ready = [
        node
        for node, outcome in zip(nodes, outcomes, strict=True)
        if outcome.state == "ready"
    ]
    flipped = {
        outcome.node: outcome
        for outcome in on_all(
            ready, lambda link: link.point(unit, entry(unit, version))
        )
    }
    return [_after_flip(outcome, flipped) for outcome in outcomes]


def remove(nodes: Sequence[NodeAddress], unit: str) -> list[Outcome]:
    """Makes a unit unknown on all nodes; its contexts go when no call is in them."""
    outcomes = on_all(nodes, lambda link: link.unpoint(unit))
    return as_live(outcomes)


def as_live(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The same, where nothing is left to be done after the work."""
    return [replace(o, state="live") if o.state == "ready" else o for o in outcomes]


def collect(
    nodes: Sequence[NodeAddress], unit: str, version: int, names: Sequence[str]
) -> list[Outcome]:
    """Removes a replaced version from the running dialplan and from its slot."""

    def drop(link: NodeLink) -> None:
        if link.pointers().get(unit) == entry(unit, version):
            raise Rejected(f"{unit} v{version} is live on {link.address.name}")
        link.forget(names)

    return on_all(nodes, drop)


def on_all(
    nodes: Sequence[NodeAddress], work: Callable[[NodeLink], object]
) -> list[Outcome]:
    """Does the work on all nodes side by side; `ready` where nothing went wrong."""
    if not nodes:
        return []
    with ThreadPoolExecutor(max_workers=len(nodes)) as pool:
        return list(pool.map(lambda node: _on_one(node, work), nodes))


def bring(link: NodeLink, unit: str, version: int, contexts: Sequence[Context]) -> None:
    """Persists, adds and verifies a version on one node; calls do not know it yet."""
    link.check_applications(contexts)
    link.forget(context.name for context in contexts)
    link.write_file(slot(unit, version), contexts)
    link.add(contexts)
    link.verify(contexts)


def _take_back(
    link: NodeLink, unit: str, version: int, contexts: Sequence[Context]
) -> None:
    link.forget(context.name for context in contexts)
    link.write_file(slot(unit, version), ())


def _after_flip(outcome: Outcome, flipped: dict[str, Outcome]) -> Outcome:
    flip = flipped.get(outcome.node)
    if flip is None:
        return outcome
    spent = outcome.milliseconds + flip.milliseconds
    state = "live" if flip.state == "ready" else flip.state
    return Outcome(outcome.node, state, flip.error, spent)


def _on_one(node: NodeAddress, work: Callable[[NodeLink], object]) -> Outcome:
    begin = time.perf_counter()

    def outcome(state: str, error: object = "") -> Outcome:
        spent = (time.perf_counter() - begin) * 1000
        return Outcome(node.name, state, str(error), spent)

    try:
        link = NodeLink.connect(node)
    except AmiConnectionError as error:
        return outcome("unreachable", error)
    try:
        work(link)
    except AmiConnectionError as error:
        return outcome("unreachable", error)
    except (AmiError, AmiEncodingError, Rejected) as error:
        return outcome("failed", error)
    finally:
        link.close()
    return outcome("ready")
