"""What vouchers share: amounts in capitals and figures (M7), and the lines to sign on."""

from collections.abc import Callable

from desktop.basics.money import capitals, grouped
from desktop.printing.blocks import (
    HALF,
    HALF_TOP,
    halves,
    halves_foot,
    signatures,
    signatures_height,
)
from desktop.printing.fonts import width
from desktop.printing.letterhead import Heading, Letterhead, copy_head, running
from desktop.printing.page import GUTTER, HEADING, MM, SMALL, SOFT, Sheet, Style
from desktop.printing.typeset import lines

_STRONG = Style(HEADING, bold=True)
_LINE = 6 * MM
_ENDLESS = 1_000_000.0
_LOWEST, _HIGHEST = 9 * MM, 15 * MM


def in_figures(amount_fen: int) -> str:
    """``¥1,234.50``."""
    return f"¥{grouped(amount_fen)}"


def in_words(amount_fen: int) -> str:
    """``人民币壹仟贰佰叁拾肆元伍角整``."""
    return f"人民币{capitals(amount_fen)}"


def amount_box(sheet: Sheet, amount_fen: int) -> None:
    """The amount of a voucher on soft ground: capitals at the left, figures at the right."""
    sheet.need(amount_height(sheet, amount_fen))
    inset = GUTTER
    figures, edge = in_figures(amount_fen), sheet.right - inset
    words = _amount_words(sheet, amount_fen)
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


def amount_height(sheet: Sheet, amount_fen: int) -> float:
    """How much room ``amount_box`` will take."""
    return 17 * MM + _LINE * len(_amount_words(sheet, amount_fen))


def _amount_words(sheet: Sheet, amount_fen: int) -> list[str]:
    taken = max(width(in_figures(amount_fen), HEADING, bold=True), 26 * MM)
    return lines(in_words(amount_fen), sheet.room - 3 * GUTTER - taken, HEADING, bold=True)


Body = Callable[[Sheet], None]
Signers = tuple[tuple[str, ...], ...]


def copies(
    sheet: Sheet,
    names: tuple[str, str],
    letterhead: Letterhead,
    heading: Heading,
    body: Body,
    signers: Signers,
    name: str,
) -> None:
    """Both copies of a voucher on one page, to cut apart; each on its own where a half is too low.

    ``body`` draws a copy from its head down to where it is signed; ``signers`` stand below it in
    rows. ``name`` is what the voucher is called on pages of its own.
    """
    foot = halves_foot(sheet, letterhead.parts)
    high = _height(body, letterhead, heading, names[0])
    if high + signed_height(sheet, signers) + foot <= HALF - HALF_TOP:

        def half(on: Sheet) -> None:
            body(on)
            _sign(on, signers, on.bottom - foot)

        halves(sheet, names, letterhead, heading, half)
        return
    for copy in names:
        sheet.begin(running(name, heading.number, letterhead))
        copy_head(sheet, letterhead, heading, copy)
        body(sheet)
        _sign(sheet, signers, sheet.bottom)


def signed_height(sheet: Sheet, signers: Signers) -> float:
    """The least room in which a copy is signed."""
    return sum(signatures_height(sheet.room, row, _LOWEST) for row in signers)


def _height(body: Body, letterhead: Letterhead, heading: Heading, name: str) -> float:
    """How high a copy is above where it is signed: drawn on an endless sheet that nobody sees."""
    unseen = Sheet("", "")
    unseen.begin(None)
    unseen.bottom = _ENDLESS
    copy_head(unseen, letterhead, heading, name)
    body(unseen)
    return unseen.y - unseen.top


def _sign(sheet: Sheet, signers: Signers, bottom: float) -> None:
    """Rows of names to sign beside, which share the room that is left."""
    each = (bottom - sheet.y) / len(signers)
    for row in signers:
        more = signatures_height(sheet.room, row, 0)
        signatures(sheet, row, high=max(_LOWEST, min(_HIGHEST, each - more)))
