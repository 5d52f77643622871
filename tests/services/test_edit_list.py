"""Export, edit, import again: only what was edited changes."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desktop.basics.errors import Refused
from desktop.cli import main
from desktop.models import Client
from desktop.services.clients import ClientDraft, add_client, close_client
from desktop.services.imports import Imported, ImportOrder, import_file
from desktop.services.imports.edit_list import edit_list
from desktop.services.products import ProductDraft, add_product
from tests.office import Team, new_team


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """An office with a client and a product of every field, and odd ones."""
    made = new_team(sqlite_url)
    add_client(
        made.c1,
        ClientDraft(
            "007",
            "东街  小店（总店）",
            "社区店",
            rep="r1",
            client_class="A",
            contact="王姐",
            phone="0816 2230118 / 13800000001",
            address="学府路1号",
            area="城东",
            lat=Decimal("31.4812"),
            lon=Decimal("104.7654"),
            households=300,
            opens="07:30",
            closes="22:00",
            break_from="12:00",
            break_to="14:00",
            density_reason="学校对面，另一边的街",
        ),
    )
    as_written = add_client(made.c1, ClientDraft("K-2", "东街  小店（总店）", "社区店"))
    with made.c1.transaction("client.edit") as session:  # as a list brought it in
        session.allow()
        session.get_one(Client, as_written).phone = "问老板"
    key = add_client(made.c1, ClientDraft("K9", "关门店", "社区店"))
    close_client(made.c1, key, "搬走")
    add_product(
        made.c1,
        ProductDraft(
            "0042",
            "洗发露",
            "清泉",
            "洗护",
            {"瓶": 1, "箱": 24},
            {"瓶": 1507, "箱": 36000},
            1990,
            spec="400ml",
            barcode="6901028126212",
            width_mm=62,
            height_mm=185,
            depth_mm=48,
            pieces_deep=7,
            trade_margin=Decimal("0.1275"),
            ended_on=date(2026, 6, 30),
        ),
    )
    add_product(
        made.c1,
        ProductDraft("6901028126229", "香皂", "清泉", "洗护", {"块": 1, "盒": 3}, {"盒": 900}),
    )
    return made


def take(team: Team, kind: str, book: Workbook, folder: Path) -> Imported:
    file = folder / "list.xlsx"
    book.save(file)
    return import_file(team.ad, ImportOrder(kind, file))


@pytest.mark.parametrize(("kind", "rows"), [("clients", 5), ("products", 6)])
def test_a_list_brought_in_as_it_is_changes_nothing(
    team: Team, tmp_path: Path, kind: str, rows: int
) -> None:
    book = load_workbook(io.BytesIO(edit_list(team.ad, kind)))
    said = take(team, kind, book, tmp_path)
    assert [one for one in said.problems if not one.warning] == []
    assert (said.unchanged, said.imported, said.rejected) == (rows, 0, 0)
    assert said.not_understood == ()


def test_only_the_edited_cell_changes(team: Team, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(edit_list(team.ad, "clients")))
    sheet = book.active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "007")
    assert row[heads.index("电话")].value == "0816-2230118 / 13800000001"
    row[heads.index("片区")].value = "城西"
    said = take(team, "clients", book, tmp_path)
    assert (said.changed, said.new) == (1, 0)
    assert said.first["changed"][0].fields == (("area", "城东", "城西"),)


def test_a_price_list_is_edited_by_the_unit(team: Team, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(edit_list(team.ad, "products")))
    sheet = book.active
    assert sheet is not None
    row = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == "箱")
    assert row[0].value == "0042"
    assert row[4].value == 360
    row[4].value = 350.5
    said = take(team, "products", book, tmp_path)
    assert (said.changed, said.new) == (1, 0)
    assert said.first["changed"][0].fields == (("price", "360.00", "350.50"),)


def test_who_may_not_import_takes_no_whole_list(
    team: Team, tmp_path: Path, sqlite_url: str
) -> None:
    with pytest.raises(Refused):
        edit_list(team.r1, "clients")
    target = tmp_path / "out.xlsx"
    order = ["export", "clients", "--database", sqlite_url, "--by", "ad", "--out", str(target)]
    assert main(order) == 0
    assert target.read_bytes()[:2] == b"PK"
