"""What is read by its columns is what is read cell by cell, and says the same: of every kind."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from random import Random
from typing import Any

import pytest

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import choose_language
from desktop.services.imports.registry import KINDS
from desktop.spreadsheets import clients
from desktop.spreadsheets.by_column import ByColumn
from desktop.spreadsheets.cells import Cell, ErrorCell, Row, Table
from desktop.spreadsheets.clients import CLIENTS, client_rows
from desktop.spreadsheets.columns import guess_header
from desktop.spreadsheets.reading import Reading

# What may stand in cells of a sort; what comes first has nothing wrong.
_CODES: list[Cell] = [
    "K1",
    "K2",
    5.0,
    "6.9E+12",
    True,
    1.0,
    date(2026, 1, 1),
    "-",
    "ＡＢ1",
    10.0**16,
]
_NAMES: list[Cell] = [
    "好又来",
    "",
    "　",
    "小店\n二",
    "'123",
    "x" * 501,
    ErrorCell("#REF!"),
    "合计",
    3.0,
]
_DAYS: list[Cell] = [
    date(2026, 1, 5),
    datetime(2026, 1, 5, 8, 30),
    "2026-01-05",
    "13/2/2026",
    "2/3/2026",
    "２０２６年１月６日",
    46027.0,
    260105.0,
    "260105",
    "",
    "x",
    True,
    time(8),
    date(1900, 1, 1),
]
_COUNTS: list[Cell] = [
    12.0,
    "12",
    "１２",
    0.0,
    1,
    True,
    "",
    "-3",
    2.5,
    "12箱",
    "3户",
    "1,200",
    10.0**10,
]
_PRICES: list[Cell] = [3.5, "3.50", "￥３.5", 0.0, -1.0, 3.12345, "", "a", "3 4", 10.0**13, "0"]
_UNITS: list[Cell] = ["支", "", "箱", "件", "瓶" * 600]
_BARCODES: list[Cell] = [
    "6901234567892",
    "6901234567890",
    "69012345678",
    "6901234567892/6907654321098",
    "6901234500000",
    6901234567892.0,
    "6.90123E+12",
    "",
    "-",
]
_CLIENTS: dict[str, list[Cell]] = {
    "客户名称": [
        "好又来",
        "",
        "　",
        "小店\n二",
        "'123",
        "é",
        "x" * 501,
        ErrorCell("#REF!"),
        "合计",
    ],
    "客户编号": _CODES,
    "等级": ["A", "b级", "X", "", 3.0],
    "业务员": ["r1", "", "zz"],
    "电话": ["13800138000", "138", "0816-2280000/13900139000", "无", "", 13800138000.0, "a 1 b"],
    "手机": ["13612345678", "13800138000", "13800138000 13800138000", "", ErrorCell("#N/A")],
    "户数": ["300户", -5.0, 5.5, "", True, 1, 1.0, "0"],
    "纬度": [31.4, 31.45678912, "31.48°", "", "x", 91.0, 0.0, -0.0, True],
    "经度": [104.7, 104.71234567, "", "204", 0.0, 0, "东104.5", 181.0],
    "坐标": ["104.77,31.48", "", "31.4", "0,0", "a,b"],
    "营业时间": ["周一至周日 10:00-14:00 16:00-23:00", "全天", "", "每天", "8:30", "无", "25:70"],
    "开门时间": ["7:30", "", 0.5, time(8), "x", "24:00"],
    "关门时间": ["22:00", "24:00", "", 0.99, datetime(2026, 1, 1, 9, 5)],
    "午休开始": ["12:00", "", "13:00"],
    "午休结束": ["14:00", "", "11:00"],
    "地址": ["米市街1号", "", "x\u200b", "　长街 "],
    "备注": ["", "无"],
}


_OF_SHOP: dict[str, list[Cell]] = {"客户编号": _CODES, "客户名称": _NAMES}
_OF_GOODS: dict[str, list[Cell]] = {"商品编号": _CODES, "商品名称": _NAMES}
_SALES: dict[str, list[Cell]] = {
    "单据编号": _CODES,
    "日期": _DAYS,
    **_OF_SHOP,
    **_OF_GOODS,
    "数量": _COUNTS,
    "单价": [*_PRICES, 3.1234],
    "单位": _UNITS,
    "单据类型": ["销售单", "", "销售退货单", "采购入库单", ErrorCell("#N/A")],
}
_PRODUCTS: dict[str, list[Cell]] = {
    "商品名称": _NAMES,
    "商品编号": [*_CODES, "6901234567892", "6901234567893"],
    "条码": _BARCODES,
    "箱码": ["", "6901234567892", "-", "x"],
    "规格": ["500ml", "24支/箱", "1*24", ""],
    "单位": _UNITS,
    "换算率": [1.0, 24.0, "", "1箱=24支", "0", "x", "1箱=24瓶"],
    "大单位": ["箱", "", "支", "件"],
    "箱规": [24.0, "", "24支/箱", 1.0, 0.0, "x"],
    "供价": _PRICES,
    "箱价": _PRICES,
    "零售价": [*_PRICES, 2.0],
    "系列": _NAMES[:4],
    "类别": _NAMES[:4],
    "宽": _COUNTS,
    "重量": _COUNTS,
    "行业扣点": [0.2, "20%", 20.0, "", "x"],
}
_LOTS: dict[str, list[Cell]] = {
    **_OF_GOODS,
    "条码": _BARCODES,
    "批号": _CODES,
    "有效期至": _DAYS,
    "盘点数量": _COUNTS,
    "单位": _UNITS,
}
_ORDERS: dict[str, list[Cell]] = {
    **_OF_SHOP,
    **_OF_GOODS,
    "条码": _BARCODES,
    "数量": _COUNTS,
    "单位": _UNITS,
    "希望送达": _DAYS,
    "赠品": ["", "是", "否", "Y", 1.0, True, ErrorCell("#N/A")],
}
_SURVEYS: dict[str, list[Cell]] = {
    **_OF_SHOP,
    "调查日期": _DAYS,
    "店型": ["便利店", "", "超市", "x" * 501],
    "面积": [60.0, "60㎡", "", -1.0],
    "户数": _COUNTS,
    "消费能力": ["中", "高", "较低", "x", "", "Middle"],
    "附近竞争店": [2.0, "", 0.0, "x"],
    "消费群体": [
        "学生 40%、家庭 60%",
        "学生 40、家庭 60",
        "学生",
        "",
        "学生 40%、学生 60%",
        "a 3 b",
    ],
    "学生占比": ["", 0.4, "40%", 40.0, "x", ErrorCell("#N/A")],
    "货架各层": ["90×35；120×40", "", "90", "x", "900×350", "90.5", "90cm×350mm"],
    "第二层": ["", 80.0, "80×30", ErrorCell("#N/A")],
    "备注": _NAMES[:4],
}
_VEHICLES: dict[str, list[Cell]] = {
    "车牌号": _CODES,
    "司机": _NAMES[:5],
    "载箱数": [100.0, "100", "", "x", 0.0],
    "载重": [1500.0, "", "1.5吨", -1.0],
    "装车时间": [30.0, "30分", "1小时", "", "x"],
    "装车秒数": [30.0, "", "x"],
}
_TODAY = date(2026, 11, 30)
_CELLS: Mapping[str, dict[str, list[Cell]]] = {
    "clients": _CLIENTS,
    "products": _PRODUCTS,
    "sales-history": _SALES,
    "lots": _LOTS,
    "orders": _ORDERS,
    "surveys": _SURVEYS,
    "rebate-clients": {"返利政策": _NAMES, **_OF_SHOP},
    "holidays": {"放假日期": _DAYS, "节日": _NAMES},
    "areas": {
        "片区": _NAMES,
        "送货日": ["一三五", "1,3,5", "周一至周六", "", "x", date(2026, 1, 3)],
    },
    "margins": {"类别": _NAMES, "行业扣点": [0.2, "20%", "", "x", 1.5]},
    "vehicles": _VEHICLES,
}


def a_list(kind: str, chance: Random) -> Table:
    """A list of some of the columns, in which more or less is wrong."""
    listed, known = KINDS[kind].listed, _CELLS[kind]
    needed = max(2, len(listed.needed) + 1)
    names = [*known][:needed] if chance.random() < 0.3 else [*known]
    if len(known) > needed:
        names = list(
            dict.fromkeys([*names, *chance.sample([*known], chance.randrange(len(known)))])
        )
    chance.shuffle(names)
    right = chance.choice((0.03, 0.5, 0.9, 0.99, chance.random()))
    rows = [Row(1, tuple(names))]
    for number in range(2, chance.choice((4, 40))):
        columns = [known[name] for name in names]
        cells = [one[0] if chance.random() < right else chance.choice(one) for one in columns]
        rows.append(Row(number, tuple(cells[: len(cells) - chance.choice((0, 0, 1))])))
    return Table("表", rows)


def shown(one: Any) -> Any:
    """A row as it is compared: each of its facts with its type."""
    if is_dataclass(one):
        return [(field.name, shown(getattr(one, field.name))) for field in fields(one)]
    return repr(sorted(one.items())) if isinstance(one, Mapping) else repr(one)


def read(table: Table, kind: str = "clients") -> tuple[list[Any], list[Any]]:
    reading = Reading(table, guess_header(table, KINDS[kind].listed))
    return [shown(one) for one in KINDS[kind].rows(reading, _TODAY)], reading.problems


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_by_columns_is_what_is_read_cell_by_cell(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_language("en")
    chance = Random(kind)
    tables = [a_list(kind, chance) for _turn in range(60)]
    by_columns = [read(table, kind) for table in tables]
    assert any(rows for rows, _problems in by_columns)
    at_once = ByColumn.read
    monkeypatch.setattr(
        ByColumn, "read", lambda self, rows: (at_once(self, rows)[0], {*range(len(rows))})
    )
    for table, found in zip(tables, by_columns, strict=True):
        assert found == read(table, kind), table.rows


def test_what_a_client_gives_is_what_is_known_of_it() -> None:
    for seed in range(20):
        table = a_list("clients", Random(seed))
        for one in client_rows(Reading(table, guess_header(table, CLIENTS))):
            known = stored(ClientDraft, one)
            told = [(name, value) for name, value in known.items() if value not in (None, "")]
            assert [*one.given.items()] == [pair for pair in told if pair[0] != "code"]


def test_without_a_column_of_names_every_row_is_refused() -> None:
    heads = ("客户编号", "电话", "地址")
    table = Table("客户", [Row(1, heads), Row(2, ("K1", "13800138000", "米市街1号"))])
    header = guess_header(table, CLIENTS)
    assert "name" not in header.columns
    reading = Reading(table, header)
    assert list(client_rows(reading)) == []
    assert [(one.row, one.warning) for one in reading.problems] == [(2, False)]


def test_a_row_of_which_nothing_is_to_be_said_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    again: list[int] = []
    whole = clients._client

    def heard(reading: Reading, row: Row) -> Any:
        again.append(row.number)
        return whole(reading, row)

    monkeypatch.setattr(clients, "_client", heard)
    heads = ("客户编号", "客户名称", "电话", "纬度", "经度", "开门时间", "关门时间", "户数")
    right = ("K1", "好又来", "13800138000", 31.4, 104.7, "7:30", "22:00", 300.0)
    rows = [Row(at, (f"K{at}", *right[1:])) for at in range(2, 2_500)]
    rows[5] = Row(7, ("K7", "好又来", "138", *right[3:]))
    found, problems = read(Table("客户", [Row(1, heads), *rows]))
    assert (len(found), [one.row for one in problems], again) == (2_498, [7], [7])
