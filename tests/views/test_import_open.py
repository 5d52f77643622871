"""What an import still asks is said by Ctrl+S, and the keyboard goes where it is answered."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import new_team
from tests.views.desk import focus, open_desk, press, settle


@pytest.fixture
def desktop(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Desktop:
    made = open_desk(qtbot, new_team(sqlite_url).ad, tmp_path)
    made.open(Link("import"))
    settle(qtbot, made)
    return made


def opened(
    qtbot: QtBot, desktop: Desktop, folder: Path, rows: Sequence[Sequence[object]]
) -> ImportPage:
    """A list with the keyboard at its columns, and Ctrl+S pressed."""
    page = desktop.page("import")
    assert isinstance(page, ImportPage)
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(folder / "list.xlsx")
    page.open_file(folder / "list.xlsx")
    settle(qtbot, desktop)
    page.columns.view.setFocus()
    press(qtbot, desktop, "Ctrl+S")
    return page


def test_whether_shops_of_one_name_are_one(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    rows = [["客户名称", "类型"], ["便民超市", "学校店"], ["便民超市", "社区店"]]
    page = opened(qtbot, desktop, tmp_path, rows)
    assert page.outcome.same_names.isAncestorOf(focus(desktop))
    assert "同名" in desktop.foot.said.text()


def test_which_sort_of_list_it_is(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    rows = [["货号", "品名", "进货价", "零售价"], ["0201", "香皂", 3.2, 4.5]]
    page = opened(qtbot, desktop, tmp_path, rows)
    assert page.strip.isAncestorOf(focus(desktop))
    assert page.strip.words in desktop.foot.said.text()


def test_which_column_holds_what_is_needed(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    page = opened(qtbot, desktop, tmp_path, [["客户编号", "备注"], ["K9", "甲"]])
    assert focus(desktop) is page.columns.view or page.columns.isAncestorOf(focus(desktop))
    assert "哪一栏" in desktop.foot.said.text() or "哪一列" in desktop.foot.said.text()


def test_that_no_file_is_open(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+S")
    page = desktop.page("import")
    assert isinstance(page, ImportPage)
    assert focus(desktop) is page.choose
    assert "Excel" in desktop.foot.said.text()
