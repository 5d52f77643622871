"""One office's file takes another's place whole or not at all, whatever goes wrong between."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.halves import beside, half_place, throw_away, throw_away_halves
from desktop.services.kept_connection import keep_connection
from desktop.services.replacing import finish_replacing, replace
from desktop.services.write_file import write_file
from desktop.views.kit.memory import Draft, Memory


def lay_old_and_new(folder: Path) -> tuple[Path, Path]:
    target = folder / "office.db"
    target.write_text("old")
    beside(target, "-wal").write_text("old log")
    half = half_place(target)
    half.write_text("new")
    return half, target


@pytest.mark.parametrize("failing", ["office.db-wal", "office.db", "half"])
def test_a_move_that_fails_leaves_the_old_office_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    half, target = lay_old_and_new(tmp_path)
    real = Path.replace

    def replace_or_fail(self: Path, other: Path) -> Path:
        if self.name == (half.name if failing == "half" else failing) and other != target:
            raise PermissionError(13, "a virus scanner has it open")
        if failing == "half" and self == half:
            raise PermissionError(13, "a virus scanner has it open")
        return real(self, other)

    monkeypatch.setattr(Path, "replace", replace_or_fail)
    with pytest.raises(PermissionError):
        replace(half, target)
    assert target.read_text() == "old"
    assert beside(target, "-wal").read_text() == "old log"
    assert not list(tmp_path.glob("*restor*"))


def test_the_old_office_comes_back_when_the_new_ones_file_is_gone(tmp_path: Path) -> None:
    half, target = lay_old_and_new(tmp_path)
    kept = tmp_path / "office-before-restore.db"
    for side in ("-wal", ""):
        beside(target, side).replace(beside(kept, side))
    note = tmp_path / "office.db.restoring"
    note.write_text(json.dumps({"new": half.name, "kept": kept.name}))
    half.unlink()
    finish_replacing(target)
    assert target.read_text() == "old"
    assert beside(target, "-wal").read_text() == "old log"
    assert not note.exists()


def test_a_replacing_that_was_done_is_left_as_it_is(tmp_path: Path) -> None:
    half, target = lay_old_and_new(tmp_path)
    kept = replace(half, target)
    assert kept is not None
    (tmp_path / "office.db.restoring").write_text(json.dumps({"new": half.name, "kept": kept.name}))
    finish_replacing(target)
    assert (target.read_text(), kept.read_text()) == ("new", "old")
    assert not beside(target, "-wal").exists()


def test_what_killed_programs_left_half_made_is_taken_away_and_no_other(tmp_path: Path) -> None:
    own = half_place(tmp_path / "office.db")
    here = own.name.split(".")[2].split("-")[0]
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    gone = tmp_path / f"office.db.{here}-{killed.pid}-abcdef.half"
    of_root = tmp_path / f"office.db.{here}-1-abcdef.half"  # of a program that runs
    elsewhere = tmp_path / "office.db.000000-5-abcdef.half"
    abandoned = tmp_path / "office.db.000000-6-abcdef.half"
    stranger = tmp_path / "office.db.mine.half"
    for one in (own, gone, beside(gone, "-wal"), of_root, elsewhere, abandoned, stranger):
        one.write_text("half")
    os.utime(abandoned, (0, 0))
    throw_away_halves(tmp_path, "office.db")
    if sys.platform != "win32":
        assert sorted(tmp_path.iterdir()) == sorted([own, of_root, elsewhere, stranger])


def test_every_office_that_was_replaced_is_kept(tmp_path: Path) -> None:
    kept = []
    for content in ("first", "second", "third"):
        target = tmp_path / "office.db"
        target.write_text(content)
        half = half_place(target)
        half.write_text("new")
        kept.append(replace(half, target))
    assert [one.read_text() for one in kept if one] == ["first", "second", "third"]


def test_where_nothing_was_nothing_is_kept(tmp_path: Path) -> None:
    half = half_place(tmp_path / "office.db")
    half.write_text("new")
    assert replace(half, tmp_path / "office.db") is None
    assert [one.name for one in tmp_path.iterdir()] == ["office.db"]


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"new": 1, "kept": 2}', "{ha"])
def test_a_note_that_nobody_wrote_leaves_the_office_as_it_is(tmp_path: Path, words: str) -> None:
    target = tmp_path / "office.db"
    target.write_text("old")
    note = tmp_path / "office.db.restoring"
    note.write_text(words)
    finish_replacing(target)
    assert target.read_text() == "old"
    assert not note.exists()


def test_a_half_that_is_thrown_away_goes_with_its_log(tmp_path: Path) -> None:
    half = half_place(tmp_path / "office.db")
    for side in ("", "-wal", "-shm", "-journal"):
        beside(half, side).write_text("half")
    throw_away(half)
    throw_away(half)  # again: nothing is there any more
    assert list(tmp_path.iterdir()) == []


WRITERS: dict[str, Callable[[Path], object]] = {
    "a connection": lambda folder: keep_connection(folder, "postgresql://server/office"),
    "a draft": lambda folder: Memory(folder).keep_draft("order.new", Draft({"client": "C1"})),
    "a paper": lambda folder: write_file(folder / "单据.pdf", b"%PDF-"),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_takes_anothers_place_once_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    steps: list[str] = []
    renamed, synced = Path.replace, os.fsync

    def replaced(path: Path, target: Path) -> Path:
        steps.append("renamed")
        return renamed(path, target)

    def through(handle: int) -> None:
        steps.append("on the disk")
        synced(handle)

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(os, "fsync", through)
    WRITERS[kind](tmp_path)
    assert steps == ["on the disk", "renamed"]
