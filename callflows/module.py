"""What a callflow is made of: modules, their settings and their branches.

A module is one file in `callflows/modules/` with one subclass of Module; it is named
after its file. Palette, inspector form, API schema and reference page come from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, get_args
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from callflows.findings import Finding
from callflows.snapshot_types import Given, Snapshot
from pbxportal.lib.refto import RefTo
from pbxportal.lib.registry import Registry, load_folder

if TYPE_CHECKING:
    from callflows.document import Node
    from callflows.lowering import Scope

Text = str | Promise

# The palette's sections, in their order.
CATEGORIES: Mapping[str, Text] = {
    "basic": _("Basic"),
    "time": _("Time of day"),
    "caller_id": _("Caller ID"),
    "recording": _("Call recording"),
    "call_center": _("Call center"),
    "telephone": _("Telephone"),
    "programs": _("Programs"),
    "advanced": _("Advanced"),
}

DEFAULT_BRANCH = "_"


class Settings(BaseModel):
    """The settings of one module. What is not declared is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


S = TypeVar("S", bound=Settings)


def setting(
    title: Text,
    default: Any = ...,
    *,
    help: Text = "",
    choices: Mapping[str, Text] | None = None,
    when: tuple[str, *tuple[str | bool, ...]] | None = None,
    unless: str = "",
    **limits: Any,
) -> Any:
    """A field of a Settings class: its title, its default, what it may be.

    Without a default it must be set. Numbers are strict, so `true` is not 1. `choices`
    are what people call the values of a Literal. `when` names another setting, and the
    values at which editors show this one; `unless` a switch without which it must be set.
    """
    if {"ge", "gt", "le", "lt"} & limits.keys():
        limits["strict"] = True
    if choices or when or unless:
        # A function, because names are translated whenever a schema is made.
        limits["json_schema_extra"] = partial(_for_editors, choices, when, unless)
    return Field(default, title=title, description=help or None, **limits)  # type: ignore[arg-type]


def _for_editors(
    choices: Mapping[str, Text] | None,
    when: tuple[str, *tuple[str | bool, ...]] | None,
    unless: str,
    schema: dict[str, Any],
) -> None:
    if choices:
        schema["choices"] = {value: str(label) for value, label in choices.items()}
    if when:
        schema["when"] = {"setting": when[0], "is": list(when[1:])}
    if unless:
        schema["unless"] = unless


@dataclass(frozen=True)
class Branch:
    """An exit of a module: its key in the document and what people call it.

    `ref` is the object that gives the branch its name, if one does. An `optional` exit
    is empty more often than not, like the keys of a menu. One that is `chosen` is only
    taken when the caller, or a program, chooses it: a circle through it may end.
    """

    key: str
    label: Text = ""
    ref: tuple[str, UUID] | None = None
    optional: bool = False
    chosen: bool = False

    def name(self, snapshot: Snapshot) -> str:
        """What people call the exit."""
        return (snapshot.name(*self.ref) if self.ref else "") or str(self.label)


@dataclass(frozen=True)
class Reference:
    """A place of a document that points at an object of the account.

    `field` is the module's setting, also when the id stands deeper inside of it.
    """

    kind: str
    id: UUID
    field: str


class Module(Generic[S]):
    """A kind of thing that a call can meet.

    Subclasses set the class attributes and write `lower()`; an instance is the module
    with the settings of one place of a document.
    """

    name: ClassVar[str] = ""
    label: ClassVar[Text]
    icon: ClassVar[str]
    category: ClassVar[str]
    help: ClassVar[Text]
    Settings: ClassVar[type[Settings]]
    examples: ClassVar[tuple[Mapping[str, Any], ...]]
    # Exits that are always there, in the order in which they are shown.
    exits: ClassVar[tuple[Branch, ...]] = ()
    # A setting that holds ids, each of which is one more exit, shown before the others.
    exits_from: ClassVar[str] = ""
    # A call can leave to the outside here, at the account's cost.
    dials_out: ClassVar[bool] = False
    # What it points at is only remembered: whether calls get there is decided elsewhere.
    remembers: ClassVar[bool] = False
    # Exits of which other checks tell more than that nothing follows them.
    told_otherwise: ClassVar[frozenset[str]] = frozenset()
    # Whoever gets past this module has said who they are, by a PIN or the like.
    authenticates: ClassVar[bool] = False

    def __init__(self, settings: S) -> None:
        self.settings = settings

    def authenticated(self) -> bool:
        """Whether all who get past this place have said who they are."""
        return self.authenticates

    def branches(self) -> tuple[Branch, ...]:
        """The exits, in the order in which they are shown."""
        own = [
            Branch(str(ref.id), ref=(ref.kind, ref.id))
            for ref in self.references()
            if ref.field == self.exits_from
        ]
        return (*own, *self.exits)

    def references(self) -> Iterator[Reference]:
        """All objects that the settings point at."""
        return _pointed_at(self.settings)

    def gives(self) -> Iterable[Given]:
        """What it may put into variables of the call."""
        return ()

    def takes(self) -> Iterable[tuple[str, str]]:
        """Names of variables that it looks at, and the kind that it looks for."""
        return ()

    def check(self, node: Node, snapshot: Snapshot) -> Iterable[Finding]:
        """What is wrong with this module here, beyond what its types say."""
        return ()

    def caption(self, snapshot: Snapshot) -> str:
        """What the editor shows on the module, such as the name of the user."""
        names = (snapshot.name(ref.kind, ref.id) for ref in self.references())
        return next((name for name in names if name), "")

    def lower(self, scope: Scope) -> None:
        """Writes the module's instructions; the last one must leave the module."""
        raise NotImplementedError

    @classmethod
    def card(cls) -> dict[str, Any]:
        """All that an editor must know of the kind, in the current language."""
        card = {
            "name": cls.name,
            "label": cls.label,
            "icon": cls.icon,
            "category": cls.category,
            "help": cls.help,
            "exits": [_exit_card(branch) for branch in cls.exits],
            "exits_from": cls.exits_from,
            "schema": cls.Settings.model_json_schema(),
            "examples": list(cls.examples),
        }
        spoken: dict[str, Any] = _spoken(card)
        return spoken


def _exit_card(branch: Branch) -> dict[str, Any]:
    return {"key": branch.key, "label": branch.label, "optional": branch.optional}


def _spoken(value: Any) -> Any:
    """The same with lazy translations made text, so that it can be written as JSON."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: _spoken(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spoken(item) for item in value]
    return value


def _pointed_at(settings: Settings, top: str = "") -> Iterator[Reference]:
    """References of settings and of the settings inside of them, in their order."""
    kinds = reference_fields(type(settings))
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Settings):
                yield from _pointed_at(item, top or name)
            elif name in kinds and item is not None:
                yield Reference(kinds[name], item, top or name)


def reference_kinds(settings: type[Settings]) -> frozenset[str]:
    """The kinds of all objects that settings of this class can point at."""
    found = set(reference_fields(settings).values())
    for info in settings.model_fields.values():
        for inner in classes_in(info.annotation):
            found |= reference_kinds(inner)
    return frozenset(found)


def classes_in(annotation: Any) -> Iterator[type[Settings]]:
    """The classes of settings anywhere inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, Settings):
        yield annotation
    for inner in get_args(annotation):
        yield from classes_in(inner)


@cache
def reference_fields(settings: type[Settings]) -> Mapping[str, str]:
    """Which fields point at objects of the account, and of which kind.

    Without those of settings inside of settings.
    """
    found = {}
    for name, info in settings.model_fields.items():
        marks = [*info.metadata, *_marks(info.annotation)]
        for mark in marks:
            if isinstance(mark, RefTo):
                found[name] = mark.kind
    return found


def _marks(annotation: Any) -> Iterator[Any]:
    """The marks of `Annotated` anywhere inside a type."""
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _marks(inner)


@cache
def modules() -> Registry[Module[Any]]:
    """All kinds of modules: the files of `callflows/modules/`."""
    required = ("label", "icon", "category", "help", "Settings", "examples")
    return load_folder("callflows.modules", Module, required)


def palette() -> list[dict[str, Any]]:
    """The cards of all modules, by category and label, in the current language."""
    order = list(CATEGORIES)
    cards = [cls.card() for _, cls in modules().items()]
    return sorted(cards, key=lambda c: (order.index(c["category"]), c["label"]))
