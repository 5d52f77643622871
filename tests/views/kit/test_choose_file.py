"""Files are asked for where the person was the last time, by what they are about."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit.choose_file import choose_file, choose_files, choose_target
from desktop.views.kit.desk import Desk
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from tests.office import new_team


@pytest.fixture
def desk(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Desk:
    return Desk(new_team(sqlite_url).m1, Tasks(), Memory(tmp_path / "window"))


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_each_kind_of_file_has_its_own_last_folder(
    desk: Desk, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(tmp_path / "none"))

    def answer(path: Path | None) -> None:
        def one(_parent: object, _asked: str, start: str, _kinds: str) -> tuple[str, str]:
            offered.append(start)
            return (str(path) if path else "", "")

        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, one)
        monkeypatch.setattr(
            QFileDialog,
            "getOpenFileNames",
            lambda *given: ([name] if (name := one(*given)[0]) else [], ""),
        )

    stick = tmp_path / "stick"
    answer(stick / "a.png")
    assert choose_files(desk, parent, "", "", "photos") == [stick / "a.png"]
    answer(None)
    assert choose_files(desk, parent, "", "", "photos") == []
    assert choose_file(desk, parent, "", "", "photos") is None
    assert choose_target(desk, parent, "", "基金 1/2: 对账单.pdf", "", "papers") is None
    assert [Path(one) for one in offered] == [
        Path.home(),
        stick,
        stick,
        Path.home() / "基金 1-2- 对账单.pdf",
    ]
    answer(tmp_path / "out" / "b.pdf")
    choose_target(desk, parent, "", "b.pdf", "", "papers")
    assert Memory(tmp_path / "window").get("folder.papers") == str(tmp_path / "out")
