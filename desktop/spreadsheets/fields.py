"""Cells into values: each parser gives an exact value, or raises BadValue with the reason.

A parser is never asked about a blank cell. Numbers of workbooks become exact through the digits
that Excel shows; from there on nothing is a binary float.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from desktop.basics import money
from desktop.basics.calendar import MEANT_YEARS
from desktop.basics.i18n import _
from desktop.basics.typed import joined, narrow
from desktop.basics.weekdays import read_weekdays, wrong_weekdays
from desktop.spreadsheets.barcodes import is_ean
from desktop.spreadsheets.cells import (
    INVISIBLE,
    UNCALCULATED,
    Cell,
    ErrorCell,
    number_text,
    written,
)

EXACT_DIGITS = 10**15  # whole numbers from here on have lost digits in Excel
PRICE_PLACES = 4  # what a price of past deliveries may have
LARGEST_QUANTITY = 10**9
LONGEST_NUMBER = 25  # so that Decimal's 28 digits stay exact

_LONGEST_CODE_NUMBER = 15

_LINE_BREAKS = re.compile(r"[\r\n\t]+")
_NOTHING = frozenset(
    {"-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "n/a", "null", "none", "nan"}
)
# 6.9E+12 as Excel shows it, 6.901234567892E12 as Java writes it; 12E3 may be a code of its own.
_SCIENTIFIC = re.compile(r"(\d+)(?:\.(\d+))?[Ee](\+?)(\d{1,2})")
_MOST_ZEROS_LEFT_OUT = 2  # that Java doesn't write at a number's end
_WHOLE_WITH_PLACE = re.compile(r"(\d+)\.0")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?", re.ASCII)
_TEXT_MARKS = frozenset("'’‘`＇")
_NOT_PLAIN = _TEXT_MARKS | {"", " "}
_TWO_NUMBERS = re.compile(r"\d[\s/、;；]+\d")
_CURRENCY = re.compile(r"^(?:rmb|cny|人民币|[¥￥])\s*|\s*(?:元整|元|圆|rmb|cny)$", re.IGNORECASE)


class BadValue(ValueError):
    """A cell that can't be read as what its column holds; ``reason`` says why, for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text(cell: Cell) -> str:
    """A text without blanks at its ends, in one line, composed (NFC). "" is possible."""
    if cell.__class__ is str and cell.isprintable() and _is_plain(cell):
        return cell
    if cell == UNCALCULATED:
        raise BadValue(
            _("the formula in this cell has no result yet; open the file in Excel and save it")
        )
    if isinstance(cell, ErrorCell):
        raise BadValue(_("the cell shows Excel's error {error}").format(error=cell.text))
    found = cell if isinstance(cell, str) else written(cell)
    found = found.strip(INVISIBLE)
    if found[:1] in _TEXT_MARKS and found[1:2].isdigit():
        # The mark that Excel puts before figures that are text.
        found = found[1:]
    if found.isascii() and found.isprintable():
        return found
    return unicodedata.normalize("NFC", _LINE_BREAKS.sub(" ", found))


def _is_plain(printable: str) -> bool:
    """Whether a text, of which each sign is seen, is to stay as it is."""
    if printable[:1] in _NOT_PLAIN or printable[-1:] == " ":
        return False
    return printable.isascii() or unicodedata.is_normalized("NFC", printable)


def code(cell: Cell) -> str:
    """A code as text, every leading zero kept; "" where a dash or 无 stands for none.

    A number cell gives its whole digits; the ``.0`` a program once added to a whole number goes.
    Raises BadValue when Excel has damaged the code: made it a date, or lost digits.
    """
    if cell.__class__ is str:
        return _written_code(cell)
    if isinstance(cell, date | time | timedelta):
        raise BadValue(_("Excel made a date of this code; format the column as text and retype it"))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_DIGITS:
        raise BadValue(lost_digits())
    return _code_of(text(cell))


@lru_cache(maxsize=8192)  # past sales name the same shops and products over and over
def _written_code(cell: Cell) -> str:
    return _code_of(text(cell))


def _code_of(said: str) -> str:
    found = narrow(said).strip(" '")
    if (match := _SCIENTIFIC.fullmatch(found)) and (match[2] or match[3]):
        return _unfolded(match)
    if found.lower() in _NOTHING:
        return ""
    whole = _WHOLE_WITH_PLACE.fullmatch(found)
    return whole[1] if whole else found


def _unfolded(match: re.Match[str]) -> str:
    """All digits of a code in scientific notation, if none was lost.

    Java leaves out zeros at the end; where the check digit agrees, they were zeros.
    """
    head, tail, plus, exponent = match[1], match[2] or "", match[3], int(match[4])
    missing = exponent - len(tail)
    digits = head + tail + "0" * max(missing, 0)
    is_whole = missing == 0
    is_java = not plus and 0 < missing <= _MOST_ZEROS_LEFT_OUT and is_ean(digits)
    if len(head) != 1 or len(digits) > _LONGEST_CODE_NUMBER or not (is_whole or is_java):
        raise BadValue(lost_digits())
    return digits


def lost_digits() -> str:
    """Why a code can't be right that Excel took for a number."""
    return _("Excel has lost digits of this code; format the column as text and retype it")


_SEVERAL_CODES = re.compile(r"(?<=\d{7})\s*[\s/,;、|]\s*(?=\d{7})", re.ASCII)


def codes(cell: Cell) -> list[str]:
    """Bar codes of a cell, which may hold several: 6901…/6902…; at least one, "" for none."""
    if not isinstance(cell, str):
        return [code(cell)]
    return [code(part) for part in _SEVERAL_CODES.split(narrow(cell))]


_RETURNS = re.compile(r"退|红|冲|return|refund|credit", re.IGNORECASE)
_NOT_RETURNS = re.compile(r"非退|不退|未退|无退|蓝")
_SALES = re.compile(
    r"销|售|退|出库|送货|发货|零售|批发|红|蓝|冲|sale|invoice|return", re.IGNORECASE
)
_NO_SALES = re.compile(
    r"采购|进货|入库|调拨|盘点|盘盈|盘亏|报损|报溢|领用|收款|付款|退款|预收|预付|费用|purchase|transfer",
    re.IGNORECASE,
)
_YES = frozenset({"是", "y", "yes", "true", "1", "√"})


def is_return(kind: str) -> bool:
    """Does a document of this kind bring goods back: 销售退货单, 红字, or 是 under 是否退货?"""
    said = narrow(kind).strip()
    return said.lower() in _YES or bool(_RETURNS.search(said) and not _NOT_RETURNS.search(said))


def is_no_sale(kind: str) -> bool:
    """Is a document of this kind neither a sale nor a return of one: 采购入库单, 收款单?"""
    if "采购" in kind or "进货" in kind:
        return True
    return bool(_NO_SALES.search(kind)) and not _SALES.search(kind.replace("退款", ""))


def amount(cell: Cell) -> int:
    """An amount in yuan, however it is written, as fen. Raises BadValue unless exact (M1)."""
    found = number(cell)
    if found != round(found, 2):
        raise BadValue(_("an amount has at most two places"))
    try:
        return money.fen(f"{found:.2f}")
    except ValueError as error:
        raise BadValue(_("this amount is too large")) from error


def historic_price(cell: Cell) -> Decimal:
    """A unit price of the past in yuan with at most four places; 0 is free goods."""
    found = number(cell)
    if found != round(found, PRICE_PLACES):
        raise BadValue(_("a price of the past has at most four places"))
    if abs(found) * 100 > money.LARGEST_FEN:
        raise BadValue(_("this amount is too large"))
    return found


def whole(cell: Cell) -> int:
    """A whole number, also a negative one. Raises BadValue for a fraction."""
    found = number(cell)
    if found != int(found):
        raise BadValue(_("this must be a whole number"))
    if abs(found) > LARGEST_QUANTITY:
        raise BadValue(_("this number is too large"))
    return int(found)


_COUNTED = re.compile(r"\s*(?:平方米|平方|平米|平|㎡|m²|m2)$", re.IGNORECASE)


def count(cell: Cell) -> int:
    """A whole number that isn't negative, also written 300户 or 60㎡."""
    if isinstance(cell, str):
        cell = _COUNTED.sub("", cell.strip(INVISIBLE + "户左右约人个"))
    found = whole(cell)
    if found < 0:
        raise BadValue(_("this must not be negative"))
    return found


def rate(cell: Cell) -> Decimal:
    """A rate from 0 to 1, also written 5%."""
    told = narrow(text(cell)) if isinstance(cell, str) else ""
    found = number(told.removesuffix("%")) / 100 if told.endswith("%") else number(cell)
    try:
        return money.rate(f"{found.normalize():f}")
    except ValueError as error:
        raise BadValue(
            _("a rate lies between 0 and 100 % with two places; write it like 5%")
        ) from error


def says_nothing(cell: Cell) -> bool:
    """Does a cell only say that there is nothing: a dash, 无, 0?"""
    return written(cell).strip(INVISIBLE).lower() in _NOTHING | {"0"}


def number(cell: Cell) -> Decimal:
    """A number, however people write amounts: 1,234.50, ￥12.5, 12.5元, (3.00)."""
    if cell.__class__ is float:
        return _decimal(number_text(cell))
    if isinstance(cell, bool | date | time | timedelta):
        raise BadValue(_("this is no number"))
    if isinstance(cell, int | float):
        return _decimal(number_text(cell))
    return _written_number(text(cell))


@lru_cache(maxsize=8192)
def _written_number(found: str) -> Decimal:
    plain = _CURRENCY.sub("", narrow(found).replace("−", "-").strip())
    plain = joined(_CURRENCY.sub("", plain))
    if " " in plain or _TWO_NUMBERS.search(plain):
        raise BadValue(_("two numbers stand in this cell; write one"))
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    elif plain.endswith("-"):
        plain = f"-{plain[:-1]}"
    sign = re.match(r"-[¥￥]", plain)
    plain = f"-{plain[2:]}" if sign else plain
    if not _PLAIN_NUMBER.fullmatch(plain) or not any(letter.isdigit() for letter in plain):
        raise BadValue(_("this is no number"))
    return _decimal(plain.replace(",", ""))


def _decimal(digits: str) -> Decimal:
    if len(digits) > LONGEST_NUMBER:
        raise BadValue(_("this number is too large"))
    found = Decimal(digits)
    if not found.is_finite():
        raise BadValue(_("this is no number"))
    return found


_CLASS = re.compile(r"([ABC])(?:类|级|等|类客户|级客户|类店|级店|档)?")


def client_class(cell: Cell) -> str:
    """A client's class, ``A``, ``B`` or ``C``, also written Ａ类 or b级 (G9)."""
    found = _CLASS.fullmatch(narrow(text(cell)).upper().replace(" ", ""))
    if not found:
        raise BadValue(_("the class is A, B or C"))
    return found[1]


_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CLOCK_AFTER = re.compile(
    r"[T\s]+(?:[上下]午\s*)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z)?"
)
_EXCEL_DAY_0 = date(1899, 12, 30)
_DAY_OUT_OF_RANGE = (20_000, 75_000)


def day(cell: Cell, day_first: bool = False) -> date:
    """A day: a date cell, 2026-01-05, 2026年1月5日, 20260105, 12/1/2010 8:26, or Excel's number.

    Of 1/2/2010 the first is the month unless ``day_first``. Excel's 1904 dates are read right
    in date cells; a bare number counts from 1900.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, bool | time | timedelta):
        raise BadValue(_("this is no day"))
    if isinstance(cell, int | float) and _DAY_OUT_OF_RANGE[0] < cell < _DAY_OUT_OF_RANGE[1]:
        return _plausible(_EXCEL_DAY_0 + timedelta(days=int(cell)))
    return _written_day(text(cell), day_first)


@lru_cache(maxsize=8192)
def _written_day(found: str, day_first: bool) -> date:
    found = narrow(found)
    clock_at = _CLOCK_AFTER.search(found)
    if clock_at and clock_at.end() == len(found):
        found = found[: clock_at.start()]
    if match := _YEAR_FIRST.fullmatch(found) or _COMPACT.fullmatch(found):
        year, month, number = match.groups()
    elif match := _YEAR_LAST.fullmatch(found):
        month, number, year = match.groups()
        if day_first:
            month, number = number, month
    else:
        raise BadValue(_("this is no day; write it like 2026-01-05"))
    try:
        return _plausible(date(int(year), int(month), int(number)))
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue(_("there is no such day")) from error


def _plausible(found: date) -> date:
    if found.year not in MEANT_YEARS:
        raise BadValue(_("this day is too long ago or too far ahead"))
    return found


def puts_day_first(cells: list[Cell]) -> bool:
    """Do the days of a column stand as day/month/year? So if a first number is above 12."""
    for cell in cells:
        if isinstance(cell, str):
            match = _YEAR_LAST.match(cell.strip(INVISIBLE))
            if match and int(match[1]) > 12:
                return True
    return False


def weekdays(cell: Cell) -> str:
    """Weekdays as they are kept, from 一三五, 周一至周六, 1,3,5 or Mon, Wed."""
    if isinstance(cell, date | time | timedelta):
        raise BadValue(_("Excel made a date of these weekdays; write them like 一三五"))
    try:
        return read_weekdays(text(cell))
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue(wrong_weekdays()) from error
