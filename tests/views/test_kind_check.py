"""Of what kind a list's coordinates are, told by a shop that the person knows."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.client import ClientDraft
from desktop.models import Client
from desktop.services.clients import add_client
from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Link
from tests.office import new_team
from tests.views.desk import open_desk, press, settle, write

pytestmark = pytest.mark.traced

ROWS = (
    ("门店编号", "门店名称", "类型", "纬度", "经度"),
    ("K3", "王记", "学校店", 31.2, 121.5),
    ("K2", "李记", "学校店", 31.1774276, 121.5272106),
)


def test_the_kind_is_told_by_a_shop_that_the_office_knows(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    """K2 is here already with its place of 高德; the list has it as a GPS told it, and K3 too."""
    team = new_team(sqlite_url)
    known = ClientDraft("K2", "李记", "学校店", lat=Decimal("31.175304"), lon=Decimal("121.531542"))
    add_client(team.r1, known)
    book = Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "places.xlsx")
    desktop = open_desk(qtbot, team.ad, tmp_path)
    desktop.open(Link("import"))
    page = desktop.page("import")
    assert isinstance(page, ImportPage)
    page.open_file(tmp_path / "places.xlsx")
    settle(qtbot, desktop)
    page.source.known.setFocus()
    press(qtbot, desktop, "Space")
    check = page.source.check
    assert check.isVisible()
    assert check.shop is not None
    assert check.shop.code == "K2", "the one that is known comes by itself"
    near = check.shop.near
    assert near is not None
    assert near.best == "wgs84"
    assert near.metres["wgs84"] <= 1
    assert near.metres["gcj02"] > 400
    assert "李记" in check.said.text()
    check.search.setFocus()
    write(qtbot, desktop, "王记")
    assert check.shop.code == "K3"
    check.kinds["wgs84"].setFocus()
    press(qtbot, desktop, "Space")
    assert page.source.datum == "wgs84"
    page.take.click()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        lat = session.scalar(select(Client.lat).where(Client.code == "K2"))
        new = select(Client.lat, Client.lon).where(Client.code == "K3")
        converted = tuple(session.execute(new).one())
    assert lat == Decimal("31.175304")
    assert converted == (Decimal("31.197967"), Decimal("121.504429")), "as the office keeps them"
    page.open_file(tmp_path / "places.xlsx")
    settle(qtbot, desktop)
    assert page.source.datum == "wgs84", "what it was last is offered for the next list"
