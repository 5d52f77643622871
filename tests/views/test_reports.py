"""Reports in the window: chosen, asked, looked into and taken away by keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QListWidgetItem, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, Chart, Series
from desktop.basics.figures import COUNT
from desktop.basics.pasted import cells_of
from desktop.basics.report import Column, Line, Only, Scope, Source, Table
from desktop.cli import main
from desktop.models import Client
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.registry import REPORTS
from desktop.services.reports import texts
from desktop.services.staff import edit_staff
from desktop.views.kit.desk import Link
from desktop.views.kit.tables.record_table import RecordView
from desktop.views.reports.page import ReportsPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.printing import pdf
from tests.queries.reports.story import END, two_months
from tests.views.conftest import Guard
from tests.views.desk import focus, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    made = two_months(new_team(sqlite_url))
    yield made
    made.office.engine.dispose()


def reports(qtbot: QtBot, desktop: Desktop) -> ReportsPage:
    """The page of reports, open."""
    desktop.open(Link("reports"))
    settle(qtbot, desktop)
    page = desktop.page("reports")
    assert isinstance(page, ReportsPage)
    return page


def rows(page: ReportsPage) -> list[tuple[str, ...]]:
    """The open table as it is seen."""
    assert page.view is not None
    table = page.view.table
    texts = (
        tuple(str(table.data(table.index(row, column))) for column in range(table.columnCount()))
        for row in range(table.rowCount())
    )
    return list(texts)


def pill(page: ReportsPage, words: str) -> QPushButton:
    return next(one for one in page.period.findChildren(QPushButton) if one.text() == words)


def test_the_page_shows_a_picture_and_the_table_behind_it(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    gui_thread_never_waits.watching = True
    page = reports(qtbot, desktop)
    offered = [one.text() for one in named(page)]
    assert offered[0] == "销售"
    below = offered.index("价格保护基金")
    assert rows(page) == [
        ("2026-01", "163.40", "0.00", "163.40", "2", "2"),
        ("2026-02", "75.60", "37.80", "37.80", "1", "3"),
        ("合计", "239.00", "37.80", "201.20", "2", "3"),
    ]
    assert page.chart.accessibleDescription() == (
        "2026-01：净销售额 163.40；2026-02：净销售额 37.80"
    )
    page.hold_focus()
    for _step in range(below):
        press(qtbot, desktop, "Down")
    assert page.report is not None
    assert page.report.name == "fund"
    assert [page.tabs.tabText(place) for place in range(page.tabs.count())] == [
        *("按季度", "按客户", "今日未兑付")
    ]
    assert page.view is None or not page.view.isVisible()  # no agreement, so no fund: in words
    for _step in range(below):
        press(qtbot, desktop, "Up")
    press(qtbot, desktop, "Return")
    assert focus(desktop) is page.view


def test_the_total_stays_last_however_it_is_sorted(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    gui_thread_never_waits.watching = True
    page = reports(qtbot, desktop)
    assert page.view is not None
    for first in ("2026-02", "2026-01", "2026-02"):
        page.view.horizontalHeader().sectionClicked.emit(3)
        settle(qtbot, desktop)
        assert (rows(page)[0][0], rows(page)[-1][0]) == (first, "合计")
    press(qtbot, desktop, "F5")
    assert rows(page)[0][0] == "2026-02", "read again, it is sorted as before"


def test_a_row_leads_to_what_it_is_made_of_and_back(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    gui_thread_never_waits.watching = True
    page = reports(qtbot, desktop)
    page.tabs.setCurrentIndex(2)
    settle(qtbot, desktop)
    assert page.view is not None
    page.view.setFocus()
    press(qtbot, desktop, "Home")
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Return")
    # 员工r1's clients: one, which leads to its file.
    assert page.scope.key("rep") == "r1"
    assert [row[:4] for row in rows(page)] == [
        ("C3", "街角店", "街边店", "员工r1"),
        ("", "合计", "", ""),
    ]
    assert page.whole.isVisible()
    page.view.setFocus()
    press(qtbot, desktop, "Home")
    press(qtbot, desktop, "Return")
    assert desktop.here == Link("clients", 3)
    press(qtbot, desktop, "Alt+Left")
    assert page.scope.key("rep") == "r1"
    press(qtbot, desktop, "Alt+Left")
    assert page.scope.only == ()
    assert rows(page)[0][0] == "无业务员"


def test_another_report_is_narrowed_to_nothing(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    narrowed = page.scope.narrowed(Only("age", "30", "30 天以内"))
    desktop.open(Link("reports", values=(("report", "receivables"), ("scope", narrowed))))
    settle(qtbot, desktop)
    assert page.whole.isVisible()
    desktop.open(Link("reports", values=(("report", "visits"),)))
    settle(qtbot, desktop)
    assert (page.chosen, page.scope.only) == ("visits", ())
    assert not page.whole.isVisible()


def test_all_of_it_comes_back_by_a_button(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    assert page.view is not None
    page.view.pick(0, silent=True)
    press(qtbot, desktop, "Tab")
    page.view.setFocus()
    press(qtbot, desktop, "Return")
    assert page.period.days == (date(2026, 1, 1), date(2026, 1, 31))
    assert [row[0] for row in rows(page)] == ["C1", "C3", ""]


def test_a_place_of_the_picture_is_a_row(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    page.chart.setFocus()
    press(qtbot, desktop, "Right")
    press(qtbot, desktop, "Left")
    press(qtbot, desktop, "Return")
    assert page.view is not None
    assert focus(desktop) is page.view
    assert page.view.key == 0
    press(qtbot, desktop, "Down")
    assert page.chart.place == 1


def test_a_time_is_chosen_by_name_or_by_its_days(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    assert page.period.days == (date(2025, 3, 1), team.day)
    pill(page, "上月").click()
    settle(qtbot, desktop)
    assert [row[0] for row in rows(page)] == ["2026-01", "合计"]
    page.period.first.setFocus()
    page.period.first.selectAll()
    write(qtbot, desktop, "2.1")
    press(qtbot, desktop, "Return")
    assert "对调" in page.period.wrong.text()
    page.period.last.setFocus()
    page.period.last.selectAll()
    write(qtbot, desktop, "今天")
    press(qtbot, desktop, "Return")
    assert page.period.days == (date(2026, 2, 1), team.day)
    assert not page.period.wrong.isVisible()
    assert [row[0] for row in rows(page)] == ["2026-02", "合计"]
    page.period.last.selectAll()
    write(qtbot, desktop, "32.13")
    press(qtbot, desktop, "Return")
    assert page.period.wrong.text().startswith("请写日期")
    assert page.period.days == (date(2026, 2, 1), team.day)


def test_a_long_journal_is_read_as_it_is_looked_at(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gui_thread_never_waits: Guard,
) -> None:
    monkeypatch.setattr("desktop.views.reports.table._FIRST", 2)
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    gui_thread_never_waits.watching = True
    values = (("report", "journal"), ("table", "entry"), ("scope", Scope(date(2025, 1, 1), END)))
    desktop.open(Link("reports", values=values))
    settle(qtbot, desktop)
    assert page.table is not None
    assert page.view is not None
    seen = rows(page)
    gui_thread_never_waits.watching = False
    whole = [texts(page.table, line.values) for line in page.table.lines]
    assert len(whole) > 10
    assert seen == [*whole, texts(page.table, page.table.total)]
    page.view.setFocus()
    press(qtbot, desktop, "Ctrl+A")
    press(qtbot, desktop, "Ctrl+C")
    copied = cells_of(QGuiApplication.clipboard().text())
    assert [row[0] for row in copied] == [page.table.columns[0].heading, *(row[0] for row in seen)]
    del page.view.table._rows[3]  # nobody looked at it yet
    press(qtbot, desktop, "Ctrl+C")
    assert "Ctrl+Shift+E" in desktop.foot.said.text()
    settle(qtbot, desktop)
    place = [one.name for one in page.table.columns].index("debit")
    page.view.sorted_by.emit("debit", True)
    settle(qtbot, desktop)
    order = page.table.in_order("debit", down=True)
    assert [row[place] for row in rows(page)[:-1]] == [whole[at][place] for at in order]
    page.view.pick(order[0], silent=True)
    page.view.setFocus()
    press(qtbot, desktop, "Return")
    assert not page.isVisible()


def test_a_time_without_figures_says_so(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    scope = Scope(date(2025, 1, 1), date(2025, 2, 1))
    desktop.open(Link("reports", values=(("scope", scope), ("table", "line"))))
    settle(qtbot, desktop)
    assert not page.chart.isVisible()
    assert not page.export.isEnabled()
    assert page.tabs.currentIndex() == 3
    titles = [one.text() for one in page.findChildren(type(page.period.wrong)) if one.isVisible()]
    assert "这段时间没有送货。" in titles


def test_a_report_that_is_not_theirs_any_more_is_refused_in_the_strip(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    edit_staff(team.ad, "m1", 1, "员工m1", ["dispatcher"])
    page.list.setCurrentRow(1)
    assert page.table is None
    page._open(0)  # Enter before the answer is there does nothing
    settle(qtbot, desktop)
    assert "可以看的岗位" in desktop.strip.words


def test_what_was_looked_at_is_remembered(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, desktop)
    pill(page, "本季").click()
    page.list.setCurrentRow([one.text() for one in named(page)].index("价格保护基金"))
    settle(qtbot, desktop)
    again = open_desk(qtbot, team.m1, tmp_path)
    page = reports(qtbot, again)
    assert (page.chosen, page.period.name) == ("fund", "quarter")


def test_it_goes_to_excel_and_to_paper(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gui_thread_never_waits: Guard,
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    reports(qtbot, desktop)
    gui_thread_never_waits.watching = True
    target = tmp_path / "销售"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    press(qtbot, desktop, "Ctrl+Shift+E")
    with gui_thread_never_waits.elsewhere():
        book = load_workbook(target.with_suffix(".xlsx"))
        assert book.sheetnames == ["按月", "按客户类型", "按业务员", "按系列", "按客户"]
        assert [cell.value for cell in book["按月"][2]][3] == 163.4
    press(qtbot, desktop, "Ctrl+P")
    assert desktop.preview.print_button.isEnabled()
    press(qtbot, desktop, "Escape")
    qtbot.waitUntil(lambda: desktop.shown is desktop.page("reports"))
    press(qtbot, desktop, "Ctrl+M")
    assert desktop.preview.print_button.isEnabled(), "the month's page of January"
    press(qtbot, desktop, "Escape")


def test_only_whose_reports_there_are_has_the_page(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    rep = open_desk(qtbot, team.r1, tmp_path)
    offered = [one.text() for one in named(reports(qtbot, rep))]
    assert "销售" in offered
    assert "价格保护基金" not in offered
    packer = open_desk(qtbot, team.d1, tmp_path)
    offered = [one.text() for one in named(reports(qtbot, packer))]
    assert offered == ["库存", "配送服务", "卸货点"]


def named(page: ReportsPage) -> list[QListWidgetItem]:
    """The reports that are offered."""
    return [page.list.item(place) for place in range(page.list.count())]


# --- another report -------------------------------------------------------------------------------


def _by_state(session: Session, _scope: Scope, _today: date) -> tuple[Table, ...]:
    rows = session.execute(
        select(Client.name, Client.id, func.length(Client.name)).order_by(Client.id)
    ).all()
    lines = tuple(Line((name, length), Source("clients", key)) for name, key, length in rows)
    series = Series("字数", tuple(length for _name, _key, length in rows))
    return (
        Table(
            "names",
            "按店名",
            (Column("client", "客户", wide=True), Column("letters", "字数", COUNT, main=True)),
            lines,
            "一家也没有。",
            ("合计", sum(length for _name, _key, length in rows)),
            Chart("店名有多长", BARS, tuple(row[0] for row in rows), (series,), COUNT),
        ),
    )


def test_a_report_that_declares_itself_is_shown_exported_printed_and_commanded(
    qtbot: QtBot,
    team: Team,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = Declared("names", "Names of shops", ("dispatcher",), _by_state, ("按店名的字数。",))
    monkeypatch.setitem(REPORTS, "names", made)
    desktop = open_desk(qtbot, team.m1, tmp_path)
    assert "Names of shops" not in [item.text() for item in named(reports(qtbot, desktop))]
    desktop = open_desk(qtbot, team.ad, tmp_path)
    page = reports(qtbot, desktop)
    page.list.setCurrentRow(page.list.count() - 1)
    settle(qtbot, desktop)
    assert rows(page) == [("小店C1", "4"), ("小店C2", "4"), ("街角店", "3"), ("合计", "11")]
    assert page.chart.isVisible()
    assert page.chart.accessibleName() == "店名有多长"
    assert isinstance(page.view, RecordView)
    page.view.activated_key.emit(2)
    settle(qtbot, desktop)
    assert desktop.here == Link("clients", 3)
    assert main(["report", "names", "--database", sqlite_url]) == 0
    assert "街角店     3" in capsys.readouterr().out
    for name in ("names.xlsx", "names.pdf"):
        assert (
            main(["report", "names", "--database", sqlite_url, "--out", str(tmp_path / name)]) == 0
        )
    assert load_workbook(tmp_path / "names.xlsx")["按店名"]["B4"].value == 3
    assert "店名有多长" in pdf.text((tmp_path / "names.pdf").read_bytes())
