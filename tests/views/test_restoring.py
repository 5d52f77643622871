"""Restoring a backup before anybody signs in (E5): also when the office can't be opened."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import MainWindow
from desktop.services.backup import take_backup
from desktop.services.clients import ClientDraft, add_client
from desktop.views.sign_in.restore import RestorePage
from tests.office import new_team


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an office, its backup, and a shop that came after it."""
    team = new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}")
    take_backup(team.office.engine, tmp_path / "backups", date(2026, 1, 5))
    add_client(team.r1, ClientDraft("C9", "后来的店", "学校店"))
    team.office.engine.dispose()
    return tmp_path


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.tasks.idle, timeout=20_000)


def opened(qtbot: QtBot, folder: Path) -> MainWindow:
    window = MainWindow(folder, training=False)
    qtbot.addWidget(window)
    window.show()
    window.open_office()
    settle(qtbot, window)
    settle(qtbot, window)
    return window


def key(window: MainWindow, which: Qt.Key) -> None:
    at = window.focusWidget()
    assert at is not None
    QTest.keyClick(at, which)


def shown(window: MainWindow) -> QWidget:
    page = window.findChild(RestorePage)
    assert page is not None
    return page


def restore(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(window)
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: page.list.count() > 0, timeout=5_000)
    page.list.setCurrentRow(page.list.count() - 1)  # opening the office took today's
    page.begin.click()
    settle(qtbot, window)
    key(window, Qt.Key.Key_Space)  # the keys stand on the no
    settle(qtbot, window)
    assert window.findChild(RestorePage) is page
    page.begin.click()
    settle(qtbot, window)
    key(window, Qt.Key.Key_Tab)
    key(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.findChild(RestorePage) is None, timeout=20_000)
    qtbot.waitUntil(lambda: window.office is not None, timeout=20_000)
    settle(qtbot, window)


def codes(window: MainWindow) -> set[str]:
    from sqlalchemy import select

    from desktop.models import Client

    office = window.office
    assert office is not None
    with office.reading() as session:
        return set(session.scalars(select(Client.code)))


def test_an_office_that_works_is_restored_from_the_sign_in_page(qtbot: QtBot, folder: Path) -> None:
    window = opened(qtbot, folder)
    assert codes(window) == {"C1", "C2", "C9"}
    window.sign_in.restore.click()
    settle(qtbot, window)
    restore(qtbot, window)
    assert codes(window) == {"C1", "C2"}
    assert "office-before-restore.db" in window.sign_in.strip.words
    assert (folder / "office-before-restore.db").exists()


@pytest.mark.parametrize("damage", ["zeros", "cut short", "text"])
def test_a_damaged_office_is_restored_and_kept_beside_it(
    damage: str, qtbot: QtBot, folder: Path
) -> None:
    office = folder / "office.db"
    office.write_bytes(
        {"zeros": bytes(80_000), "cut short": office.read_bytes()[:50_000], "text": b"hello"}[
            damage
        ]
    )
    window = opened(qtbot, folder)
    assert window.office is None
    assert window.sign_in.strip.words
    window.sign_in.restore.click()
    settle(qtbot, window)
    restore(qtbot, window)
    assert codes(window) == {"C1", "C2"}
    assert (folder / "office-before-restore.db").exists()


def test_where_the_office_is_gone_its_backups_are_offered(qtbot: QtBot, folder: Path) -> None:
    (folder / "office.db").unlink()
    window = opened(qtbot, folder)
    page = shown(window)
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: page.list.count() == 1, timeout=5_000)
    page.begin.click()
    qtbot.waitUntil(lambda: window.office is not None, timeout=20_000)
    settle(qtbot, window)
    assert codes(window) == {"C1", "C2"}


def test_a_backup_that_was_opened_outside_is_offered_first(qtbot: QtBot, folder: Path) -> None:
    backup = next((folder / "backups").glob("office-*.db")).with_suffix(".zxbackup")
    shutil.copy(backup.with_suffix(".db"), backup)
    window = MainWindow(folder, training=False, backup=backup)
    qtbot.addWidget(window)
    window.show()
    window.open_office()
    qtbot.waitUntil(lambda: window.findChild(RestorePage) is not None, timeout=20_000)
    settle(qtbot, window)
    page = shown(window)
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: page.list.count() > 1, timeout=5_000)
    assert page.list.item(0).text().endswith(backup.name)
    assert page.list.currentRow() == 0
    assert window.office is not None
    window.office.engine.dispose()
