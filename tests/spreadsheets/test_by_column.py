"""What is read by its columns is what is read cell by cell, and says the same."""

from datetime import date, datetime, time
from random import Random
from typing import Any

import pytest

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import choose_language
from desktop.spreadsheets import clients
from desktop.spreadsheets.cells import Cell, ErrorCell, Row, Table
from desktop.spreadsheets.clients import CLIENTS, client_rows
from desktop.spreadsheets.columns import guess_header
from desktop.spreadsheets.header import find_header
from desktop.spreadsheets.reading import Reading

# Each column of a list with what may stand in it; what comes first has nothing wrong.
_COLUMNS: dict[str, list[Cell]] = {
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
    "客户编号": ["K1", "K2", 5.0, "6.9E+12", True, 1.0, date(2026, 1, 1), "-", "ＡＢ1", 10.0**16],
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


def a_list(chance: Random) -> Table:
    """A list of some of the columns, in which more or less is wrong."""
    names = ["客户名称", *chance.sample([*_COLUMNS][1:], chance.randrange(len(_COLUMNS)))]
    chance.shuffle(names)
    right = chance.random()
    rows = [Row(1, tuple(names))]
    for number in range(2, chance.choice((4, 40))):
        columns = [_COLUMNS[name] for name in names]
        cells = [one[0] if chance.random() < right else chance.choice(one) for one in columns]
        rows.append(Row(number, tuple(cells[: len(cells) - chance.choice((0, 0, 1))])))
    return Table("客户", rows)


def read(table: Table) -> tuple[list[Any], list[Any]]:
    reading = Reading(table, find_header(table, CLIENTS))
    found = list(client_rows(reading))
    for one in found:
        known = stored(ClientDraft, one)
        told = [(name, value) for name, value in known.items() if value not in (None, "")]
        assert [*one.given.items()] == [pair for pair in told if pair[0] != "code"]
    return [repr(sorted(vars(one).items())) for one in found], reading.problems


@pytest.mark.parametrize("seed", range(60))
def test_clients_read_by_columns_are_those_read_cell_by_cell(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_language("en")
    table = a_list(Random(seed))
    by_columns = read(table)
    monkeypatch.setattr(clients._Clean, "read", lambda _clean, rows: [None] * len(rows))
    assert by_columns == read(table)


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
