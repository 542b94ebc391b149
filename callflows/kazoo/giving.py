"""A callflow of ours becomes one of Kazoo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from callflows.document import Flow
from callflows.instructions import Path
from callflows.kazoo import memory
from callflows.kazoo.fields import Data, Given
from callflows.kazoo.memory import Memory, digest
from callflows.kazoo.twins import SKIP, Twin, twin_here
from callflows.module import modules

# Before the name of a module there that means another one here, and the other way round.
KAZOO, OWN = "kazoo:", "pbxportal:"
# What kinds of objects are called there.
_TYPES = {
    "voicemail_box": "vmbox",
    "time_frame": "temporal_rule",
}


def give(
    flow: Flow,
    name: str,
    numbers: Iterable[str],
    objects: Mapping[str, tuple[str, str]],
    url_of: Callable[[str], str] = lambda id: "",
) -> Data:
    """The document there. `objects` are kinds and names of what is pointed at, by id."""
    root = flow.nodes.get(())
    head = memory.of(root.raw) if root else Memory()
    document = {
        **head.document,
        **_head(head, name, list(numbers)),
        "flow": _tree(flow, url_of),
    }
    if metadata := _metadata(flow, objects, head):
        document["metadata"] = metadata
    return document


def _head(head: Memory, name: str, numbers: list[str]) -> Data:
    """Name and numbers; a number that was not taken in goes out all the same."""
    there = head.document.get("numbers")
    listed = there if isinstance(there, list) else []
    kept = [n for n in listed if n in numbers or n in head.left]
    # Blanks were tidied when the name was taken in.
    called = head.document.get("name")
    same = " ".join(str(called or "").split())[:120] == name
    return {
        "name": called if same else name,
        "numbers": [*kept, *(n for n in numbers if n not in kept)],
    }


def _metadata(flow: Flow, objects: Mapping[str, tuple[str, str]], head: Memory) -> Data:
    """What objects are called; of those that came from there it is known already."""
    kept = head.document.get("metadata")
    came = {id for node in flow.nodes.values() for id in memory.of(node.raw).ids}
    own = {
        _hex(id): {"name": name, "pvt_type": _TYPES.get(kind, kind)}
        for id, (kind, name) in objects.items()
        if id not in came and kind != "web_address"
    }
    return {**(kept if isinstance(kept, dict) else {}), **own}


def _tree(flow: Flow, url_of: Callable[[str], str]) -> Data:
    """From the leaves up: each module is there before what it hangs on."""
    done: dict[Path, Data] = {}
    for path, node in reversed(tuple(flow.nodes.items())):
        found = give_module(node.raw, url_of)
        if "children" in node.raw:
            names = _exits(node.raw)
            found["children"] = {
                names(key): done.pop((*path, key)) for key in node.keys
            }
        done[path] = found
    return done.get((), {})


def _exits(raw: Mapping[str, Any]) -> Callable[[str], str]:
    kept = memory.of(raw).ids
    twin = twin_here(str(raw.get("module", "")), _data(raw))

    def name(key: str) -> str:
        if key in kept:
            return kept[key]
        if twin and twin.exit_kind and key != "_":
            return _hex(key)
        back = {here: there for there, here in twin.keys.items()} if twin else {}
        return back.get(key, key)

    return name


def give_module(
    raw: Mapping[str, Any], url_of: Callable[[str], str] = lambda id: ""
) -> Data:
    """One module without its children, as it came unless it was changed since."""
    kept = memory.of(raw)
    if kept.node and kept.was == digest(raw):
        return dict(kept.node)
    name = raw.get("module")
    if not isinstance(name, str) or not isinstance(raw.get("data", {}), dict):
        return _without(raw, "children", memory.KEY)
    if name not in modules():
        return _unknown(raw)
    return _given(raw, twin_here(name, _data(raw)), kept, url_of)


def _unknown(raw: Mapping[str, Any]) -> Data:
    found = _without(raw, "children", "skip", memory.KEY)
    found["module"] = found["module"].removeprefix(KAZOO)
    data = found.get("data", {})
    if raw.get("skip") is True:
        found["data"] = {**data, SKIP: True}
    elif data.get(SKIP) is True:
        found["data"] = _without(data, SKIP)
    return found


def _without(raw: Mapping[str, Any], *keys: str) -> Data:
    return {key: value for key, value in raw.items() if key not in keys}


def _given(
    raw: Mapping[str, Any],
    twin: Twin | None,
    kept: Memory,
    url_of: Callable[[str], str],
) -> Data:
    if twin is None:
        module, data = f"{OWN}{raw['module']}", dict(raw.get("data", {}))
    else:
        known = Given(lambda id: kept.ids.get(id) or _hex(id), _url(kept, url_of))
        module, data = twin.there, twin.give(_data(raw), known)
    old = kept.node.get("data", {}) if kept.node.get("module") == module else {}
    data = {**old, **data, SKIP: True if raw.get("skip") is True else None}
    return {
        **kept.node,
        "module": module,
        "data": {key: value for key, value in data.items() if value is not None},
    }


def _url(kept: Memory, url_of: Callable[[str], str]) -> Callable[[str], str]:
    return lambda id: kept.ids.get(id) or url_of(id)


def _data(raw: Mapping[str, Any]) -> Data:
    """The settings, with those that were not set as they usually are."""
    data = raw.get("data")
    kind = modules().get(str(raw.get("module", "")))
    fields = kind.Settings.model_fields if kind else {}
    usual = {n: f.default for n, f in fields.items() if not f.is_required()}
    return {**usual, **(data if isinstance(data, dict) else {})}


def _hex(id: str) -> str:
    """An id as CouchDB writes them."""
    return id.replace("-", "").lower()
