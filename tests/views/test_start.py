"""From an empty computer to people at work: begun, signed in, lists brought in, a look around."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import MainWindow
from desktop.models import Client
from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.sign_in.connection import ConnectionPage
from desktop.views.sign_in.restore import RestorePage
from desktop.views.sign_in.start import StartPage
from tests.views.desk import rest, settle
from tests.views.program import Begin, begun

VALUES = {
    "name": "涪州办事处",
    "city": "涪州市",
    "code": "ad",
    "person": "杨素芬",
    "password": "晴天出门-2026",
}


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path) -> Iterator[Begin]:
    """Start the program on this computer's folder; again is the next morning."""
    with begun(qtbot, tmp_path) as window:
        yield window


def idle(qtbot: QtBot, window: MainWindow) -> None:
    rest(qtbot, window, window.tasks)


def started(qtbot: QtBot, window: MainWindow) -> None:
    page = window.findChildren(StartPage)[-1]
    for name, value in VALUES.items():
        page.form.editor(name).show_value(value)
    page.begin.click()
    idle(qtbot, window)


def sign_in(qtbot: QtBot, window: MainWindow, password: str) -> None:
    window.sign_in.password.setText(password)
    window.sign_in.enter.click()
    idle(qtbot, window)


def test_an_office_is_begun_and_whoever_began_it_is_signed_in(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    window = begin()
    page = window.findChildren(StartPage)[-1]
    assert page.isVisible()
    page.begin.click()
    idle(qtbot, window)
    assert page.form.note("name")
    assert window.office is None
    started(qtbot, window)
    assert window.desktop is not None
    assert window.desktop.desk.office.person is not None
    assert window.desktop.foot.stand.toolTip() == str(tmp_path / "office.db")
    window.leave_desk()
    assert window.sign_in.isVisible()
    assert window.sign_in.password.text() == ""
    sign_in(qtbot, window, "错的")
    assert window.desktop is None
    assert window.sign_in.strip.words
    sign_in(qtbot, window, VALUES["password"])
    assert window.desktop is not None


def test_the_training_office_is_looked_at_from_the_form_that_stands_first(
    qtbot: QtBot, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = begin()
    page = window.findChildren(StartPage)[-1]
    page.form.editor("name").show_value(VALUES["name"])
    asked: list[bool] = []
    monkeypatch.setattr(window, "_go_to", lambda *, training: asked.append(training))
    page.training.click()
    idle(qtbot, window)
    assert asked == [True]
    assert window.sign_in.isVisible()
    window.start_office()
    assert window.findChildren(StartPage)[-1].form.editor("name").value() == VALUES["name"]


@pytest.mark.parametrize(("way", "kind"), [("database", ConnectionPage), ("restore", RestorePage)])
def test_a_pc_that_joins_an_office_needs_to_begin_none(
    qtbot: QtBot, begin: Begin, way: str, kind: type[QWidget]
) -> None:
    window = begin()
    page = window.findChildren(StartPage)[-1]
    getattr(page, way).click()
    idle(qtbot, window)
    (there,) = window.findChildren(kind)
    assert there.isVisible()


def test_the_keys_are_on_the_page_where_one_was_last(qtbot: QtBot, begin: Begin) -> None:
    window = begin()
    started(qtbot, window)
    assert window.desktop is not None
    window.desktop.open(Link("staff"))
    settle(qtbot, window.desktop)
    window.leave_desk()
    sign_in(qtbot, window, VALUES["password"])
    assert window.desktop is not None
    assert window.desktop.page("staff").isAncestorOf(window.focusWidget() or window)


def test_what_was_typed_before_the_start_is_there_the_next_morning(
    qtbot: QtBot, begin: Begin
) -> None:
    page = begin().findChildren(StartPage)[-1]
    page.form.editor("name").show_value(VALUES["name"])
    page.form.editor("password").show_value("秘密")
    page.form.flush()
    again = begin().findChildren(StartPage)[-1]
    assert again.form.editor("name").value() == VALUES["name"]
    assert again.form.editor("password").value() == ""


def test_the_first_list_is_brought_in(qtbot: QtBot, begin: Begin, tmp_path: Path) -> None:
    window = begin()
    started(qtbot, window)
    desktop = window.desktop
    assert desktop is not None
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["客户名单"],
        ["编号", "店名", "客群", "电话"],
        ["C001", "红星副食店", "社区店", "13800000001"],
        ["C002", "", "社区店", "13800000002"],
    ):
        sheet.append(row)
    file = tmp_path / "客户.xlsx"
    book.save(file)
    today = desktop.page("today")
    lists = {"从 Excel 导入产品": "products", "从 Excel 导入客户": "clients"}
    for words, kind in lists.items():
        ways = today.findChildren(QPushButton)
        next(one for one in ways if one.accessibleName().startswith(words)).click()
        settle(qtbot, desktop)
        page = desktop.page("import")
        assert isinstance(page, ImportPage)
        assert page.source.kind == kind
    page.open_file(file)
    settle(qtbot, desktop)
    assert not page.take.isEnabled()
    page.good.setChecked(True)
    settle(qtbot, desktop)
    page.take.click()
    settle(qtbot, desktop)
    with desktop.desk.office.reading() as session:
        known = [(one.code, one.name, one.segment) for one in session.query(Client)]
        assert known == [("C001", "红星副食店", "社区店")]
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    clients = desktop.page("clients")
    assert isinstance(clients, ListPage)
    assert clients.table.rowCount() == 1


def test_sign_in_is_painted_before_forms_and_the_database_are_loaded() -> None:
    late = ("desktop.views.kit.forms.form", "desktop.views.window", "sqlalchemy", "numpy")
    program = f"import sys, desktop.starting; print(*[one for one in {late} if one in sys.modules])"
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() == []
