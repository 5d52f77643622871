"""After a file was written its folder is one click or one key away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.views.kit import outside
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What another program was asked to show."""
    asked: list[str] = []
    monkeypatch.setattr(outside.platform, "system", lambda: "Linux")
    monkeypatch.setattr(
        outside.QDesktopServices,
        "openUrl",
        lambda url: asked.append(QUrl(url).toLocalFile()) or True,  # type: ignore[func-returns-value]
    )
    return asked


def export(qtbot: QtBot, desktop: Desktop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    list_page(desktop, "clients").hold_focus()
    press(qtbot, desktop, "Ctrl+Shift+E")
    qtbot.waitUntil(target.exists, timeout=10_000)
    settle(qtbot, desktop)


def test_the_folder_of_what_was_exported_is_opened(
    qtbot: QtBot, team: Team, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "导出 七月#1"
    folder.mkdir()
    desktop = open_desk(qtbot, team.c1, tmp_path / "window")
    assert desktop.foot.folder.isHidden()
    export(qtbot, desktop, folder / "客户.xlsx", monkeypatch)
    assert desktop.foot.folder.isVisible()
    desktop.foot.folder.click()
    settle(qtbot, desktop)
    assert opened == [str(folder)]
    desktop.desk.say("别的事")
    assert desktop.foot.folder.isHidden()
    press(qtbot, desktop, "Ctrl+Shift+O")
    assert opened == [str(folder)] * 2


def test_a_file_that_is_gone_is_told(
    qtbot: QtBot, team: Team, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path / "window")
    press(qtbot, desktop, "Ctrl+Shift+O")
    assert desktop.foot.said.text() == "登录以后还没有保存过文件。"
    target = tmp_path / "客户.xlsx"
    export(qtbot, desktop, target, monkeypatch)
    target.unlink()
    press(qtbot, desktop, "Ctrl+Shift+O")
    assert desktop.foot.said.text() == f"{target} 已经不在那里了。"
    assert opened == []


def test_on_windows_the_file_is_chosen_in_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(outside.platform, "system", lambda: "Windows")
    monkeypatch.setattr(outside.subprocess, "Popen", asked.append)
    outside.show_in_folder(Path("客户 名单, 七月.xlsx"))
    assert asked == ['explorer /select,"客户 名单, 七月.xlsx"']


def test_where_explorer_is_missing_the_folder_is_opened_otherwise_or_its_file_named(
    qtbot: QtBot, team: Team, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_words: str) -> None:
        raise FileNotFoundError(2, "explorer")

    monkeypatch.setattr(outside.platform, "system", lambda: "Windows")
    monkeypatch.setattr(outside.subprocess, "Popen", missing)
    desktop = open_desk(qtbot, team.c1, tmp_path / "window")
    target = tmp_path / "客户.xlsx"
    export(qtbot, desktop, target, monkeypatch)
    press(qtbot, desktop, "Ctrl+Shift+O")
    assert opened == [str(tmp_path)]
    monkeypatch.setattr(outside.QDesktopServices, "openUrl", lambda _url: False)
    press(qtbot, desktop, "Ctrl+Shift+O")
    assert str(target) in desktop.foot.said.text()
