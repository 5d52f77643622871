"""What a self-test sees of a computer: told in words, and what a person should look at marked."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinterInfo
from pytestqt.qtbot import QtBot

from desktop.views import this_pc


def test_the_font_in_use_has_the_signs_of_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    seen = this_pc.fonts(tmp_path)
    assert seen.good
    assert seen.words


def test_a_screen_that_the_window_does_not_fit_is_told_with_its_scaling(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(this_pc, "_LEAST", (1, 1))
    seen = this_pc.screens(tmp_path)
    assert seen.good
    assert "100%" in seen.words
    monkeypatch.setattr(this_pc, "_LEAST", (99_999, 1))
    seen = this_pc.screens(tmp_path)
    assert not seen.good
    assert "缩放调小" in seen.words


@pytest.mark.parametrize(
    ("names", "usual", "good", "words"),
    [
        ([], "", False, "没有装打印机"),
        (["PDF", "惠普 M1136"], "惠普 M1136", True, "惠普 M1136、PDF"),
        (["PDF"], "", False, "没有设默认打印机"),
    ],
)
def test_the_printers_are_told_the_usual_one_first(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: list[str],
    usual: str,
    good: bool,
    words: str,
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: list(names))
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", lambda: usual)
    seen = this_pc.printers(tmp_path)
    assert seen.good is good
    assert words in seen.words


def test_cells_come_back_from_the_clipboard_and_so_does_what_lay_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    board = QGuiApplication.clipboard()
    board.setText("我自己的")
    assert this_pc.clipboard(tmp_path).good
    assert board.text() == "我自己的"
    board.clear()
    assert this_pc.clipboard(tmp_path).good
    assert board.text() == ""


def test_a_picture_on_the_clipboard_is_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    board = QGuiApplication.clipboard()
    board.setImage(QImage(3, 3, QImage.Format.Format_RGB32))
    seen = this_pc.clipboard(tmp_path)
    assert not seen.good
    assert not board.image().isNull()
    board.clear()


def test_a_second_start_brings_the_first_one_up_and_a_killed_one_keeps_nobody_out(
    qtbot: QtBot, tmp_path: Path
) -> None:
    assert this_pc.second_start(tmp_path).good
