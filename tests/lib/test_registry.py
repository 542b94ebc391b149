"""The registry refuses; the folder loader takes exactly one class a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from pbxportal.lib.registry import Registry, load_folder


class Tool:
    """The base of what is registered here."""

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""


class Saw(Tool):
    label = "Saw"


Folder = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Makes a package of files, given as name=source, and gives its name."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(**files: str) -> str:
        package = tmp_path / "toolbox"
        package.mkdir()
        (package / "__init__.py").touch()
        for name, source in files.items():
            (package / f"{name}.py").write_text(source)
        return "toolbox"

    yield make
    for name in [name for name in sys.modules if name.split(".")[0] == "toolbox"]:
        del sys.modules[name]


TOOL = f"from {__name__} import Tool\nclass {{0}}(Tool):\n    label = '{{0}}'\n"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of `folder` import this module by its name, however it was loaded."""
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Tool.__module__])


def test_it_gives_back_what_was_registered() -> None:
    registry = Registry(Tool, ["label"])
    registry.register("saw", Saw)
    assert registry["saw"] is registry.get("saw") is Saw
    assert list(registry) == ["saw"]
    assert registry.items() == [("saw", Saw)]
    assert "saw" in registry
    assert len(registry) == 1
    assert registry.get("axe") is None


def test_it_refuses_a_duplicate() -> None:
    registry = Registry(Tool)
    registry.register("saw", Saw)
    with pytest.raises(ValueError, match="twice"):
        registry.register("saw", Saw)


@pytest.mark.parametrize("wrong", [int, "text", Saw(), None])
def test_it_refuses_what_is_of_another_kind(wrong: type[Tool]) -> None:
    with pytest.raises(TypeError, match="no Tool"):
        Registry(Tool).register("x", wrong)


def test_it_refuses_an_incomplete_class() -> None:
    class Blank(Tool):
        pass

    with pytest.raises(TypeError, match="lacks label"):
        Registry(Tool, ["label"]).register("blank", Blank)


def test_a_folder_is_taken_whole_and_named_after_its_files(folder: Folder) -> None:
    package = folder(saw=TOOL.format("Anything"), axe=TOOL.format("Other"))
    registry = load_folder(package, Tool, ["label"])
    assert list(registry) == ["axe", "saw"]
    assert registry["saw"].name == "saw"
    assert registry["saw"].__name__ == "Anything"


def test_files_with_an_underscore_are_left_alone(folder: Folder) -> None:
    assert list(load_folder(folder(_shared="x = 1"), Tool)) == []


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("", 0),
        (f"from {__name__} import Saw", 0),
        (TOOL.format("One") + TOOL.format("Two"), 2),
    ],
    ids=["empty", "only imported", "two"],
)
def test_a_file_must_define_exactly_one(
    folder: Folder, source: str, number: int
) -> None:
    package = folder(saw=source)
    with pytest.raises(ImportError, match=f"exactly one Tool, has {number}"):
        load_folder(package, Tool)


def test_an_incomplete_class_stops_the_start(folder: Folder) -> None:
    package = folder(saw=f"from {__name__} import Tool\nclass A(Tool):\n    pass\n")
    with pytest.raises(ImportError, match=r"toolbox\.saw: .*lacks label"):
        load_folder(package, Tool, ["label"])
