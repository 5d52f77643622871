"""What a column of a list is taken for, chosen by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.views.imports.page import ImportPage
from tests.views.desk import press, settle
from tests.views.fitting import misfits
from tests.views.import_keys import open_by_keys, taken_as, window, workbook
from tests.views.test_imports import page, team

__all__ = ["page", "team"]  # the fixtures


def test_what_is_missing_stands_chosen_for_a_column_that_is_not_used(
    qtbot: QtBot, page: ImportPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = [["店铺代号", "向导记的", "店型"], ["A01", "向阳超市", "社区店"]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "shops.xlsx", rows))
    assert taken_as(page) == ["code", "", "segment"]
    press(qtbot, window(page), "Return")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    settle(qtbot, window(page))
    assert taken_as(page) == ["code", "name", "segment"]


def test_a_row_of_headings_is_read_whole(
    qtbot: QtBot,
    page: ImportPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [["店名", "编号", "门店类型", "老板手机", "开在哪里", "备注"], ["小店", *[""] * 5]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "shops.xlsx", rows))
    assert "备注" in page.source.row.currentText()
    assert not [one for one in misfits(page.window()) if "choice cut" in one]
