"""A server's office is backed up at the window, and put into a new database from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.engine import read_url
from desktop.views.backups.page import BackupsPage, BackupView
from desktop.views.kit.desk import Link
from desktop.views.sign_in.restore import RestorePage
from tests.office import new_team
from tests.postgres import Server
from tests.services.test_server_backup import held
from tests.views.desk import list_page, press, rest
from tests.views.program import Begin, begun


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path) -> Iterator[Begin]:
    with begun(qtbot, tmp_path) as window:
        yield window


def test_a_backup_is_taken_at_the_window_and_restored_into_a_new_database(
    qtbot: QtBot,
    begin: Begin,
    postgres_server: Server,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZHONGXIAO_DATABASE", postgres_url)
    new_team(postgres_url).office.engine.dispose()
    window = begin()
    window.sign_in.given.emit("ad", "")
    rest(qtbot, window, window.tasks)
    desktop = window.desktop
    assert desktop is not None
    desktop.open(Link("backups"))
    rest(qtbot, window, window.tasks)
    page = list_page(desktop, "backups")
    assert isinstance(page, BackupsPage)
    assert "Ctrl+B" in page.empty_words
    press(qtbot, desktop, "Ctrl+B")
    rest(qtbot, window, window.tasks)
    assert page.table.rowCount() == 1
    assert isinstance(page.detail, BackupView)
    with desktop.desk.office.reading() as session:
        row = page.row(session, 1)
    assert row.problem == ""
    moves = {one.action: one for one in page.detail.ask_moves(row, 1)}
    assert moves["save"].allowed
    assert not moves["restore"].allowed
    assert "CREATE DATABASE" in moves["restore"].reason
    window.close()

    with postgres_server.database() as new:
        monkeypatch.setenv("ZHONGXIAO_DATABASE", new)
        window = begin()
        offered = window.findChild(RestorePage)
        assert offered is not None
        rest(qtbot, window, window.tasks)
        assert str(read_url(new).database) in offered.words.text()
        item = offered.list.item(0)
        assert item is not None
        assert str(read_url(postgres_url).database) in item.text()  # of which server it is
        offered.begin.click()
        rest(qtbot, window, window.tasks)
        assert window.sign_in.isVisible()
        assert window.office is not None
        assert held(new) == held(postgres_url)
        window.office.engine.dispose()
