"""One office's file takes another's place whole or not at all, whatever goes wrong between."""

import json
from pathlib import Path

import pytest

from desktop.services.replacing import beside, finish_replacing, half_place, replace


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
