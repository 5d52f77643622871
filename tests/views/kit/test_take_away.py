"""A list taken away by keys: to Excel and to paper, filtered as it is seen, all of it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.services.clients import ClientDraft, add_client
from desktop.services.imports import ImportOrder, import_file
from desktop.services.lists import list_workbook
from desktop.services.products import ProductDraft, add_product
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.preview import Preview
from desktop.views.kit.tasks import Progress
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_what_is_seen_goes_to_excel_whole(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gui_thread_never_waits: Guard,
) -> None:
    with team.r1.batch() as together:
        for number in range(600):
            add_client(together, ClientDraft(f"K{number:03}", f"大店{number}", "社区店"))
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    target = tmp_path / "大店"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "大店")
    page = desktop.page("clients")
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 600)
    press(qtbot, desktop, "Ctrl+Shift+E")
    with gui_thread_never_waits.elsewhere():
        sheet = load_workbook(target.with_suffix(".xlsx")).active
        assert sheet is not None
        names = [cell.value for cell in sheet["A"]]
    assert len(names) == 601
    assert {str(name)[:2] for name in names[1:]} == {"大店"}


def test_a_list_is_previewed_before_it_is_printed(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Shift+P")
    (preview,) = desktop.findChildren(Preview)
    assert preview.isVisible()
    assert preview.print_button.isEnabled()


def test_an_empty_list_has_nothing_to_take_away(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("orders"))
    settle(qtbot, desktop)
    page = desktop.page("orders")
    assert isinstance(page, ListPage)
    assert not page.take_away.export.isEnabled()


@pytest.mark.parametrize("name", ["clients", "products"])
def test_a_list_taken_away_is_never_misread_when_it_comes_in_again(
    qtbot: QtBot, team: Team, tmp_path: Path, name: str
) -> None:
    units = {"瓶": 1, "箱": 12}
    add_product(
        team.c1, ProductDraft("P2", "洗发露", "清泉", "洗护", units, {"瓶": 1500}, spec="1L")
    )
    desktop = open_desk(qtbot, team.ad, tmp_path / "memory")
    desktop.open(Link(name))
    settle(qtbot, desktop)
    page = desktop.page(name)
    assert isinstance(page, ListPage)
    seen = page.take_away._gather()(Progress())
    assert seen is not None
    file = tmp_path / "list.xlsx"
    file.write_bytes(list_workbook(seen))
    said = import_file(team.ad, ImportOrder(name, file))
    assert said.unchanged == said.rows == len(seen.rows)


def test_what_no_font_can_print_is_named_before_it_is_printed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_client(team.m1, ClientDraft("C9", "开心😀超市", "小区店"))
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Shift+P")
    assert "“开心😀超市" in desktop.preview.strip.words
    assert "😀 (U+1F600)" in desktop.preview.strip.words
    assert desktop.preview.print_button.isEnabled()
