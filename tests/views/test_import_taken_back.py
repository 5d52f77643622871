"""The page of imports takes the last one back, after it was said what it is."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import Client
from desktop.services.imports.run import ImportOrder, import_file
from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Link
from tests.office import Team, new_team
from tests.views.desk import open_desk, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_the_last_import_is_taken_back_after_it_was_said_what_it_is(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    file = tmp_path / "shops.csv"
    file.write_text("编号,名称,类型\nN1,新店一,社区店\n", encoding="utf-8")
    import_file(team.ad, ImportOrder("clients", file))
    desktop = open_desk(qtbot, team.ad, tmp_path)
    desktop.open(Link("import"))
    settle(qtbot, desktop)
    page = desktop.page("import")
    assert isinstance(page, ImportPage)
    assert page.back.button.isVisible()
    page.back.button.click()
    settle(qtbot, desktop)
    assert "新增 1 条" in page.strip.words
    page.strip._yes.click()
    settle(qtbot, desktop)
    assert page.back.button.isHidden()
    page.back.button.click()
    settle(qtbot, desktop)
    assert "没有可以撤回的导入" in page.strip.words
    with team.ad.reading() as session:
        assert session.query(Client).filter_by(code="N1").count() == 0
