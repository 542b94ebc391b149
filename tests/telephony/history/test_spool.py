"""Record files on their way: nothing lost, whatever dies when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.history.spool import GRACE, KEEP, Spool

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = 1_795_214_000.0


class Store:
    """Takes every line once, refuses those that say so, fails when told to."""

    def __init__(self) -> None:
        self.taken: set[bytes] = set()
        self.down = False

    def __call__(self, kind: str, lines: Sequence[bytes]) -> list[bytes]:
        if self.down:
            raise ConnectionError
        self.taken |= {line for line in lines if line.startswith(b"{")}
        return [line for line in lines if not line.startswith(b"{")]


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path)


def write(spool: Spool, *lines: str) -> None:
    """As Asterisk does: open, append, close."""
    for line in lines:
        with (spool.records / "cdr.json").open("a") as file:
            file.write(line)


def test_a_file_is_imported_after_the_grace(spool: Spool) -> None:
    store = Store()
    assert spool.drain("cdr", store, NOW) == 0
    write(spool, "{1}\n", "{2}\n")
    assert spool.drain("cdr", store, NOW) == 0
    assert not (spool.records / "cdr.json").exists()
    write(spool, "{3}\n")
    assert spool.drain("cdr", store, NOW + GRACE) == 1
    assert store.taken == {b"{1}", b"{2}"}
    assert spool.drain("cdr", store, NOW + 2) == 0
    assert spool.drain("cdr", store, NOW + 4) == 1
    assert b"{3}" in store.taken


def test_a_line_written_while_the_file_was_claimed_is_not_lost(spool: Spool) -> None:
    store = Store()
    write(spool, "{1}\n")
    with (spool.records / "cdr.json").open("a") as asterisk:
        spool.drain("cdr", store, NOW)
        asterisk.write("{2}\n")
    spool.drain("cdr", store, NOW + GRACE)
    assert store.taken == {b"{1}", b"{2}"}


def test_a_line_written_after_the_import_is_found_by_the_sweep(spool: Spool) -> None:
    store = Store()
    write(spool, "{1}\n")
    with (spool.records / "cdr.json").open("a") as stopped_asterisk:
        spool.drain("cdr", store, NOW)
        spool.drain("cdr", store, NOW + GRACE)
        assert store.taken == {b"{1}"}
        stopped_asterisk.write("{2}\n")
    spool.sweep(NOW + 10)
    spool.drain("cdr", store, NOW + 10)
    assert store.taken == {b"{1}", b"{2}"}


def test_imported_files_are_deleted_after_a_while(spool: Spool) -> None:
    write(spool, "{1}\n")
    spool.drain("cdr", Store(), NOW)
    spool.drain("cdr", Store(), NOW + GRACE)
    spool.sweep(NOW + KEEP - 1)
    assert list(spool.done.iterdir())
    spool.sweep(NOW + KEEP + 1)
    assert not list(spool.done.iterdir())


def test_unreadable_lines_are_kept_and_the_rest_goes_on(
    spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store()
    write(spool, "{1}\n", "garbage\n", "{2}\n", "cut")
    spool.drain("cdr", store, NOW)
    spool.drain("cdr", store, NOW + GRACE)
    assert store.taken == {b"{1}", b"{2}"}
    (kept,) = spool.rejected.iterdir()
    assert kept.read_text() == "garbage\ncut\n"
    assert "2 lines" in caplog.text


def test_while_the_database_is_down_one_file_waits_and_the_other_grows(
    spool: Spool,
) -> None:
    store = Store()
    store.down = True
    for second in range(5):
        write(spool, f"{{{second}}}\n")
        try:
            spool.drain("cdr", store, NOW + second)
        except ConnectionError:
            continue
    assert len(spool.waiting("cdr")) == 1
    store.down = False
    spool.drain("cdr", store, NOW + 10)
    spool.drain("cdr", store, NOW + 11)
    spool.drain("cdr", store, NOW + 12)
    assert len(store.taken) == 5


def test_a_clock_that_was_set_back_does_not_hold_files_up(spool: Spool) -> None:
    store = Store()
    write(spool, "{1}\n")
    spool.drain("cdr", store, NOW)
    spool.drain("cdr", store, NOW - 3600)
    assert store.taken == {b"{1}"}


def test_two_files_claimed_at_one_moment_do_not_replace_each_other(
    spool: Spool,
) -> None:
    write(spool, "{1}\n")
    first = spool.claim("cdr", NOW)
    write(spool, "{2}\n")
    second = spool.claim("cdr", NOW)
    assert first is not None
    assert second is not None
    assert first != second
    assert spool.waiting("cdr") == [first, second]


class Crash(Exception):
    """The importer's process died."""


@settings(max_examples=150, deadline=None)
@given(crashes=st.lists(st.integers(0, 12), max_size=8), data=st.data())
def test_whatever_step_the_importer_dies_at_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, crashes: list[int], data: st.DataObject
) -> None:
    """Dies before or after the n-th rename, write or COMMIT, and is started again."""
    spool, store = Spool(tmp_path_factory.mktemp("records")), Store()
    now, written = NOW, set()
    for crash in [*crashes, -1, -1, -1]:
        for _ in range(data.draw(st.integers(0, 3))):
            write(spool, f"{{{len(written)}}}\n")
            written.add(f"{{{len(written)}}}".encode())
        if data.draw(st.booleans()):
            write(spool, "bad\n")
        now += 2
        with pytest.MonkeyPatch.context() as patch:
            _die_at(patch, crash)
            try:
                spool.drain("cdr", store, now)
                spool.sweep(now)
            except Crash:
                continue
    for _ in range(3):
        now += 2
        spool.drain("cdr", store, now)
    assert store.taken == written
    assert not spool.waiting("cdr")


def _die_at(patch: pytest.MonkeyPatch, crash: int) -> None:
    count = 0

    def dying(real: object) -> object:
        def step(*args: object) -> object:
            nonlocal count
            count += 2
            if count == crash:
                raise Crash
            result = real(*args)  # type: ignore[operator]
            if count + 1 == crash:
                raise Crash
            return result

        return step

    for name in ("rename", "write_bytes", "unlink"):
        patch.setattr(Path, name, dying(getattr(Path, name)))
    patch.setattr(Store, "__call__", dying(Store.__call__))
