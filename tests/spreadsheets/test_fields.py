"""Cells into exact values, or the reason why not."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.hours import Hours
from desktop.basics.i18n import choose_language
from desktop.basics.money import yuan
from desktop.basics.phones import phone_problem
from desktop.spreadsheets import clocks, coordinates, fields
from desktop.spreadsheets.barcodes import barcode_problem, check_digit, lost_digits
from desktop.spreadsheets.cells import Cell, ErrorCell
from desktop.spreadsheets.phones import phones
from desktop.spreadsheets.short_days import has_short_days, short_day


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


TODAY = date(2026, 7, 6)


@pytest.mark.parametrize(
    "column", [["260105", "260706"], [260105, 251231.0, ""], ["２６０１０５"], ["250126", "250105"]]
)
def test_six_figures_are_days_where_a_whole_column_is_written_so(column: list[Cell]) -> None:
    assert has_short_days(column, TODAY)
    for cell in column:
        assert cell == "" or short_day(cell).year in {2025, 2026}
    assert short_day("260105") == date(2026, 1, 5)


@pytest.mark.parametrize(
    "column",
    [
        ["260105", "2026-01-06"],  # one is written otherwise
        ["260105", "260231"],  # one is no day
        ["260105", "260707"],  # tomorrow
        ["150105"],  # too long ago: rather a number
        ["250126", "240125"],  # the day may as well come first
        ["260105", True],
        ["46027"],
        [""],
    ],
)
def test_six_figures_are_no_days_where_a_column_does_not_agree(column: list[Cell]) -> None:
    assert not has_short_days(column, TODAY)
    with pytest.raises(fields.BadValue):
        fields.day("260105")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  0201 ", "0201"),
        ("６９０１２３４Ａ", "6901234A"),
        (6901234567892.0, "6901234567892"),
        ("17850.0", "17850"),
        ("1.5", "1.5"),
        ("'00045", "00045"),
        ("85123A", "85123A"),
        ("-", ""),
        ("无", ""),
        (True, "TRUE"),
    ],
)
def test_a_code_stays_text(cell: Cell, expected: str) -> None:
    assert fields.code(cell) == expected


@pytest.mark.parametrize(
    "cell", ["6.90123E+12", 123456789012345678.0, date(2026, 1, 2), ErrorCell("#N/A")]
)
def test_a_code_that_excel_damaged_is_refused(cell: Cell) -> None:
    with pytest.raises(fields.BadValue):
        fields.code(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12.50", 1250),
        (7.58, 758),
        (0.1 + 0.2, 30),
        ("￥1,234.5", 123450),
        ("１２．５０元", 1250),
        ("¥ -3", -300),
        ("(3.00)", -300),
        ("3.00-", -300),
        ("人民币12元整", 1200),
        (12, 1200),
        (".5", 50),
        ("１，２００", 120000),
    ],
)
def test_an_amount_is_read_however_it_is_written(cell: Cell, expected: int) -> None:
    assert fields.amount(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["", "abc", "1,2", "12,50", "1.234", 8.889, "1e5", "$5", True, date(2026, 1, 1), "--5",
     "12 15", "100\n200", "3\t12", "１２　５０", "9" * 40,
     "99999999999999.00", ErrorCell("#DIV/0!"), 10.0**300, "一百"],
)  # fmt: skip
def test_what_is_no_exact_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(fields.BadValue):
        fields.amount(cell)


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_every_amount_comes_back_to_the_fen(amount_fen: int) -> None:
    assert fields.amount(yuan(amount_fen)) == amount_fen
    grouped = f"{amount_fen // 100:,}" if amount_fen >= 0 else "0"
    assert fields.amount(grouped) == (amount_fen // 100 * 100 if amount_fen >= 0 else 0)


@pytest.mark.parametrize("cell", ["1.23456", 0.00001, "free"])
def test_a_price_of_the_past_has_four_places(cell: Cell) -> None:
    assert fields.historic_price("2.5513") == Decimal("2.5513")
    with pytest.raises(fields.BadValue):
        fields.historic_price(cell)


@pytest.mark.parametrize(
    ("cell", "expected"), [("6", 6), (-12.0, -12), ("1,200", 1200), ("+5", 5), ("12.0", 12)]
)
def test_a_whole_number_is_read(cell: Cell, expected: int) -> None:
    assert fields.whole(cell) == expected


@pytest.mark.parametrize("cell", ["1.5", 2.5, "six", "", "10000000001"])
def test_a_fraction_is_no_whole_number(cell: Cell) -> None:
    with pytest.raises(fields.BadValue):
        fields.whole(cell)


def test_households_may_be_counted_in_words_but_never_below_none() -> None:
    assert fields.count("约300户") == 300
    assert [fields.count(cell) for cell in ("60㎡", "62 m2", "60平方米", "约60平")] == [
        60,
        62,
        60,
        60,
    ]
    with pytest.raises(fields.BadValue):
        fields.count("-3")


@pytest.mark.parametrize(
    "cell",
    ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "２０２６年１月５日", "20260105",
     "1/5/2026 8:26", "2026-01-05 08:26:00", "2026-01-05T08:26:00", "2026/1/5 下午 2:30",
     date(2026, 1, 5), datetime(2026, 1, 5, 8, 26), 46027, 46027.35, 20260105.0],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert fields.day(cell) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "cell",
    ["2026-02-30", "soon", "13/13/2026", "1850-01-01", "2026-01-05 or so", True, 12.5, time(8),
     ErrorCell("#N/A"), ""],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(fields.BadValue):
        fields.day(cell)


def test_one_day_above_12_tells_the_order_of_a_whole_column() -> None:
    column: list[Cell] = ["1/2/2010", "25/3/2010"]
    assert fields.puts_day_first(column)
    assert fields.day("1/2/2010", day_first=True) == date(2010, 2, 1)
    assert not fields.puts_day_first(["1/2/2010", "3/25/2010"])
    assert fields.day("1/2/2010") == date(2010, 1, 2)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("8:30", "08:30"), ("08:30:00", "08:30"), ("8点半", "08:30"), ("下午2:05", "14:05"),
     ("8:30 PM", "20:30"), ("0830", "08:30"), ("24:00", "24:00"), ("８：３０", "08:30"),
     (time(8, 30), "08:30"), (timedelta(hours=24), "24:00"), (0.354166666666667, "08:30")],
)  # fmt: skip
def test_a_time_of_day_is_read(cell: Cell, expected: str) -> None:
    assert clocks.clock(cell) == expected


@pytest.mark.parametrize("cell", ["25:00", "8:75", "early", 3.0, "24:01"])
def test_what_is_no_time_of_day_is_refused(cell: Cell) -> None:
    with pytest.raises(fields.BadValue):
        clocks.clock(cell)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周一至周日 07:30-21:30", ("07:30", "21:30")),
        (
            "10:00-14:00 16:00-23:00  2020-01-22至2020-01-31 休息",
            ("10:00", "23:00", "14:00", "16:00"),
        ),
        ("10:00-14:00, 17:00-次日2:00", ("10:00", "02:00", "14:00", "17:00")),
        ("周一至周五 8:00-20:00 周六日 9:00-18:00", ("08:00", "20:00")),
        ("6:00-9:00 11:00-14:00 17:00-21:00", ("06:00", "21:00")),
        ("周一至周日 全天", ("00:00", "24:00")),
        ("24小时营业", ("00:00", "24:00")),
        ("24h", ("00:00", "24:00")),
        ("7x24H营业", ("00:00", "24:00")),
        ("0:00～24:00", ("00:00", "24:00")),
        ("00:00-00:00", ("00:00", "24:00")),
        ("16:00-02:30", ("16:00", "02:30")),
        ("8:00", ("08:00",)),
        ("看天气", ()),
    ],
)
def test_opening_hours_are_found_in_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert clocks.hours(text) == Hours(*expected)


def test_a_place_is_read_with_six_places_in_either_order() -> None:
    here = (Decimal("31.484039"), Decimal("104.770770"))
    assert coordinates.place("104.77077,31.484039000000003") == here
    assert coordinates.place("(31.484039， 104.77077)") == here
    assert coordinates.latitude("31.4840°N") == Decimal("31.484000")
    with pytest.raises(fields.BadValue):
        coordinates.latitude("104.77")
    with pytest.raises(fields.BadValue):
        coordinates.longitude("east")


def test_a_class_is_one_of_three() -> None:
    assert [fields.client_class(cell) for cell in ("A", "ｂ类", "C 级")] == ["A", "B", "C"]
    with pytest.raises(fields.BadValue):
        fields.client_class("D")


def test_a_text_is_composed_and_in_one_line() -> None:
    assert fields.text(" \u3000e\u0301tage\n2\ufeff ") == "\u00e9tage 2"
    assert fields.text("𠮷野家") == "𠮷野家"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13800138000", ["13800138000"]),
        (13800138000.0, ["13800138000"]),
        ("13300000086\\15900000028", ["13300000086", "15900000028"]),
        ("0816-2280000/13000000077", ["0816-2280000", "13000000077"]),
        ("13800138000 13900139000", ["13800138000", "13900139000"]),
        ("13800138000、13900139000；2280001", ["13800138000", "13900139000", "2280001"]),
        ("138 0013 8000", ["13800138000"]),
        ("138-0013-8000\n138 0013 8000", ["13800138000"]),
        ("（0816）228 0000", ["0816-2280000"]),
        ("08162280000转8001", ["0816-2280000-8001"]),
        ("１３８００１３８０００", ["13800138000"]),
        ("+86 138 0013 8000", ["13800138000"]),
        ("电话：13800138000（王姐）", ["13800138000"]),
        ("4008001234", ["400-800-1234"]),
        ("138****8000", ["138****8000"]),
        ("0", []),
        ("无", []),
        ("1380013800", ["1380013800"]),
    ],
)
def test_a_cell_may_hold_several_phones(cell: Cell, expected: list[str]) -> None:
    assert phones(cell) == expected


def test_a_phone_of_the_wrong_form_is_doubted_and_kept() -> None:
    assert phone_problem("13800138000") is None
    assert "1380013800" in (phone_problem("1380013800") or "")


@pytest.mark.parametrize("code", ["6901028126212", "4891338004527", "73513537", "02000001",
                                  "2012345678901", "abc", "", "12345", "490102812621"])  # fmt: skip
def test_good_in_house_and_other_codes_are_no_problem(code: str) -> None:
    assert barcode_problem(code) is None


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    choose_language("en")
    assert "should be 1" in (barcode_problem("4891338010489") or "")
    assert "should be 7" in (barcode_problem("73513538") or "")


@given(st.from_regex("[3-9][0-9]{11}", fullmatch=True), st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits: str, shift: int) -> None:
    right = check_digit(digits)
    assert barcode_problem(digits + right) is None
    assert barcode_problem(digits + str((int(right) + shift) % 10)) is not None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("6.901234567892E12", "6901234567892"),
        ("6.90123456709E12", "6901234567090"),
        ("6.901234567892E+12", "6901234567892"),
        ("'0690123", "0690123"),
        ("12E3", "12E3"),
        ("84406B", "84406B"),
    ],
)
def test_a_code_that_a_program_wrote_as_a_number_is_read_again(written: str, meant: str) -> None:
    assert fields.code(written) == meant


@pytest.mark.parametrize("written", ["6.9E12", "6.90123E+12", "6.9E+12", "1E+5"])
def test_a_code_of_which_digits_are_lost_is_named(written: str) -> None:
    with pytest.raises(fields.BadValue, match="lost digits"):
        fields.code(written)


@pytest.mark.parametrize("written", ["12 15", "3\t12", "100\n200", "1 234", "12/15", "12、15"])
def test_two_numbers_in_a_cell_are_never_joined(written: str) -> None:
    with pytest.raises(fields.BadValue, match="two numbers"):
        fields.number(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("¥ 12.5", "12.5"), ("12.5 元", "12.5"), ("- 3", "-3"), ("'12.5", "12.5")],
)
def test_blanks_around_a_number_are_nothing(written: str, meant: str) -> None:
    assert fields.number(written) == Decimal(meant)


@pytest.mark.parametrize(
    ("kind", "comes_back"),
    [
        ("销售退货单", True),
        ("退货", True),
        ("红字", True),
        ("销售出库单(红字)", True),
        ("红冲", True),
        ("是", True),
        ("销售出库单", False),
        ("蓝字", False),
        ("否", False),
        ("非退货", False),
        ("", False),
    ],
)
def test_the_kind_of_a_document_tells_a_return(kind: str, comes_back: bool) -> None:
    assert fields.is_return(kind) is comes_back


def test_a_document_that_is_no_sale_is_known() -> None:
    assert all(map(fields.is_no_sale, ("采购入库单", "采购退货单", "调拨单", "盘点单", "收款单")))
    assert not any(map(fields.is_no_sale, ("销售出库单", "退货入库单", "普通", "零售")))


def test_the_second_of_two_barcodes_is_told_apart() -> None:
    assert fields.codes("6901028126212/6901028126229") == ["6901028126212", "6901028126229"]
    assert fields.codes("6901028126212\n6901028126229") == ["6901028126212", "6901028126229"]
    assert fields.codes("690102-8") == ["690102-8"]


def test_a_cut_barcode_is_named() -> None:
    assert "12 digits" in (barcode_problem("690102812621") or "")
    assert lost_digits("6901230000000")
    assert not lost_digits("6901028126212")
