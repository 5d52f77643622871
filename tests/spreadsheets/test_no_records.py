"""Rows among the records that are none: never a client, never a product."""

import pytest

from desktop.basics.i18n import choose_language
from desktop.spreadsheets.cells import Cell, Merged, Row, Table
from desktop.spreadsheets.clients import client_rows
from desktop.spreadsheets.header import find_header
from desktop.spreadsheets.products import product_rows
from desktop.spreadsheets.reading import Reading
from tests.spreadsheets.workbooks import KINDS

CLIENTS: tuple[Cell, ...] = ("客户编号", "客户名称", "电话", "片区")
PRODUCTS: tuple[Cell, ...] = ("商品编码", "品名", "供价")


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


def reading(kind: str, *lines: tuple[Cell, ...], merged: tuple[Merged, ...] = ()) -> Reading:
    rows = [Row(number, line) for number, line in enumerate(lines, 1)]
    table = Table("S", [row for row in rows if not row.is_blank], merged=merged)
    return Reading(table, find_header(table, KINDS[kind]))


@pytest.mark.parametrize(
    "line",
    [
        ("合计", "1家", ""),
        ("合 计：", "", 200),
        ("", "总计", 200),
        ("小计", 12, "￥120.00"),
        ("本页合计", "", "", ""),
        ("合计：3家", "", ""),
        ("共 3 家", "", ""),
        ("城东小计", "", 3),
        ("Grand Total", "", 3),
        ("合计", "", "人民币壹佰元整"),
        ("制表人：", "张三", "审核："),
        ("制单人：某某", "", ""),
        ("审核", "", ""),
        ("签字：", "", ""),
        ("备注", "以上价格含税", ""),
        ("备注：以上价格含税", "", ""),
        ("以上价格含税，有效期一个月", "", ""),
        ("打印时间：2026-01-05 08:30", "", ""),
        ("业务员签字：", "", "客户签字："),
        ("第 1 页 共 3 页", "", ""),
        ("客户编号", "客户名称", "电话", "片区"),
        ("客户编号 ", "客户　名称", " 电话", "片 区"),
        ("客户资料表", "", ""),
    ],
)
def test_what_stands_among_the_records_is_left_out_and_named(line: tuple[Cell, ...]) -> None:
    found = reading("clients", ("客户资料表",), CLIENTS, ("K1", "一店"), line, ("K2", "二店"))
    assert [row.name for row in client_rows(found)] == ["一店", "二店"]
    (problem,) = found.problems
    assert (problem.row, problem.warning) == (4, True)
    assert "left out" in problem.reason


@pytest.mark.parametrize(
    "line",
    [
        ("K9", "合计牌香皂", 2),
        ("P2", "备注本", 3),
        ("P3", "汇总账册", 4),
        ("T1", "Total", 5),
        (7, "审核专用章", 6),
        ("注心饼干", "注心饼干", 2),
    ],
)
def test_a_record_that_only_sounds_like_it_stays(line: tuple[Cell, ...]) -> None:
    found = reading("products", PRODUCTS, line)
    assert len(list(product_rows(found))) == 1
    assert not found.problems


def test_a_total_that_names_something_is_asked_about() -> None:
    found = reading("products", PRODUCTS, ("合计", "香皂", 2))
    assert not list(product_rows(found))
    (problem,) = found.problems
    assert not problem.warning
    assert "like a total" in problem.reason


def test_other_headings_below_are_asked_about() -> None:
    found = reading("clients", CLIENTS, ("K1", "一店"), ("客户名称", "客户编号", "片区", "电话"))
    assert [row.name for row in client_rows(found)] == ["一店"]
    assert "other headings" in found.problems[0].reason


def test_merged_cells_fill_the_rows_they_cover() -> None:
    area = Merged(2, 3, 3, 3)
    found = reading(
        "clients",
        CLIENTS,
        ("K1", "一店", "", "城东"),
        ("K2", "二店"),
        ("K3", "三店", "", "城西"),
        merged=(area,),
    )
    assert [row.area for row in client_rows(found)] == ["城东", "城东", "城西"]


def test_a_merged_title_inside_the_list_is_left_out() -> None:
    found = reading(
        "clients", CLIENTS, ("K1", "一店"), ("城东片区客户",), merged=(Merged(3, 3, 0, 3),)
    )
    assert [row.name for row in client_rows(found)] == ["一店"]
