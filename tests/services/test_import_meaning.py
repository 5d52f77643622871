"""Whom and what a row means: by code, by name alone, or asked about; never guessed."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from desktop.basics.i18n import choose_language
from desktop.basics.places import apart_mm
from desktop.basics.places import place as place_of
from desktop.cli import main
from desktop.models import Client, HistoryLine, Price, Product, Staff, Unit
from desktop.services.clients import ClientDraft, add_client, close_client
from desktop.services.imports import Imported, ImportOrder, import_file
from desktop.services.staff import add_staff
from tests.office import Team, new_team


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office."""
    return new_team(sqlite_url)


def take(team: Team, kind: str, folder: Path, text: str, **options: object) -> Imported:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(team.ad, ImportOrder(kind, path, **options))  # type: ignore[arg-type]


def reasons(said: Imported) -> list[str]:
    return [one.reason for one in said.problems if not one.warning]


def units(team: Team, code: str) -> dict[str, tuple[int, int | None]]:
    with team.office.reading() as session:
        rows = session.execute(
            select(Unit.name, Unit.size, Price.price_fen)
            .join(Product)
            .outerjoin(Price)
            .where(Product.code == code)
            .order_by(Unit.position, Price.id)
        )
        return {name: (size, fen) for name, size, fen in rows}


# --- names alone ---------------------------------------------------------------------------


SHOPS = "客户编号,客户名称,地址\nN1,东街 小店,东街1号\nN2,双胞店,甲路\nN3,双胞店,乙路\n"
SOLD = "日期,客户名称,商品名称,数量,单价\n2026-01-05,{name},香皂,3,2.5\n"


def test_a_sale_by_names_alone_is_that_of_the_one_with_this_name(
    team: Team, tmp_path: Path
) -> None:
    take(team, "clients", tmp_path, SHOPS)
    take(team, "products", tmp_path, "商品编码,品名\nS1,香皂\nS2,香皂盒\n")
    said = take(team, "sales-history", tmp_path, SOLD.format(name="东街　　小店"))
    assert said.imported == 1
    assert ("client", "", "N1 东街　　小店") in said.first["new"][0].fields
    several = take(team, "sales-history", tmp_path, SOLD.format(name="双胞店"))
    assert several.problems[0].heading == "客户名称"
    assert "N2, N3" in several.problems[0].reason
    nobody = take(team, "sales-history", tmp_path, SOLD.format(name="东街"))
    assert reasons(nobody) == ["there is no client of this name"]
    made = take(team, "sales-history", tmp_path, SOLD.format(name="新店"), create_missing=True)
    assert made.imported == 1
    with team.office.reading() as session:
        assert session.scalars(select(Client.name).where(Client.code == "")).all() == []
        assert session.scalars(select(Client.code).where(Client.name == "新店")).one()


def test_a_return_by_the_kind_of_its_document_is_negative(team: Team, tmp_path: Path) -> None:
    text = (
        "日期,客户编号,商品编号,数量,单价,单据类型\n"
        "2026-01-05,C,P,10,12.5,销售出库单\n2026-01-06,C,P,4,12.5,销售退货单\n"
        "2026-01-07,C,P,-2,12.5,红字\n"
    )
    assert take(team, "sales-history", tmp_path, text, create_missing=True).imported == 3
    with team.office.reading() as session:
        assert session.scalars(select(HistoryLine.quantity).order_by("sold_on")).all() == [
            10, -4, -2
        ]  # fmt: skip
    bought = take(team, "sales-history", tmp_path, text.replace("销售出库单", "采购入库单"))
    assert bought.problems[0].heading == "单据类型"


# --- shops of one name ---------------------------------------------------------------------


ALIKE = "客户名称,类型\n便民超市,学校店\n便民超市,社区店\n便民超市,菜场店\n"


def test_shops_of_one_name_are_asked_about_and_the_answer_holds(team: Team, tmp_path: Path) -> None:
    asked = take(team, "clients", tmp_path, ALIKE)
    assert (asked.imported, asked.rejected, asked.asks_same_names) == (0, 2, True)
    assert [one.row for one in asked.problems] == [3, 4]
    assert "--same-names" in reasons(asked)[0]
    assert take(team, "clients", tmp_path, ALIKE, same_names="apart").new == 3
    assert take(team, "clients", tmp_path, ALIKE, same_names="apart").unchanged == 3


def test_coordinates_of_any_kind_are_kept_as_one(team: Team, tmp_path: Path) -> None:
    written = {
        "gcj02": "31.175304,121.531542",
        "wgs84": "31.1774276,121.5272106",
        "bd09": "31.181329,121.538016",
    }
    for datum, place in written.items():
        text = f"门店编号,门店名称,类型,纬度,经度\nK1,好又来,学校店,{place}\n"
        take(team, "clients", tmp_path, text, datum=datum)
        with team.office.reading() as session:
            shop = session.scalars(select(Client).where(Client.code == "K1")).one()
            here = place_of(shop.lat, shop.lon)
        assert here is not None
        assert apart_mm(here, (31.175304, 121.531542)) < 2_000, datum
        assert take(team, "clients", tmp_path, text, datum=datum).unchanged == 1


def test_shops_of_one_name_may_be_one(team: Team, tmp_path: Path) -> None:
    said = take(team, "clients", tmp_path, ALIKE, same_names="one")
    assert (said.new, said.changed, said.rejected) == (1, 2, 0)


def test_address_tells_shops_of_one_name_apart(team: Team, tmp_path: Path) -> None:
    text = (
        "客户名称,地址,电话\n便民超市,甲路1号,\n便民超市,乙路2号,\n便民超市,甲路1号,13800000001\n"
    )
    said = take(team, "clients", tmp_path, text)
    assert (said.new, said.changed, said.rejected) == (2, 1, 0)
    assert "row 2" in next(one.reason for one in said.problems if one.row == 4)
    asked = take(team, "clients", tmp_path, "客户名称,电话\n便民超市,13800000009\n")
    assert asked.rejected == 1


# --- people and closed clients -------------------------------------------------------------


def test_a_rep_is_never_guessed(team: Team, tmp_path: Path) -> None:
    for code, name, role in (
        ("w1", "张伟", "rep"),
        ("w2", "张伟", "rep"),
        ("q1", "李出纳", "cashier"),
        ("l1", "走了", "rep"),
    ):
        add_staff(team.ad, code, name, [role])
    with team.ad.transaction("test") as session:
        session.scalars(select(Staff).where(Staff.code == "l1")).one().active = False
    rows = "客户编号,客户名称,业务员\n"
    for word, reason in (
        ("张伟", "w1, w2"),
        ("李出纳", "no rep"),
        ("走了", "has left"),
        ("没有这人", "nobody"),
    ):
        said = take(team, "clients", tmp_path, f"{rows}Z1,一店,{word}\n")
        assert said.problems[0].heading == "业务员"
        assert reason in reasons(said)[0]
    assert take(team, "clients", tmp_path, f"{rows}Z1,一店,w2\n").new == 1
    # Its own rep is told by the name, and stays.
    assert take(team, "clients", tmp_path, f"{rows}Z1,一店,张伟\n").unchanged == 1


def test_a_closed_client_stays_as_it_is(team: Team, tmp_path: Path) -> None:
    key = add_client(team.c1, ClientDraft("K9", "关门店", "社区店"))
    close_client(team.c1, key, "搬走")
    rows = "客户编号,客户名称\n"
    assert take(team, "clients", tmp_path, f"{rows}K9,关门店\n").unchanged == 1
    said = take(team, "clients", tmp_path, f"{rows}K9,新开店\n")
    assert "K9 is closed" in reasons(said)[0]


# --- units and prices ----------------------------------------------------------------------


ROWS = "商品编码,品名,单位,规格,换算率,供价,零售价\n"


def test_a_unit_that_is_not_there_is_refused_unless_the_file_tells_what_it_holds(
    team: Team, tmp_path: Path
) -> None:
    take(team, "products", tmp_path, f"{ROWS}X1,洗面奶,支,,,12.50,\n")
    said = take(team, "products", tmp_path, f"{ROWS}X1,洗面奶,箱,,,290.00,\n")
    assert (said.rejected, said.problems[0].heading) == (1, "单位")
    assert "换算率" in reasons(said)[0]
    assert take(team, "products", tmp_path, f"{ROWS}X1,洗面奶,箱,,24,290.00,\n").changed == 1
    assert units(team, "X1") == {"支": (1, 1250), "箱": (24, 29000)}
    other = take(team, "products", tmp_path, f"{ROWS}X1,洗面奶,箱,,12,290.00,\n")
    assert "holds 24" in reasons(other)[0]


def test_a_specification_tells_what_a_carton_holds(team: Team, tmp_path: Path) -> None:
    take(team, "products", tmp_path, f"{ROWS}X1,洗面奶,支,,,12.50,\n")
    assert take(team, "products", tmp_path, f"{ROWS}X1,洗面奶,箱,24支/箱,,290,\n").changed == 1
    assert units(team, "X1")["箱"] == (24, 29000)


def test_one_row_per_unit_makes_one_product(team: Team, tmp_path: Path) -> None:
    text = f"{ROWS}X1,洗面奶,箱,,24,290,360\nX1,洗面奶,支,,1,12.5,15\n"
    said = take(team, "products", tmp_path, text)
    assert said.rejected == 0
    assert units(team, "X1") == {"支": (1, 1250), "箱": (24, 29000)}
    with team.office.reading() as session:
        assert session.scalars(select(Product.retail_fen).where(Product.code == "X1")).one() == 1500
    assert take(team, "products", tmp_path, text).unchanged == 2


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("单位,副单位,换算率,供价,副单位价", "支,箱,24,12.5,290"),
        ("单位,辅助单位,比例,供价,箱价", "支,箱,1:24,12.5,290"),
        ("单位,大单位,换算关系,供价,整箱价", "支,箱,1箱=24支,12.5,290"),
        ("单位,箱规,供价,箱价", "支,24,12.5,290"),
        ("单位,装箱数,供价,箱价", "支,24支/箱,12.5,290"),
        ("单位,箱规,批发价,箱价", "支,1*24,12.5,290"),
    ],
)
def test_a_larger_unit_may_stand_in_columns_of_its_own(
    team: Team, tmp_path: Path, headings: str, cells: str
) -> None:
    text = f"商品编码,品名,{headings}\nX1,洗面奶,{cells}\n"
    assert take(team, "products", tmp_path, text).new == 1
    assert units(team, "X1") == {"支": (1, 1250), "箱": (24, 29000)}
    assert take(team, "products", tmp_path, text).unchanged == 1


def test_a_larger_unit_without_its_number_is_refused(team: Team, tmp_path: Path) -> None:
    text = "商品编码,品名,单位,副单位,供价\nX1,洗面奶,支,箱,12.5\n"
    assert "how many 支" in reasons(take(team, "products", tmp_path, text))[0]


def test_two_rows_of_a_code_and_unit_or_of_two_names_are_refused(
    team: Team, tmp_path: Path
) -> None:
    twice = f"{ROWS}X1,洗面奶,支,,,12.5,\nX1,洗面奶,支,,,13,\n"
    assert "row 2" in reasons(take(team, "products", tmp_path, twice))[0]
    names = f"{ROWS}X1,洗面奶,支,,1,12.5,\nX1,香皂,箱,,24,13,\n"
    assert "洗面奶" in reasons(take(team, "products", tmp_path, names))[0]
    codeless = "品名,供价\n洗面奶,12.5\n洗面奶,13\n"
    assert "says otherwise" in reasons(take(team, "products", tmp_path, codeless))[0]


def test_of_several_prices_the_one_for_shops_is_taken_and_the_rest_is_told(
    team: Team, tmp_path: Path
) -> None:
    text = "商品编码,品名,单位,进价,批发价,零售价,会员价\nX1,洗面奶,支,9.00,12.50,15.00,14\n"
    said = take(team, "products", tmp_path, text)
    assert units(team, "X1") == {"支": (1, 1250)}
    assert said.notes[0] == "Column E 批发价 was taken; D 进价 was left out."
    assert said.notes[1] == "Columns not used: G 会员价."
    till = "商品编码,品名,进价,批发价\nX2,香皂,3.00,0.00\nX3,皂盒,4.00,0\n"
    take(team, "products", tmp_path, till)
    assert units(team, "X2") == {"个": (1, 300)}


# --- what nobody sees ----------------------------------------------------------------------


def test_hidden_rows_and_further_sheets_are_named_by_the_command(
    team: Team, tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("客户编号", "客户名称", "路况"), ("H1", "一店"), ("H2", "二店"), ("H3", "三店")):
        sheet.append(line)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("二月").append(["x"])
    book.save(tmp_path / "list.xlsx")
    file = tmp_path / "list.xlsx"
    assert main(["import", "clients", str(file), "--database", sqlite_url, "--by", "ad"]) == 0
    told = capsys.readouterr().out
    assert "C 路况" in told
    assert "二月" in told
    assert "Rows hidden in Excel are read too: 3." in told
    assert "B 客户名称" in told


def test_two_products_with_one_barcode_are_named(team: Team, tmp_path: Path) -> None:
    goods = "商品编码,品名,条码\nS1,香皂,{first}\nS2,香皂盒,{second}\n"
    code, other = "6901234567892", "6907654321987"
    said = take(team, "products", tmp_path, goods.format(first=code, second=code))
    assert [(one.row, "香皂 (S1)" in one.reason) for one in said.problems] == [(3, True)]
    again = take(team, "products", tmp_path, goods.format(first=code, second=code))
    assert not again.problems  # nothing new: it was said when it was given
    take(team, "products", tmp_path, goods.format(first=code, second=other))
    moved = take(team, "products", tmp_path, goods.format(first=code, second=code))
    assert [one.row for one in moved.problems] == [3]


# --- codes in another letter case ------------------------------------------------------------


def codes(team: Team, kind: type[Client] | type[Product]) -> set[str]:
    with team.office.reading() as session:
        return set(session.scalars(select(kind.code)))


def test_a_row_whose_code_differs_in_letter_case_alone_is_refused_by_name(
    database_url: str, tmp_path: Path
) -> None:
    team = new_team(database_url)
    clients, products = codes(team, Client), codes(team, Product)
    shops = "客户编号,客户名称\nc1,别家\nN1,新店\nn1,又一家\n"
    said = take(team, "clients", tmp_path, shops, good_rows=True)
    assert [(one.row, one.column) for one in said.problems] == [(2, "A"), (4, "A")]
    assert [why.split()[2] for why in reasons(said)] == ["C1", "N1"]
    goods = "商品编号,商品名称,单位\np1,皂,块\nQ1,膏,支\nq1,膏,箱\n"
    said = take(team, "products", tmp_path, goods, good_rows=True)
    assert [why.split()[2] for why in reasons(said)] == ["P1", "Q1"]
    sold = "日期,客户编号,商品编号,数量,单价\n2026-01-05,c1,P1,3,2.5\n2026-01-05,C1,p1,3,2.5\n"
    said = take(team, "sales-history", tmp_path, sold, create_missing=True, good_rows=True)
    assert [why.split()[2] for why in reasons(said)] == ["C1", "P1"]
    assert codes(team, Client) == clients | {"N1"}
    assert codes(team, Product) == products | {"Q1"}
    team.office.engine.dispose()


def test_days_in_six_figures_are_taken_where_the_whole_column_has_them(
    team: Team, tmp_path: Path
) -> None:
    sold = "日期,客户编号,商品编号,数量,单价\n250105,C1,P1,3,2.5\n{other},C1,P1,3,2.5\n"
    said = take(team, "sales-history", tmp_path, sold.format(other="2025年1月6日"))
    assert said.imported == 0
    assert len(reasons(said)) == 1
    said = take(team, "sales-history", tmp_path, sold.format(other="250231"))
    assert len(reasons(said)) == 2
    said = take(team, "sales-history", tmp_path, sold.format(other="250107"))
    assert reasons(said) == []
    with team.office.reading() as session:
        days = session.scalars(select(HistoryLine.sold_on).order_by(HistoryLine.id)).all()
    assert [day.isoformat() for day in days] == ["2025-01-05", "2025-01-07"]
