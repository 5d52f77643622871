"""A list as the XML of a sheet, written in pieces: a hundred thousand rows in a second.

A piece is written column by column, since all of a column are written alike; blank cells and
references are left out where the place tells them. Texts stand in their cells, not in a table of
their own, so that nothing is held for the end.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from itertools import islice

from desktop.basics import money
from desktop.spreadsheets.sheet_text import FORMULA_STARTS, LONGEST_CELL, escaped

Value = str | int | Decimal | date | datetime | bool | None

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_AT_ONCE = 1_000  # rows of a piece
_DAY_0 = date(1899, 12, 30).toordinal()
_SECONDS = 24 * 60 * 60
# What needs a look at each text of a column, whose texts are joined by a sign that none has.
_BETWEEN = "\x1f"
_NOT_PLAIN = re.compile("[&<>_\x00-\x1e\ud800-\udfff\ufffe\uffff]| \x1f|\x1f |^ | $")
_BLANK = "<c/>"


class Format(Enum):
    """What a column of a list holds; its value is Excel's number format."""

    TEXT = "@"
    NUMBER = "#,##0"
    AMOUNT = "#,##0.00"  # the row gives whole fen
    RATE = "0.00%"  # the row gives a Decimal, 0.05 for 5 %
    DECIMAL = "General"  # the row gives a Decimal: coordinates, prices of the past
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


# The numbers of the cell formats in ``styles_xml``: each of these, and each in bold after them.
_FORMATS = tuple(Format)
_GENERAL, _HEAD, _QUOTED = 0, 1 + 2 * len(_FORMATS), 2 + 2 * len(_FORMATS)


def _style(form: Format, bold: bool) -> int:
    return 1 + _FORMATS.index(form) + len(_FORMATS) * bold


def rows_xml(
    rows: Iterable[Sequence[Value]], formats: Sequence[Format], count: Callable[[int], None]
) -> Iterator[str]:
    """The rows in pieces; ``count`` is told how many each has.

    Raises ValueError when a row and the formats differ in length.
    """
    coming, blank = iter(rows), _BLANK * len(formats)
    while some := list(islice(coming, _AT_ONCE)):
        if any(len(row) != len(formats) for row in some):
            raise ValueError(formats)
        columns = [
            _column(column, form)
            for column, form in zip(zip(*some, strict=True), formats, strict=True)
        ]
        count(len(some))
        lines = map("".join, zip(*columns, strict=True))
        yield "".join(["<row/>" if line == blank else f"<row>{line}</row>" for line in lines])


def head_xml(headings: Sequence[str]) -> str:
    """The row of the headings."""
    return f"<row>{''.join(_text_cell(_HEAD, one) for one in headings)}</row>"


def total_xml(total: Sequence[Value], formats: Sequence[Format]) -> str:
    """A row in bold, after the others."""
    cells = (_cell(form, True, one) for one, form in zip(total, formats, strict=True))
    return f"<row>{''.join(cells)}</row>"


def _column(values: Sequence[Value], form: Format) -> list[str]:
    """The cells of a column, quickly where all are of one sort."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return _texts([str(one) for one in values])
    if len(kinds) == 1 and form is not Format.TEXT:
        write = _writers(form, False).get(next(iter(kinds)))
        if write is not None:
            return list(map(write, values))
    return list(map(partial(_cell, form, False), values))


def _texts(values: Sequence[str]) -> list[str]:
    joined = _BETWEEN.join(values)
    if (
        _NOT_PLAIN.search(joined)
        or joined.count(_BETWEEN) >= len(values)
        or len(max(values, key=len)) > LONGEST_CELL
    ):
        return list(map(_text, values))
    general, text = (f"{_text_start(one)}>" for one in (_GENERAL, _style(Format.TEXT, False)))
    return [
        f"{general}{one}{_TEXT_END}"
        if one[:1].isalpha()
        else f"{text}{one}{_TEXT_END}"
        if one[:1].isdigit()
        else _text(one)
        for one in values
    ]


def _cell(form: Format, bold: bool, value: Value) -> str:
    if value is None or value == "":
        return _BLANK
    if form is Format.TEXT and not isinstance(value, str):
        value = str(value)
    write = _writers(form, bold).get(type(value))
    assert write is not None, type(value)
    return write(value)


def _writers(form: Format, bold: bool) -> Mapping[type, Callable[..., str]]:
    """How values of each type are written in a column of a format."""
    if (form, bold) not in _KNOWN:
        style = _style(form, bold)
        start = f'<c s="{style}"><v>'
        _KNOWN[form, bold] = {
            str: partial(_text, bold=bold),
            int: _number(start, money.yuan if form is Format.AMOUNT else str),
            Decimal: _number(start, lambda value: format(value, "f")),
            date: _number(start, _serial),
            datetime: _number(start, _moment),
            bool: lambda value: f'<c s="{style}" t="b"><v>{int(value)}</v></c>',
        }
    return _KNOWN[form, bold]


_KNOWN: dict[tuple[Format, bool], Mapping[type, Callable[..., str]]] = {}


def _number(start: str, digits: Callable[..., object]) -> Callable[..., str]:
    return lambda value: f"{start}{digits(value)}</v></c>"


def _serial(day: date) -> int:
    """A day as Excel counts them."""
    return day.toordinal() - _DAY_0


def _moment(moment: datetime) -> str:
    """A day with its part that is over, to the second and exact to a thousandth of one."""
    seconds = 3600 * moment.hour + 60 * moment.minute + moment.second
    return f"{_serial(moment)}{f'{Decimal(seconds) / _SECONDS:.12f}'[1:]}"


def _text(value: object, *, bold: bool = False) -> str:
    """A text that stays one: ``=1+1`` is shown and not computed, ``0201`` keeps its zero."""
    said = str(value)
    if not said:
        return _BLANK
    if said.startswith(FORMULA_STARTS) and not bold:
        return _text_cell(_QUOTED, said)
    plain = said[:1].isalpha() and escaped(said) == said and not bold
    return _text_cell(_GENERAL if plain else _style(Format.TEXT, bold), said)


def _text_cell(style: int, said: str) -> str:
    shown = escaped(said).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = ' xml:space="preserve"' if shown != shown.strip() or "\n" in shown else ""
    return f"{_text_start(style)}{kept}>{shown}{_TEXT_END}"


def _text_start(style: int) -> str:
    form = f' s="{style}"' if style else ""
    return f'<c{form} t="inlineStr"><is><t'


_TEXT_END = "</t></is></c>"


def styles_xml(head: str) -> str:
    """The part with the formats of cells; ``head`` is the colour behind headings."""
    texts = [one.value for one in _FORMATS]
    numbers = "".join(
        f'<numFmt numFmtId="{164 + place}" formatCode="{text}"/>'
        for place, text in enumerate(texts)
    )
    cells = "".join(
        f'<xf numFmtId="{164 + place}" fontId="{bold}" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        for bold in (0, 1)
        for place in range(len(texts))
    )
    at = f'numFmtId="{164 + texts.index("@")}"'
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(texts)}">{numbers}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        f'<fgColor rgb="{head}"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{_QUOTED + 1}">'
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{cells}'
        f'<xf {at} fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1"'
        ' applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
        f'<xf {at} fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
        ' quotePrefix="1"/></cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
