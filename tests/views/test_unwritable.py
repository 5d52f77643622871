"""A data folder into which nothing can be written is told in a window, not by a silent end."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.starting import run_window, why_unwritable


def test_what_keeps_the_program_from_its_data_is_said_where_there_is_no_console(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda _parent, _title, words: told.append(words))
    place = tmp_path / "张 三" / "Zhongxiao"
    place.parent.mkdir()
    place.write_bytes(b"a file of that name")
    assert run_window(place, training=False) == 2
    (words,) = told
    assert str(place) in words
    assert "打不开" in words


def test_a_folder_that_can_be_written_is_made_and_left_empty(tmp_path: Path) -> None:
    place = tmp_path / "张 三" / "Zhongxiao"
    assert why_unwritable(place) == ""
    assert list(place.iterdir()) == []
