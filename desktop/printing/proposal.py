"""The product-proposal sheet (产品建议书, P5): what a shop owner keeps of the rep's advice.

It shows the shop's own customers, products, shelf and earnings; no inner figures of the
office and no other client.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.basics.money import grouped, percent, side_by_side
from desktop.printing.blocks import Figure, figures, section
from desktop.printing.letterhead import Heading, Letterhead, head, running, spaced
from desktop.printing.measures import ACCENT, GUTTER, INK, LEADING, MM, PLAIN, READING, SMALL
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.shelf import Face, Shelf, draw_shelf, line_colours, shelf_fits
from desktop.printing.table import Column, Part, Row, Table
from desktop.printing.typeset import lines

KIND = "产品建议书"
_SHADES = (ACCENT, "#3F9690", "#86BDB8", "#B4D5D2", "#D3E6E4", "#E3F1F0")
_CHIP = 8 * MM
_CONTACT = 13 * MM
_SECTION = 14 * MM
_DIARY_ROW = 6.6 * MM
_FEWEST_ROWS = 3
_DIARY_TITLE = ("记一记卖了多少", "下次来，我们一起看")
_MOST_PAGES = 2


@dataclass(frozen=True)
class _Density:
    """How close the products stand: the side of a picture (0: none), a row's padding and air."""

    picture: float
    padding: float
    air: float


_DENSITIES = (
    _Density(14 * MM, 1.5 * MM, 4 * MM),
    _Density(10 * MM, 1 * MM, 1.5 * MM),
    _Density(0, 0.6 * MM, 0.8 * MM),
)


@dataclass(frozen=True)
class CustomerGroup:
    """A group among the shop's customers and its share in whole percent."""

    name: str
    percent: int


@dataclass(frozen=True)
class ProposedProduct:
    """One product: prices and profit per ``unit``, the first order in ``first_unit``.

    ``picture`` is a JPEG or PNG in base64, or empty. ``margin`` (扣点) and ``trade_margin``
    are rates; ``trade_margin`` is the trade's average for the category, if known. A price of
    None isn't settled yet. A ``unit`` that is a bundle holds ``size`` times a ``piece``, which
    sells at ``piece_fen``.
    """

    name: str
    specification: str
    line: str
    reason: str
    unit: str
    supply_fen: int | None
    retail_fen: int | None
    profit_fen: int | None
    margin: Decimal | None
    first_quantity: int
    first_unit: str
    trade_margin: Decimal | None = None
    picture: str = ""
    size: int = 1
    piece: str = ""
    piece_fen: int | None = None


@dataclass(frozen=True)
class Earnings:
    """What the owner earns. ``basis`` says in words how the monthly profit was estimated.

    ``first_profit_fen`` is what is left of the first order once all of it is sold at the
    suggested price, the basic profit included; it leads where no monthly one is known.
    What rests on a price that isn't settled yet is None.
    """

    first_order_fen: int | None
    basic_profit_fen: int
    margin: Decimal | None
    trade_margin: Decimal | None = None
    monthly_profit_fen: int | None = None
    basis: str = ""
    first_profit_fen: int | None = None


@dataclass(frozen=True)
class Proposal(Paper, kind="proposal", dated="issued_on"):
    """Everything that stands on the sheet."""

    letterhead: Letterhead
    number: str
    client: str
    issued_on: date
    valid_until: date
    customers: str
    groups: tuple[CustomerGroup, ...]
    products: tuple[ProposedProduct, ...]
    shelf: Shelf | None
    earnings: Earnings
    support: tuple[str, ...]
    rep_name: str
    rep_phone: str

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.client}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the proposal on a sheet, its products as loose as two pages allow."""
        for density in _DENSITIES:
            trial = Sheet(KIND, self.letterhead.author)
            _draw(trial, self, density)
            if trial.pages <= _MOST_PAGES:
                break
        _draw(sheet, self, density)


def _draw(sheet: Sheet, paper: Proposal, density: _Density) -> None:
    sheet.begin(running(f"{KIND}　{paper.client}", paper.number, paper.letterhead))
    heading = Heading(
        f"为 {paper.client} 准备的产品建议",
        paper.number,
        (str(paper.issued_on), f"有效至 {paper.valid_until}"),
        "按您店周围的顾客挑选，只选卖得动的，不占您的钱和货架。",
    )
    _draw_contact(sheet, paper)
    head(sheet, paper.letterhead, heading)
    _draw_earnings(sheet, paper)
    _draw_customers(sheet, paper)
    _draw_products(sheet, paper, density)
    _draw_support(sheet, paper)
    _draw_rest(sheet, paper)


def _draw_rest(sheet: Sheet, paper: Proposal) -> None:
    """Shelf and diary: the diary goes first where the page has no room for the shelf."""
    if paper.shelf is None:
        _draw_diary(sheet, paper)
        return
    faces = _faces(paper)
    fits = shelf_fits(sheet, paper.shelf, faces)
    filled = not fits and _fill_with_diary(sheet, paper)
    draw_shelf(sheet, paper.shelf, faces)
    if not filled:
        _draw_diary(sheet, paper)


def _faces(paper: Proposal) -> tuple[Face, ...]:
    colours = line_colours(product.line for product in paper.products)
    return tuple(
        Face(product.name, colours[product.line], _picture(product.picture))
        for product in paper.products
    )


def _picture(encoded: str) -> bytes:
    """A picture's bytes; none for what can't be read."""
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""


def _draw_customers(sheet: Sheet, paper: Proposal) -> None:
    section(sheet, "您的顾客", keep=20 * MM)
    sheet.flow(paper.customers or "尚未调查。", Style(PLAIN))
    whole = sum(group.percent for group in paper.groups)
    if whole <= 0:
        return
    sheet.y += 2 * MM
    x, high = sheet.left, 4.5 * MM
    for place, group in enumerate(paper.groups):
        wide = sheet.room * group.percent / whole
        sheet.box((x, sheet.y, max(wide - 0.5 * MM, 0), high), fill=_SHADES[min(place, 5)])
        x += wide
    sheet.y += high
    _draw_legend(sheet, paper.groups)
    sheet.y += 2 * MM


def _draw_legend(sheet: Sheet, groups: tuple[CustomerGroup, ...]) -> None:
    """Names under the bar with a chip of their shade: narrow shares have no room of their own."""
    wide = sheet.room / min(len(groups), 5)
    for place, group in enumerate(groups):
        if place % 5 == 0:
            sheet.y += 4.8 * MM
        x = sheet.left + place % 5 * wide
        baseline = sheet.y
        sheet.box((x, baseline - 2.3 * MM, 2.6 * MM, 2.6 * MM), fill=_SHADES[min(place, 5)])
        words = f"{group.name} {group.percent}%"
        sheet.fitted(x + 4 * MM, baseline, words, wide - 6 * MM, Style(SMALL))


def _draw_products(sheet: Sheet, paper: Proposal, density: _Density) -> None:
    faces = _faces(paper)
    pictured = any(product.picture for product in paper.products) and density.picture > 0
    side = density.picture if pictured else _CHIP

    def paint(sheet: Sheet, row: int, x: float, y: float, high: float) -> None:
        number, colour = str(row + 1), faces[row].colour
        picture = paper.products[row].picture if pictured else ""
        y += (high - side) / 2
        if picture and _draw_picture(sheet, (x, y, side), picture):
            _draw_number(sheet, x, y, number, colour)
        else:
            _draw_chip(sheet, (x, y, side), number, colour)

    table = Table(
        (
            Column("", side),
            Column("产品", 41 * MM, bold=True),
            Column("为什么适合您"),
            Column("进货价", 14 * MM, "right"),
            Column("建议零售", 14 * MM, "right"),
            Column("每件赚", 14 * MM, "right", bold=True),
            Column("扣点", 15 * MM, "right"),
            Column("首批", 12 * MM, "right"),
        ),
        padding=density.padding,
        least=side + density.air,
        paint=paint,
    )
    rows = [_row(product) for product in paper.products]
    section(sheet, "建议卖什么", "价格单位：元", keep=table.beginning(sheet, rows))
    table.draw(sheet, rows, empty="还没有建议的产品。")
    sheet.y += 2 * MM


def _row(product: ProposedProduct) -> Row:
    piece, pieces = "", ""
    if product.size > 1:
        pieces = f"共 {product.first_quantity * product.size} {product.piece}"
        if product.piece_fen is not None:
            piece = f"每{product.piece} {grouped(product.piece_fen)}"
    return (
        "",
        (Part(product.name, bold=True), Part(product.specification, SMALL)),
        Part(product.reason, SMALL),
        _noted(_amount(product.supply_fen), f"每{product.unit}"),
        _noted(_amount(product.retail_fen), piece),
        Part(_amount(product.profit_fen), bold=True),
        _noted(*_beside(product.margin, product.trade_margin)),
        _noted(f"{product.first_quantity} {product.first_unit}", pieces),
    )


def _noted(text: str, note: str) -> tuple[Part, ...]:
    """A figure and, small under it, a word on what it is."""
    return (Part(text), Part(note, SMALL)) if note else (Part(text),)


def _amount(amount_fen: int | None) -> str:
    return "—" if amount_fen is None else grouped(amount_fen)


def _beside(margin: Decimal | None, trade: Decimal | None, words: str = "行业") -> tuple[str, str]:
    """A margin and, as a note, the trade's: with digits enough to see which is the higher one."""
    if margin is None or trade is None:
        own = "—" if margin is None else percent(margin, 1)
        return own, "" if trade is None else f"{words} {percent(trade, 1)}"
    own, others = side_by_side(margin, trade)
    return own, f"{words} {others}"


def _draw_chip(sheet: Sheet, place: tuple[float, float, float], number: str, colour: str) -> None:
    """Draw a chip in the line's colour amid a square (x, y, side); its number is on the shelf."""
    x, y, side = place
    middle, top = x + side / 2, y + (side - _CHIP) / 2
    sheet.box((middle - _CHIP / 2, top, _CHIP, _CHIP), fill=colour, radius=1.2 * MM)
    baseline = top + _CHIP / 2 + 3.4
    sheet.text(middle, baseline, number, Style(PLAIN, bold=True, align="center"))


def _draw_number(sheet: Sheet, x: float, y: float, number: str, colour: str) -> None:
    """The number on a picture's corner."""
    sheet.box((x, y, 3.6 * MM, 3.6 * MM), fill=colour, radius=0.6 * MM)
    sheet.text(x + 1.8 * MM, y + 2.65 * MM, number, Style(SMALL, bold=True, align="center"))


def _draw_picture(sheet: Sheet, place: tuple[float, float, float], encoded: str) -> bool:
    data = _picture(encoded)
    return bool(data) and sheet.picture(*place, data)


def _draw_earnings(sheet: Sheet, paper: Proposal) -> None:
    """What he earns stands right under the title: it is what he asks first."""
    earnings = paper.earnings
    figures(sheet, (*_profit(earnings), *_margin(earnings), _first_order(earnings)))


def _profit(earnings: Earnings) -> Iterator[Figure]:
    if earnings.monthly_profit_fen is not None and earnings.monthly_profit_fen > 0:
        yield Figure("每月大约能赚", _about(earnings.monthly_profit_fen), earnings.basis)
    elif earnings.first_profit_fen is not None:
        basis = "按建议零售价卖出，减去进货"
        if earnings.basic_profit_fen:
            basis = "按建议零售价卖完，含基本利润"
        yield Figure("首批卖完能赚", f"¥{grouped(earnings.first_profit_fen)}", basis)


def _about(amount_fen: int) -> str:
    """An estimate says no more than it knows: whole yuan, of larger ones whole tens, rounded down.

    Of less than a yuan the fen stand, as nothing else would.
    """
    step = next((step for least, step in ((10_000, 1000), (100, 100)) if amount_fen >= least), 1)
    about_fen = amount_fen - amount_fen % step
    return f"¥{about_fen // 100:,}" if step > 1 else f"¥{grouped(about_fen)}"


def _margin(earnings: Earnings) -> Iterator[Figure]:
    if earnings.margin is None:
        return
    own, note = _beside(earnings.margin, earnings.trade_margin, "行业平均")
    yield Figure("平均扣点", own, note)


def _first_order(earnings: Earnings) -> Figure:
    if earnings.first_order_fen is None:
        return Figure("首批进货", "价格另议", "标“—”的价格，业务员与您当面商定")
    back = (
        f"当场返还基本利润 ¥{grouped(earnings.basic_profit_fen)}"
        if earnings.basic_profit_fen
        else "签价格保护协议，进货当场返基本利润"
    )
    monthly = earnings.monthly_profit_fen
    if monthly is not None and monthly > 0 and earnings.first_profit_fen is not None:
        back = f"卖完能赚 ¥{grouped(earnings.first_profit_fen)}；{back}"
    return Figure("首批进货", f"¥{grouped(earnings.first_order_fen)}", back)


def _draw_support(sheet: Sheet, paper: Proposal) -> None:
    if not paper.support:
        return
    section(sheet, "我们为您做什么", keep=8 * MM)
    for promise in paper.support:
        sheet.need(5.5 * MM)
        sheet.box((sheet.left + 0.6 * MM, sheet.y + 1.9 * MM, 1.5 * MM, 1.5 * MM), fill=ACCENT)
        sheet.flow(promise, Style(PLAIN), indent=4 * MM)


_WEEKS = tuple(Column(f"第 {week} 周", 15 * MM, "center", box=True) for week in range(1, 5))
_DIARY = Table((Column("产品"), *_WEEKS, Column("顾客怎么说", 42 * MM, box=True)), least=_DIARY_ROW)


def _diary_rows(paper: Proposal) -> list[Row]:
    return [(product.name, *[""] * 5) for product in paper.products]


def _draw_diary(sheet: Sheet, paper: Proposal) -> None:
    """Where there is room: a grid in which the owner notes what sold, for the next visit."""
    rows = _diary_rows(paper)
    room = sheet.bottom - sheet.y - _SECTION
    if rows and _DIARY.height(sheet, rows) <= room:
        section(sheet, *_DIARY_TITLE, keep=0)
        _DIARY.draw(sheet, rows)


def _fill_with_diary(sheet: Sheet, paper: Proposal) -> bool:
    """The grid with rows to spare down to the page's end; False where it has no room.

    Where not all products fit he writes down himself which ones he watches.
    """
    room = sheet.bottom - sheet.y - _SECTION
    spare: Row = [""] * len(_DIARY.columns)
    rows = _diary_rows(paper)
    if _DIARY.height(sheet, rows) > room:
        rows = []
    head = _DIARY.height(sheet, [])
    count = int((room - _DIARY.height(sheet, rows)) / (_DIARY.height(sheet, [spare]) - head))
    if len(rows) + count < _FEWEST_ROWS:
        return False
    section(sheet, *_DIARY_TITLE, keep=0)
    _DIARY.draw(sheet, [*rows, *[spare] * count])
    return True


def _draw_contact(sheet: Sheet, paper: Proposal) -> None:
    """Who to call and where to sign, at the foot of the first page, which is the one he keeps."""
    # Somebody must answer: the office itself where the shop has no rep yet, or he no phone.
    who = f"业务员 {paper.rep_name}" if paper.rep_name else paper.letterhead.office
    phone = spaced(paper.rep_phone or paper.letterhead.phone)
    call = f"{who}　{phone}".rstrip()
    half = sheet.left + sheet.room * 0.5
    strong = Style(READING, bold=True)
    calls = lines(call, half - sheet.left - GUTTER, strong.size, strong.bold)
    top = sheet.bottom - _CONTACT - (len(calls) - 1) * READING * LEADING
    sheet.rule(sheet.left, top, sheet.right)
    baseline = top + 6.5 * MM
    sheet.text(half, baseline, "店主签收")
    sheet.rule(half + 16 * MM, baseline + 1 * MM, half + 50 * MM, INK, 0.5)
    sheet.text(half + 50 * MM + GUTTER, baseline, "日期")
    sheet.rule(half + 63 * MM, baseline + 1 * MM, sheet.right, INK, 0.5)
    for line in calls:
        sheet.text(sheet.left, baseline, line, strong)
        baseline += READING * LEADING
    words = f"价格有效至 {paper.valid_until}。{'有事打一个电话，当天答复。' if phone else ''}"
    sheet.text(sheet.left, baseline - READING * LEADING + 4.8 * MM, words, Style(SMALL))
    sheet.bottom = top - 2 * MM
