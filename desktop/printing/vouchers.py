"""What vouchers share: amounts in capitals and figures (M7), and the lines to sign on."""

from desktop.basics.money import capitals, grouped
from desktop.printing.blocks import halves_foot, signatures
from desktop.printing.fonts import width
from desktop.printing.page import GUTTER, HEADING, MM, SMALL, SOFT, Sheet, Style
from desktop.printing.typeset import lines

_STRONG = Style(HEADING, bold=True)
_LINE = 6 * MM
_HIGHEST = 15 * MM


def in_figures(amount_fen: int) -> str:
    """``¥1,234.50``."""
    return f"¥{grouped(amount_fen)}"


def in_words(amount_fen: int) -> str:
    """``人民币壹仟贰佰叁拾肆元伍角整``."""
    return f"人民币{capitals(amount_fen)}"


def amount_box(sheet: Sheet, amount_fen: int) -> None:
    """The amount of a voucher on soft ground: capitals at the left, figures at the right."""
    inset = GUTTER
    figures, edge = in_figures(amount_fen), sheet.right - inset
    taken = max(width(figures, HEADING, bold=True), 26 * MM)
    words = lines(in_words(amount_fen), sheet.room - 3 * inset - taken, HEADING, bold=True)
    high = 14 * MM + _LINE * len(words)
    sheet.box((sheet.left, sheet.y, sheet.room, high), fill=SOFT, radius=1.6 * MM)
    sheet.text(sheet.left + inset, sheet.y + 6.5 * MM, "金额（大写）", Style(SMALL))
    sheet.text(edge, sheet.y + 6.5 * MM, "金额（小写）", Style(SMALL, align="right"))
    baseline = sheet.y + 14 * MM
    sheet.text(edge, baseline, figures, Style(HEADING, bold=True, align="right"))
    for line in words:
        sheet.text(sheet.left + inset, baseline, line, _STRONG)
        baseline += _LINE
    sheet.y += high + 3 * MM


def sign(sheet: Sheet, issuer: tuple[str, ...], *rows: tuple[str, ...]) -> None:
    """Rows of names to sign beside, which share what is left of the half above its foot."""
    room = sheet.bottom - halves_foot(sheet, issuer) - sheet.y
    for row in rows:
        signatures(sheet, row, high=min(_HIGHEST, room / len(rows)))
