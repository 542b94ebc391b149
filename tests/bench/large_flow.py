"""A callflow of many modules, of every kind that there is."""

from __future__ import annotations

from collections import deque
from itertools import cycle
from typing import Any

from callflows.checks import check
from callflows.document import parse
from callflows.module import modules
from tests.callflows.samples import SNAPSHOT

# A jump ends the way through a flow, and to itself it would be a mistake.
_LEFT_OUT = {"callflow"}


def large_flow(count: int = 200) -> dict[str, Any]:
    """Modules in turn, hung on the exits of those before them, level by level."""
    examples = _examples()
    order = cycle(examples)
    root: dict[str, Any] = dict(next(e for e in examples if e["module"] == "menu"))
    root["children"] = {}
    free = deque(_exits(root))
    for _ in range(count - 1):
        children, key = free.popleft()
        node = {**next(order), "children": {}}
        # Where exits run out the tree would end: a menu has many.
        if not free and not _exits(node):
            node = {**root, "children": {}}
        children[key] = node
        free.extend(_exits(node))
    return root


def _exits(node: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    kind = modules()[node["module"]]
    branches = kind(kind.Settings.model_validate(node["data"])).branches()
    return [(node["children"], branch.key) for branch in branches]


def _examples() -> list[dict[str, Any]]:
    """The last example of each module, if the imagined account has all that it needs."""
    found = [
        {"module": name, "data": dict(kind.examples[-1])}
        for name, kind in sorted(modules().items())
        if name not in _LEFT_OUT
    ]
    return [
        node
        for node in found
        if not any(f.level == "red" for f in check(parse(node), SNAPSHOT))
    ]
