"""Bringing in lists by keys: strange headings explained once, bad rows seen and saved, or none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import Select, func, select

from desktop.models import Client, HistoryLine, Product
from desktop.views.imports.page import ImportPage
from desktop.views.kit import tasks
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import focus, open_desk, press, settle

Ask = Callable[[Select[Any]], list[Any]]
CODES = select(Client.code).order_by(Client.code)
TITLE = ["江油片网点登记"]
STRANGE = ["户头", "铺子叫啥", "干哪行", "打哪个号"]
GOOD: list[list[Any]] = [
    TITLE,
    STRANGE,
    ["Q1", "红星副食店", "社区店", "13800000001"],
    ["Q2", "李记日杂", "学校店", "13800000002"],
]
BAD = [*GOOD, ["Q3", "", "社区店", "13800000003"], ["Q1", "又一家", "", ""]]


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@pytest.fixture
def page(qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard) -> ImportPage:
    """The administrator's window on the page, watched."""
    desktop = open_desk(qtbot, team.ad, tmp_path / "memory")
    desktop.open(Link("import"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    made = desktop.page("import")
    assert isinstance(made, ImportPage)
    return made


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


@pytest.fixture
def ask(team: Team, gui_thread_never_waits: Guard) -> Ask:
    """Ask the office something, as nobody in the window does."""

    def answers(question: Select[Any]) -> list[Any]:
        with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
            return list(session.scalars(question))

    return answers


def test_of_coordinates_it_is_asked_what_kind_they_are(
    qtbot: QtBot, page: ImportPage, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    head = ["门店编号", "门店名称", "类型"]
    plain = workbook(tmp_path / "plain.xlsx", [head, ["K1", "好又来", "学校店"]])
    open_by_keys(qtbot, page, monkeypatch, plain)
    assert not page.source.datums.isVisible()
    rows = [[*head, "纬度", "经度"], ["K2", "李记", "学校店", 31.1774276, 121.5272106]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "places.xlsx", rows))
    datums = page.source.datums
    assert datums.isVisible()
    datums.setFocus()
    qtbot.keyClick(datums, Qt.Key.Key_End)
    press(qtbot, window(page), "Return")
    settle(qtbot, window(page))
    assert page.source.datum == "wgs84"
    page.take.click()
    settle(qtbot, window(page))
    kept = [ask(select(one).where(Client.code == "K2")) for one in (Client.lat, Client.lon)]
    assert kept == [[Decimal("31.175304")], [Decimal("121.531542")]]


def test_strange_headings_are_explained_by_keys_and_the_list_goes_in(
    qtbot: QtBot, ask: Ask, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "网点.xlsx", GOOD))
    assert page.source.row.currentText().startswith("第 2 行")
    assert [one.heading for one in page.columns.view.table.rows] == STRANGE
    assert taken_as(page) == ["", "", "", ""]
    assert "店名" in page.columns.missing
    assert "哪一列是“店名”" in page.outcome.asked
    assert not page.take.isEnabled()
    explain(qtbot, page, "客户编号", "店名", "客户类型", "电话")
    assert taken_as(page) == ["code", "name", "segment", "phone"]
    assert page.columns.missing == ""
    assert said(page) == "新增 2 有变化 0 无变化 0 退回 0 提醒 0"
    assert page.outcome.rows.table.rowCount() == 2
    assert ask(CODES) == ["C1", "C2"]
    press(qtbot, window(page), "Ctrl+S")
    assert ask(CODES) == ["C1", "C2", "Q1", "Q2"]
    assert not page.columns.view.isVisible()


def test_what_was_said_of_the_columns_is_remembered_and_can_be_forgotten(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "一月.xlsx", GOOD))
    explain(qtbot, page, "客户编号", "店名")
    assert "已记住" in page.columns.note
    later = [["二月", "", ""], [], *GOOD[1:]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "二月.xlsx", later))
    assert taken_as(page) == ["code", "name", "", ""]
    assert "上次" in page.columns.note
    page.columns.forget.setFocus()
    press(qtbot, window(page), "Space")
    assert taken_as(page) == ["", "", "", ""]
    open_by_keys(qtbot, page, monkeypatch, tmp_path / "一月.xlsx")
    assert taken_as(page) == ["", "", "", ""]


def test_a_field_has_one_column_and_delete_leaves_a_column_out(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["编号", "店名", "全称"], ["Q1", "红星", "红星副食店"]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "店.xlsx", rows))
    before = taken_as(page)
    assert before.count("name") == 1
    press(qtbot, window(page), "End")
    take_as(qtbot, page, "店名")
    assert taken_as(page) == ["code", "", "name"]
    press(qtbot, window(page), "Delete")
    assert taken_as(page) == ["code", "", ""]
    assert "哪一列是“店名”" in page.outcome.asked


def test_bad_rows_are_named_and_saved_with_marked_cells(
    qtbot: QtBot, ask: Ask, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "网点.xlsx", BAD))
    explain(qtbot, page, "客户编号", "店名")
    assert said(page) == "新增 2 有变化 0 无变化 0 退回 2 提醒 0"
    table = page.outcome.problems.table
    shown = [[column.text(row) for column in table.columns] for row in table.rows]
    assert shown[0][:3] == ["5", "B 铺子叫啥", ""]
    assert shown[1][:3] == ["6", "A 户头", "Q1"]
    assert all(reason for *_rest, reason in shown)
    assert not page.take.isEnabled()
    target = tmp_path / "退回.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    page.report.setFocus()
    press(qtbot, window(page), "Space")
    sheet = load_workbook(target).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:2] == STRANGE[:2]
    assert sheet["B2"].fill.fgColor.rgb == sheet["A3"].fill.fgColor.rgb != "00000000"
    assert sheet["A3"].comment is not None
    press(qtbot, window(page), "Ctrl+S")
    assert ask(CODES) == ["C1", "C2"]
    page.good.setFocus()
    press(qtbot, window(page), "Space")
    press(qtbot, window(page), "Ctrl+S")
    assert ask(CODES) == ["C1", "C2", "Q1", "Q2"]


def test_a_mended_file_is_read_again_by_f5_and_its_columns_stay(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workbook(tmp_path / "网点.xlsx", BAD)
    open_by_keys(qtbot, page, monkeypatch, file)
    explain(qtbot, page, "客户编号", "店名")
    workbook(file, GOOD)
    press(qtbot, window(page), "F5")
    assert taken_as(page) == ["code", "name", "", ""]
    assert said(page) == "新增 2 有变化 0 无变化 0 退回 0 提醒 0"
    assert page.take.isEnabled()
    workbook(file, [TITLE, ["编号", "店名"], ["Q9", "新店"]])
    press(qtbot, window(page), "F5")
    assert taken_as(page) == ["code", "name"]
    file.write_bytes(b"PK\x03\x04 broken")
    press(qtbot, window(page), "F5")
    assert page.strip.words
    assert said(page).startswith("新增 1")


def test_what_changes_is_shown_before_it_changes(
    qtbot: QtBot, ask: Ask, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["编号", "店名", "电话"], ["C1", "小店C1", "13800000009"], ["C2", "小店C2", ""]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "店.xlsx", rows))
    assert said(page) == "新增 0 有变化 1 无变化 1 退回 0 提醒 0"
    table = page.outcome.rows.table
    (row,) = table.rows
    assert [column.text(row) for column in table.columns] == [
        *("2", "C1", "小店C1"),
        "电话  → 13800000009",
    ]
    press(qtbot, window(page), "Ctrl+S")
    assert ask(select(Client.phone).where(Client.code == "C1")) == ["13800000009"]


def test_another_sheet_and_a_list_without_headings_can_be_chosen(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = [["Q1", "红星副食店"], ["Q2", "李记日杂"]]
    file = workbook(tmp_path / "两张.xlsx", [], bare)
    open_by_keys(qtbot, page, monkeypatch, file)
    assert page.strip.words
    assert not page.columns.view.isVisible()
    page.source.sheet.setFocus()
    press(qtbot, window(page), "Down")
    assert page.source.sheet.currentText() == "表2"
    page.source.row.setFocus()
    press(qtbot, window(page), "End")
    assert page.source.row.currentText().startswith("没有表头")
    page.columns.view.setFocus()
    explain(qtbot, page, "客户编号", "店名")
    assert "没有记住" in page.columns.note
    assert said(page).startswith("新增 2")


def test_a_list_of_another_sort_is_said_to_be_one(
    qtbot: QtBot, ask: Ask, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["货号", "品名", "进货价", "零售价"], ["0201", "香皂", 3.2, 4.5]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "货.xlsx", rows))
    assert "产品" in page.strip.words
    press(qtbot, window(page), "Ctrl+S")  # while its question stands, nothing is taken
    assert page.strip.words in window(page).foot.said.text()
    assert page.strip.isAncestorOf(focus(window(page)))
    press(qtbot, window(page), "Return")
    assert page.source.kind == "products"
    press(qtbot, window(page), "Ctrl+S")
    assert ask(select(Product.name).where(Product.code == "0201")) == ["香皂"]


def test_past_sales_say_that_unknown_clients_and_products_can_be_added(
    qtbot: QtBot, ask: Ask, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ["单号", "日期", "客户编号", "商品编码", "数量", "单价"],
        ["X1", "2025-01-05", "C1", "P1", 6, 2.5],
        ["X1", "2025-01-05", "C9", "P9", 6, 2.5],
    ]
    page.source.choose_kind("sales-history")
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "单.xlsx", rows))
    assert said(page).startswith("新增 1 有变化 0 无变化 0 退回 1")
    page.source.missing.setFocus()
    press(qtbot, window(page), "Space")
    assert said(page).startswith("新增 2")
    press(qtbot, window(page), "Ctrl+S")
    assert ask(select(func.count(HistoryLine.id))) == [2]


def test_a_cancelled_import_leaves_nothing(
    qtbot: QtBot, ask: Ask, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "大.csv"
    lines = (f"B{number},小店{number},社区店" for number in range(6_000))
    file.write_text("\n".join(["编号,店名,客群", *lines]), encoding="utf-8")
    open_by_keys(qtbot, page, monkeypatch, file)
    monkeypatch.setattr(tasks, "_PATIENCE_MS", 0)
    before = ask(CODES)
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def waiting() -> list[QProgressDialog]:
        return [one for one in page.findChildren(QProgressDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(waiting()), timeout=5_000)
    qtbot.keyClick(waiting()[0], Qt.Key.Key_Escape)
    settle(qtbot, window(page))
    assert "没有写入" in page.strip.words
    assert ask(CODES) == before
    assert page.take.isEnabled()


def test_a_file_dropped_on_the_page_is_opened_and_a_broken_one_says_what_to_do(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    drop(page, broken)
    settle(qtbot, window(page))
    assert "Excel" in page.strip.words
    assert not page.columns.view.isVisible()
    drop(page, workbook(tmp_path / "网点.xlsx", GOOD))
    settle(qtbot, window(page))
    assert page.columns.view.table.rowCount() == 4
    assert page.strip.words == ""


def drop(page: ImportPage, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    page.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_what_is_asked_of_shops_of_one_name_is_answered_at_the_rows(
    qtbot: QtBot, page: ImportPage, team: Team, tmp_path: Path, ask: Ask
) -> None:
    rows = [["客户名称", "类型"], ["便民超市", "学校店"], ["便民超市", "社区店"]]
    page.open_file(workbook(tmp_path / "同名.xlsx", rows, [["别的"]]))
    settle(qtbot, window(page))
    outcome = page.outcome
    assert not page.take.isEnabled()
    assert outcome.problems.table.rows
    assert outcome.same_names.isVisible()
    assert "表2" in outcome.notes
    page.columns.view.setFocus()
    press(qtbot, window(page), "Ctrl+S")
    assert outcome.same_names.isAncestorOf(focus(window(page))), "it goes where it is answered"
    assert "同名" in window(page).foot.said.text(), "and says what is open"
    pill = outcome.same_names.findChild(QPushButton, "apart")
    assert pill is not None
    pill.setFocus()
    qtbot.keyClick(pill, Qt.Key.Key_Space)
    settle(qtbot, window(page))
    assert "新增 2" in said(page)
    press(qtbot, window(page), "Ctrl+S")
    settle(qtbot, window(page))
    assert ask(select(func.count(Client.id)).where(Client.name == "便民超市")) == [2]


def test_a_list_that_another_one_took_the_place_of_comes_back_as_it_stood(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workbook(tmp_path / "网点.xlsx", BAD)
    open_by_keys(qtbot, page, monkeypatch, first)
    explain(qtbot, page, "客户编号", "店名", "客户类型", "电话")
    page.good.setChecked(True)
    settle(qtbot, window(page))
    before = taken_as(page), said(page), page.source.row.currentText()
    other = workbook(tmp_path / "别的.xlsx", [["编号", "名称"], ["Q8", "王记"]])
    open_by_keys(qtbot, page, monkeypatch, other)
    assert [one.heading for one in page.columns.view.table.rows] == ["编号", "名称"]
    assert "网点.xlsx 已放到一边" in window(page).foot.said.text()
    assert taken_as(page) != before[0]
    press(qtbot, window(page), "Ctrl+Z")
    assert (taken_as(page), said(page), page.source.row.currentText()) == before
    assert page.good.isChecked()
    assert page.take.isEnabled()
    press(qtbot, window(page), "Ctrl+Z")
    assert [one.heading for one in page.columns.view.table.rows] == ["编号", "名称"]


def test_columns_that_were_chosen_come_back_after_the_list_is_taken_for_another_sort(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = [row[:2] for row in GOOD[2:]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "无表头.xlsx", bare))
    page.source.row.setCurrentIndex(page.source.row.count() - 1)
    page.source.row_chosen.emit(page.source.row.currentData())
    settle(qtbot, window(page))
    page.columns.view.setFocus()
    explain(qtbot, page, "客户编号", "店名")
    before = taken_as(page)
    assert before == ["code", "name"]
    page.source.choose_kind("products")
    settle(qtbot, window(page))
    assert page.source.kind == "products"
    window(page).foot.undo.click()
    settle(qtbot, window(page))
    assert page.source.kind == "clients"
    assert taken_as(page) == before


def test_a_first_count_is_never_taken_without_its_bad_rows(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.source.choose_kind("lots")
    heads = ["商品编号", "批号", "有效期至", "盘点数量"]
    rows = [heads, ["P1", "A", "2027-01-01", "5"], ["P1", "B", "2027-01-01", ""]]
    open_by_keys(qtbot, page, monkeypatch, workbook(tmp_path / "盘点.xlsx", rows))
    assert said(page) == "新增 1 有变化 0 无变化 0 退回 1 提醒 0"
    assert page.good.isHidden()
    assert not page.take.isEnabled()
    workbook(tmp_path / "盘点.xlsx", rows[:2])
    press(qtbot, window(page), "F5")
    press(qtbot, window(page), "Ctrl+S")
    target = tmp_path / "已有.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    page.source.edit.setFocus()
    press(qtbot, window(page), "Space")
    sheet = load_workbook(target).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][3:] == ["A", datetime(2027, 1, 1), 5, "支"]
    page.source.choose_kind("sales-history")
    assert not page.source.edit.isEnabled()
