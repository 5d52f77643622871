"""The sheets that clients send: under titles, with repeats and totals, whosever they are (D1)."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.queries.order_sheets import SheetOrder, read_order_sheet
from desktop.queries.pasted_goods import read_goods
from desktop.services.clients import add_client
from desktop.services.products import add_product
from tests.office import Team, new_team

SOAP, WASH = "6901234567892", "6922222222227"


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    soap = ProductDraft("P2", "香皂", "皂角", "香皂", {"块": 1}, {"块": 250}, 400, barcode=SOAP)
    wash = ProductDraft("P3", "沐浴露", "清泉", "沐浴", {"瓶": 1}, {"瓶": 900}, 1500, barcode=WASH)
    for one in (soap, wash):
        add_product(made.c1, one)
    shop = ClientDraft("C7", "东街便民超市", "学校店", phone="0816-2233445 / 13800007777")
    add_client(made.r1, shop)
    return made


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(team: Team, rows: Sequence[Sequence[object]], file: str = "订单.xlsx") -> SheetOrder:
    with team.office.reading() as session:
        (found,) = read_order_sheet(session, sheet(rows), file, team.day)
    return found


def goods(found: SheetOrder) -> list[tuple[str, str, str]]:
    return [(one.code, one.unit, one.quantity) for one in found.lines]


HEADINGS = ("序号", "条码", "品名", "单位", "零售价", "订货数量", "备注")


def test_headings_stand_under_titles_repeats_are_summed_and_the_total_is_checked(
    team: Team,
) -> None:
    found = read(
        team,
        [
            ("东街便民超市补货订单",),
            ("说明：只填订货数量，周三前发回",),
            ("电话：0816-2233445  13800007777", "", "", "送货日期：2026-01-08"),
            HEADINGS,
            (1, SOAP, "香皂", "块", "4.00", 12, ""),
            (2, WASH, "沐浴露", "瓶", "15.00", "", "暂不要"),
            (3, SOAP, "香皂", "块", "4.00", 6, "再加"),
            ("", "", "", "", "", 18, ""),
        ],
    )
    assert goods(found) == [("P2", "块", "18")]
    assert (found.client, found.wanted, found.doubts) == ("C7", date(2026, 1, 8), ())


def test_a_total_that_is_wrong_and_goods_nobody_knows_are_doubts(team: Team) -> None:
    found = read(
        team,
        [
            HEADINGS,
            (1, "6900000000001", "神秘膏", "支", "4.00", 5, ""),
            (2, SOAP, "香皂", "块", "4.00", "若干", ""),
            ("合计", "", "", "", "", 9, ""),
        ],
    )
    assert goods(found) == [("", "支", "5")]
    assert found.doubts == (
        "看不出是哪家客户的",
        "香皂：“若干”不是数量",
        "合计写的是 9，各行加起来是 5",
        "不认识：6900000000001",
    )


@pytest.mark.parametrize(
    ("rows", "file"),
    [
        ([("客户：东街便民超市",), HEADINGS], "a.xlsx"),
        ([("收货电话 13800007777",), HEADINGS], "a.xlsx"),
        ([HEADINGS], "东街便民超市1月5日.xlsx"),
        ([HEADINGS], "C7.xlsx"),
        ([HEADINGS], "c7_订单 (1).xlsx"),
    ],
)
def test_whose_it_is_stands_above_in_the_name_or_beside_a_phone(
    team: Team, rows: list[tuple[object, ...]], file: str
) -> None:
    found = read(team, [*rows, (1, SOAP, "香皂", "块", "4.00", 2, "")], file)
    assert (found.client, found.name) == ("C7", "东街便民超市")


def test_a_sheet_of_several_clients_is_several_orders(team: Team) -> None:
    content = sheet(
        [
            ("客户编号", "条码", "数量"),
            ("C7", SOAP, 2),
            ("C1", SOAP, 3),
            ("C7", WASH, 1),
        ]
    )
    with team.office.reading() as session:
        found = read_order_sheet(session, content, "a.xlsx", team.day)
    assert [(one.client, goods(one)) for one in found] == [
        ("C7", [("P2", "", "2"), ("P3", "", "1")]),
        ("C1", [("P2", "", "3")]),
    ]


def test_what_is_no_order_says_so(team: Team) -> None:
    found = read(team, [("姓名", "地址"), ("老王", "东街")])
    assert (found.lines, found.doubts) == ((), ("表里没有条码、品名和数量这样的表头",))


def test_each_sheet_of_a_file_that_orders_something_is_an_order(team: Team) -> None:
    book = Workbook()
    book.active.append(("填表说明：每周三前发回",))
    book.create_sheet("空的")
    for name, code, number in (("东街便民超市", SOAP, 12), ("C2", WASH, 3), ("旧单", SOAP, 99)):
        tab = book.create_sheet(name)
        tab.append(HEADINGS)
        tab.append((1, code, "", "", "", number, ""))
    book["旧单"].sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    with team.office.reading() as session:
        first, second = read_order_sheet(session, target.getvalue(), "两家.xlsx", team.day)
    assert (first.client, goods(first)) == ("C7", [("P2", "", "12")])
    assert (second.client, goods(second)) == ("C2", [("P3", "", "3")])
    assert ["东街便民超市" in first.doubts[-1], "C2" in second.doubts[-1]] == [True, True]


def test_totals_of_parts_of_pages_and_of_all_clients_are_right_ones(team: Team) -> None:
    total = ("", "", "", "", "", 18, "")
    parts = read(
        team,
        [
            HEADINGS,
            (1, SOAP, "香皂", "块", "4.00", 12, ""),
            ("小计", "", "", "", "", 12, ""),
            HEADINGS,
            (2, WASH, "沐浴露", "瓶", "15.00", 6, ""),
            ("小计", "", "", "", "", 6, ""),
            total,
        ],
    )
    assert goods(parts) == [("P2", "块", "12"), ("P3", "瓶", "6")]
    assert len(parts.doubts) == 1  # only that it isn't clear whose it is
    heads = ("门店", "条码", "订货数量")
    rows = [heads, ("C7", SOAP, 12), ("C2", WASH, 6), ("合计", "", 18)]
    with team.office.reading() as session:
        found = read_order_sheet(session, sheet(rows), "两家.xlsx", team.day)
    assert [(one.client, one.doubts) for one in found] == [("C7", ()), ("C2", ())]


def test_a_unit_may_stand_behind_the_quantity(team: Team) -> None:
    rows = [("条码", "订货数量"), (SOAP, "3块"), ("P1", "2 箱"), ("P1", "5打"), ("合计", "5")]
    found = read(team, rows, "C7.xlsx")
    assert goods(found) == [("P2", "块", "3"), ("P1", "箱", "2")]
    assert found.doubts == ("P1：“5打”不是数量",)
    with team.office.reading() as session:
        pasted = read_goods(session, "洗面奶\t2箱\n香皂\t60块\n沐浴露\t100克\n")
    assert [(one.code, one.unit, one.quantity) for one in pasted] == [
        ("P1", "箱", "2"),
        ("P2", "块", "60"),
        ("P3", "", "100克"),
    ]
