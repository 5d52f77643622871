"""A list brought in as a person does it: the file opened, its columns explained by keys."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from desktop.views.imports.page import ImportPage
from desktop.views.window import Desktop
from tests.views.desk import press, settle


def window(page: ImportPage) -> Desktop:
    made = page.window()
    assert isinstance(made, Desktop)
    return made


def workbook(path: Path, *sheets: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def open_by_keys(
    qtbot: QtBot, page: ImportPage, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """Ctrl+N, and the file in the dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(file), ""))
    press(qtbot, window(page), "Ctrl+N")


def take_as(qtbot: QtBot, page: ImportPage, words: str) -> None:
    """Enter on the column where the keyboard stands, down to a field, Enter."""
    press(qtbot, window(page), "Return")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [one.text().partition("\t")[0] for one in menu.actions()]
    way = names.index(words) - menu.actions().index(menu.activeAction())
    for _step in range(abs(way)):
        qtbot.keyClick(menu, Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    settle(qtbot, window(page))


def explain(qtbot: QtBot, page: ImportPage, *fields: str) -> None:
    """Say of one column after the other what it is."""
    for place, words in enumerate(fields):
        if place:
            press(qtbot, window(page), "Down")
        take_as(qtbot, page, words)


def taken_as(page: ImportPage) -> list[str]:
    return [one.field for one in page.columns.view.table.rows]


def said(page: ImportPage) -> str:
    return " ".join(pill.text() for pill in page.outcome.pills.buttons())
