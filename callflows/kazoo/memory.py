"""How a module stood in Kazoo, kept beside what it became here.

`{"kazoo": {"node": {…}, "was": "9f3c…", "ids": {"<id here>": "<id there>"}}}` in a module
of a document: `node` is the module there without its children, `was` a digest of the
module here as it was taken in. While the digest still fits, nobody has changed the
module, and it goes out as it came. `document` at the root is the callflow without its
modules, and `left` the numbers that were not taken.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEY = "kazoo"


@dataclass(frozen=True)
class Memory:
    """What is remembered of one module; empty if nothing is."""

    node: Mapping[str, Any] = field(default_factory=dict)
    was: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Only what there is."""
        parts = {
            "node": dict(self.node),
            "was": self.was,
            "ids": dict(self.ids),
            "document": dict(self.document),
            "left": list(self.left),
        }
        return {key: value for key, value in parts.items() if value}


def of(raw: Mapping[str, Any]) -> Memory:
    """What a module remembers; nothing if somebody has made a mess of it."""
    kept = raw.get(KEY)
    if not isinstance(kept, dict):
        return Memory()
    node, ids, document = (_object(kept.get(k)) for k in ("node", "ids", "document"))
    was, left = kept.get("was"), kept.get("left")
    if not isinstance(node.get("module"), str):
        node = {}
    return Memory(
        node if isinstance(node.get("data", {}), dict) else {},
        was if isinstance(was, str) else "",
        {key: value for key, value in ids.items() if isinstance(value, str)},
        document,
        tuple(n for n in left if isinstance(n, str)) if isinstance(left, list) else (),
    )


def digest(raw: Mapping[str, Any]) -> str:
    """Of what a module here is, without what hangs below it."""
    parts = [raw.get("module"), raw.get("data", {}), bool(raw.get("skip"))]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
