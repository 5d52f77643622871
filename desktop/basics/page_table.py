"""Rows as the table of a page, as Excel, WPS and LibreOffice take them from the clipboard.

Without it a sheet guesses from the plain text: 007 becomes 7, 6901028001234567 becomes 6.9E+15,
2026-01-05 whatever the PC calls a day.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from desktop.basics.figures import COUNT, DAY, MONEY, RATE, TEXT, Value
from desktop.basics.money import grouped, yuan

# How a spreadsheet shows each kind of figure.
FORMATS = {
    TEXT: "@",
    MONEY: "#,##0.00",
    COUNT: "#,##0",
    RATE: "0.00%",
    DAY: "yyyy-mm-dd",
}
_DAY_0 = date(1899, 12, 30).toordinal()
_NOT_IN_A_PAGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAK = '<br style="mso-data-placement:same-cell">'
_HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><style>'
    "br{{mso-data-placement:same-cell}} td{{white-space:nowrap}} {styles}"
    "</style></head><body><table><!--StartFragment-->"
)
_FOOT = "<!--EndFragment--></table></body></html>"


def page_table(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], kinds: Sequence[str]
) -> str:
    """A page of one table: texts stay texts, figures and days are what they stand for.

    Values are those of ``values_seen``: amounts in fen, rates as 0.05. Without headings it begins
    with the rows.
    """
    styles = " ".join(f".{kind}{{{_style(kind)}}}" for kind in FORMATS)
    parts = [_HEAD.format(styles=styles)]
    if headings:
        parts.append(_row(headings, [TEXT] * len(headings)))
    parts += [_row(row, kinds) for row in rows]
    return "".join([*parts, _FOOT])


def _style(kind: str) -> str:
    """A format as style sheets of spreadsheets name it: all but letters and figures is masked."""
    masked = re.sub(r"([^0-9A-Za-z.])", r"\\\1", FORMATS[kind])
    return f'mso-number-format:"{masked}"'


def _row(row: Sequence[Value], kinds: Sequence[str]) -> str:
    cells = (_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
    return f"<tr>{''.join(cells)}</tr>\n"


def _cell(value: Value, kind: str) -> str:
    if value is None or value == "":
        return "<td></td>"
    if isinstance(value, str):
        text = escape(_NOT_IN_A_PAGE.sub(" ", value))
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK)
        return f'<td class="{TEXT}" x:str sdnum="1033;0;@">{text}</td>'
    worth, said = _told(value, kind)
    return (
        f'<td class="{kind}" align="right" x:num="{worth}" sdval="{worth}"'
        f' sdnum="1033;0;{FORMATS[kind]}">{said}</td>'
    )


def _told(value: Value, kind: str) -> tuple[str, str]:
    """A figure or a day as a sheet counts it, and as it is read."""
    if kind == DAY and isinstance(value, date):
        return str(value.toordinal() - _DAY_0), f"{value:%Y-%m-%d}"
    if kind == MONEY and isinstance(value, int):
        return yuan(value), grouped(value)
    if isinstance(value, Decimal):
        return str(value), f"{value * 100:.2f}%"
    return str(value), f"{value:,}"
