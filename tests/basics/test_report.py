"""Reports as figures: rows that fit their columns, sorted by what they stand for; narrowed."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.basics.figures import COUNT, DAY, MONEY, RATE, read_as, told_as
from desktop.basics.report import Column, Line, Only, Scope, Table

COLUMNS = (Column("client", "客户"), Column("net", "净额", MONEY), Column("since", "起", DAY))
ROWS: tuple[tuple[str, int | None, date | None], ...] = (
    ("张记", 90_000, date(2026, 1, 5)),
    ("K10", -500, None),
    ("阿强", 1_000_000, date(2025, 12, 31)),
    ("K2", None, date(2026, 1, 4)),
)
TABLE = Table("client", "按客户", COLUMNS, tuple(Line(row) for row in ROWS), "无")


@pytest.mark.parametrize(
    ("name", "down", "order"),
    [
        ("client", False, ["K2", "K10", "阿强", "张记"]),
        ("net", False, ["K10", "张记", "阿强", "K2"]),
        ("net", True, ["阿强", "张记", "K10", "K2"]),
        ("since", True, ["张记", "K2", "阿强", "K10"]),
    ],
)
def test_rows_are_sorted_by_what_they_stand_for(name: str, down: bool, order: list[str]) -> None:
    assert [ROWS[place][0] for place in TABLE.in_order(name, down=down)] == order


def test_a_row_has_a_value_for_each_column() -> None:
    with pytest.raises(ValueError, match="client: 1 of 3"):
        Table("client", "按客户", COLUMNS, (Line(("张记",)),), "无")
    with pytest.raises(ValueError, match="client: 2 of 3"):
        Table("client", "按客户", COLUMNS, (), "无", ("合计", 5))


def test_in_each_respect_a_report_is_narrowed_once() -> None:
    scope = Scope(date(2026, 1, 1), date(2026, 1, 31))
    narrow = scope.narrowed(Only("rep", "r1", "甲")).narrowed(Only("line", "清泉", "清泉"))
    narrow = narrow.narrowed(Only("rep", "r2", "乙"))
    assert [one.key for one in narrow.only] == ["清泉", "r2"]
    assert (narrow.key("rep"), narrow.key("segment"), scope.key("rep")) == ("r2", None, None)


def test_values_are_read_by_people_and_told_to_programs() -> None:
    for kind, value, read, told in (
        (MONEY, -123_456, "-1,234.56", "-1234.56"),
        (COUNT, 12_345, "12,345", 12_345),
        (RATE, Decimal("0.0710"), "7.1%", "0.0710"),
        (DAY, date(2026, 1, 5), "2026-01-05", "2026-01-05"),
        (MONEY, None, "—", None),
    ):
        assert (read_as(kind, value), told_as(kind, value)) == (read, told)
