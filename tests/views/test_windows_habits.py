"""What a Windows PC expects of a program, as far as it can be held from elsewhere."""

from pathlib import Path

import pytest
from defusedxml import ElementTree
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.views.kit import theme

MANIFEST = Path(__file__).resolve().parents[2] / "devtool" / "windows" / "launcher.manifest"


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (["Arial", "Microsoft YaHei", "Microsoft YaHei UI", "SimSun"], "Microsoft YaHei UI"),
        (["Arial", "Microsoft YaHei", "SimSun"], "Microsoft YaHei"),
        (["PingFang SC", "Helvetica"], "PingFang SC"),
        (["DejaVu Sans"], "Noto Sans SC"),
    ],
)
def test_the_windows_own_font_comes_first_and_ours_where_there_is_none(
    qapp: QApplication, there: list[str], taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme.QFontDatabase, "families", lambda: there)
    assert theme._font().family() == taken


def test_ours_is_loaded_only_where_it_is_needed(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", loaded.append)
    monkeypatch.setattr(theme.QFontDatabase, "families", lambda: ["Microsoft YaHei UI"])
    theme._font()
    assert loaded == []


def test_each_screen_is_drawn_at_its_own_scale(qapp: QApplication) -> None:
    """The launcher says so to Windows, and Qt rounds no 150 % to 200 %."""
    policy = QGuiApplication.highDpiScaleFactorRoundingPolicy()
    assert policy == Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    said = {one.tag.partition("}")[2]: one.text for one in ElementTree.parse(MANIFEST).iter()}
    assert said["dpiAwareness"] == "PerMonitorV2"
    assert said["longPathAware"] == "true"
