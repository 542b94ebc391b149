"""Sets of classes that grow by adding a file.

`load_folder()` imports every file of a package and takes exactly one class from each;
the class is named after its file. Nothing is ever left out silently: what can't be
taken stops the start of the process with an ImportError that names the file.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Classes of one kind by name. It refuses what does not belong into it."""

    def __init__(self, base: type[T], required: Sequence[str] = ()) -> None:
        """`required` are attributes that each class must have, and not empty."""
        self._base = base
        self._required = tuple(required)
        self._classes: dict[str, type[T]] = {}

    def register(self, name: str, cls: type[T]) -> None:
        """Adds a class; TypeError: wrong kind or incomplete, ValueError: taken."""
        if not (inspect.isclass(cls) and issubclass(cls, self._base)):
            raise TypeError(f"{name}: {cls!r} is no {self._base.__name__}")
        if missing := [attr for attr in self._required if not getattr(cls, attr, None)]:
            raise TypeError(f"{name}: {cls.__name__} lacks {', '.join(missing)}")
        if name in self._classes:
            raise ValueError(f"{name}: registered twice")
        self._classes[name] = cls

    def get(self, name: str) -> type[T] | None:
        """The class of that name, or None."""
        return self._classes.get(name)

    def __getitem__(self, name: str) -> type[T]:
        return self._classes[name]

    def __contains__(self, name: object) -> bool:
        return name in self._classes

    def __iter__(self) -> Iterator[str]:
        """The names, sorted: the order never depends on the file system."""
        return iter(sorted(self._classes))

    def __len__(self) -> int:
        return len(self._classes)

    def items(self) -> list[tuple[str, type[T]]]:
        """Names and classes, sorted by name."""
        return sorted(self._classes.items())


def load_folder(
    package: str, base: type[T], required: Sequence[str] = ()
) -> Registry[T]:
    """A registry of the classes in the files of `package`, each under its file's name.

    Raises ImportError for a file that does not define exactly one class of the kind.
    Files whose name begins with `_` are left alone. Each class gets a `name`.
    """
    registry: Registry[T] = Registry(base, required)
    folder = importlib.import_module(package)
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda i: i.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        cls = _only_class(module, base)
        cls.name = info.name  # type: ignore[attr-defined]
        try:
            registry.register(info.name, cls)
        except (TypeError, ValueError) as error:
            raise ImportError(f"{module.__name__}: {error}") from error
    return registry


def _only_class(module: ModuleType, base: type[T]) -> type[T]:
    """The one class of the kind that the file itself defines."""
    found = [
        cls
        for _, cls in inspect.getmembers(module, inspect.isclass)
        if issubclass(cls, base) and cls.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise ImportError(
            f"{module.__name__} must define exactly one {base.__name__}, "
            f"has {len(found)}"
        )
    return found[0]
