"""From text to a document of the right shape; else a reason that names the place."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from pbxportal.lib import storable

LARGEST = 1_000_000
MOST_MODULES = 1_000
# The envelope of the answer of an API, and the callflow, stand around the modules.
DEEPEST = storable.DEEPEST - 10
MODULE_NAME = 64
OWN_FORMAT = "pbxportal/callflow"

# Outside of strings brackets are nothing but brackets.
_STRINGS_OR_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_ESCAPES = str.maketrans({"~": "~0", "/": "~1"})


class Refused(ValueError):
    """What can't be read, and where: `line 3, column 7` or a JSON pointer."""


def read(text: str) -> dict[str, Any]:
    """One callflow: of Kazoo, with `flow`, or one that was exported here.

    Also the answer of Kazoo's API with the callflow as its `data`, and a bare module.
    Raises Refused.
    """
    document = _callflow(_loaded(text))
    if fault := storable.fault(document):
        raise Refused(fault)
    if document.get("format") == OWN_FORMAT:
        return _own(document)
    if "flow" not in document:
        raise Refused(
            _('This is no callflow: it has neither "flow" nor "format": "%s".')
            % OWN_FORMAT
        )
    _refuse_wrong_head(document)
    _refuse_wrong_modules(document["flow"])
    return document


def pointer(*keys: object) -> str:
    """A place of a document as a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(key).translate(_ESCAPES)}" for key in keys)


def _loaded(text: str) -> Any:
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise Refused(_("This is larger than 1 MB."))
    _refuse_deep(text)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "why": error.msg}
        raise Refused(
            _("This is no JSON: line %(line)s, column %(column)s: %(why)s.") % place
        ) from error


def _refuse_deep(text: str) -> None:
    """Before it is read: a reader's stack has an end."""
    depth = 0
    for match in _STRINGS_OR_BRACKETS.finditer(text):
        bracket = text[match.start()]
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(bracket, 0)
        if depth > DEEPEST:
            line = text.count("\n", 0, match.start()) + 1
            raise Refused(_("Line %s: this is nested too deeply.") % line)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(_("“%s” stands twice in the same object.") % twice)
    return found


def _no_number(name: str) -> NoReturn:
    raise Refused(_("%s is no number in JSON.") % name)


def _callflow(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise Refused(_("This is no callflow: it is no JSON object."))
    inner = document.get("data")
    if "flow" not in document and isinstance(inner, dict) and "flow" in inner:
        return inner
    if "flow" not in document and "module" in document:
        return {"flow": document}
    return document


def _own(document: dict[str, Any]) -> dict[str, Any]:
    if document.get("version") != 1:
        raise Refused(_("/version: only version 1 can be read."))
    shapes = {"name": str, "numbers": list, "objects": dict, "document": dict}
    for key, shape in shapes.items():
        if not isinstance(document.get(key), shape):
            raise Refused(_wrong(pointer(key), _SHAPES[shape]))
    for place, number in enumerate(document["numbers"]):
        if not isinstance(number, str):
            raise Refused(_wrong(pointer("numbers", place), "a text"))
    return document


_SHAPES: dict[type, str] = {
    str: "a text",
    list: "a list",
    dict: "an object",
}


def _wrong(place: str, shape: str) -> str:
    return _("%(place)s: this must be %(shape)s.") % {"place": place, "shape": shape}


def _refuse_wrong_head(document: dict[str, Any]) -> None:
    for key, shape in {"name": str, "metadata": dict}.items():
        if key in document and not isinstance(document[key], shape):
            raise Refused(_wrong(pointer(key), _SHAPES[shape]))
    for key in ("numbers", "patterns"):
        listed = document.get(key, [])
        if not isinstance(listed, list):
            raise Refused(_wrong(pointer(key), "a list"))
        for place, item in enumerate(listed):
            if not isinstance(item, str):
                raise Refused(_wrong(pointer(key, place), "a text"))


def _refuse_wrong_modules(root: Any) -> None:
    """A list, not recursion: a flow may be nearly as deep as the stack."""
    waiting: list[tuple[tuple[str, ...], Any]] = [(("flow",), root)]
    count = 0
    while waiting:
        place, raw = waiting.pop()
        count += 1
        if count > MOST_MODULES:
            raise Refused(_("These are more than %s modules.") % MOST_MODULES)
        _refuse_wrong_module(place, raw)
        waiting += [
            ((*place, "children", key), child)
            for key, child in raw.get("children", {}).items()
        ]


def _refuse_wrong_module(place: tuple[str, ...], raw: Any) -> None:
    if not isinstance(raw, dict):
        raise Refused(_wrong(pointer(*place), "an object with “module”"))
    name = raw.get("module")
    if not isinstance(name, str) or not 0 < len(name) <= MODULE_NAME:
        shape = f"a text of 1 to {MODULE_NAME} characters"
        raise Refused(_wrong(pointer(*place, "module"), shape))
    for key in ("data", "children"):
        if not isinstance(raw.get(key, {}), dict):
            raise Refused(_wrong(pointer(*place, key), "an object"))
