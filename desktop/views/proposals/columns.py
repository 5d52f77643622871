"""What stands in a proposal's tables, and its figures (P3b, P4a)."""

from collections.abc import Iterable, Sequence

from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import percent, side_by_side
from desktop.queries.left_out import LeftOutRow, TakenOutRow
from desktop.queries.proposals import ProposalDetail, ProposedLine
from desktop.queries.proposals_came_true import CameTrueRow
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import joined, money

_CHANGED = {
    "added": N_("put in by hand"),
    "facings": N_("facings"),
    "level": N_("level"),
    "quantity": N_("first order"),
    "reason": N_("reason"),
}


def figures(row: ProposalDetail) -> Iterable[Fact]:
    """What a computed proposal should earn the shop, and what its first order comes to."""
    if not row.is_computed:
        return
    yield Fact(_("Earns the shop a month"), money(row.month_fen))
    over = row.budget_fen is not None and row.first_order_fen > row.budget_fen
    yield Fact(_("First order"), money(row.first_order_fen), "wrong" if over else "")


def warning(row: ProposalDetail) -> str:
    """What a manager should know before it goes out."""
    below = sum(line.below_trade for line in row.lines)
    words = ngettext(
        "On {number} product the shop earns less than the trade's average.",
        "On {number} products the shop earns less than the trade's average.",
        below,
    )
    over = row.budget_fen is not None and row.first_order_fen > row.budget_fen
    return joined(
        _("The offer is over already: make a new one, or change the day.") if row.is_over else "",
        words.format(number=below) if below else "",
        _("One piece a facing already comes to more than the budget.") if over else "",
    )


def came_rows(row: ProposalDetail) -> Sequence[CameTrueRow]:
    """The lines since the first delivery."""
    return row.came_true.rows if row.came_true else ()


def came_title(row: ProposalDetail) -> str:
    """Since when what was expected is looked at."""
    return joined(_("Did it come true?"), row.came_true.words if row.came_true else "")


def left_out_title(row: ProposalDetail) -> str:
    """What is told of it, and how much more there is."""
    words = _("Left out, and {number} more that find no place or suit less")
    return words.format(number=row.more_left_out) if row.more_left_out else _("Left out")


def _first_order(row: ProposedLine) -> str:
    """What comes first, and below how many pieces its place holds."""
    holds = _("holds {number}").format(number=row.holds) if row.holds else ""
    return f"{row.quantity} {row.unit}\n{holds}".rstrip()


def _prices(row: ProposedLine) -> str:
    return f"{money(row.price_fen) or '—'}\n{money(row.retail_fen) or '—'}"


def _retail_tip(row: ProposedLine) -> str:
    if row.size == 1 or row.piece_fen is None:
        return ""
    words = _("{size} × {price} a {piece}")
    return words.format(size=row.size, price=money(row.piece_fen), piece=row.piece)


def _margin(row: ProposedLine) -> str:
    if row.margin is None:
        return ""
    if row.trade_margin is None:
        return percent(row.margin, 1)
    return "\n".join(side_by_side(row.margin, row.trade_margin))


def _margin_tip(row: ProposedLine) -> str:
    if not row.below_trade or row.margin is None or row.trade_margin is None:
        return ""
    _own, trade = side_by_side(row.margin, row.trade_margin)
    return _("below the trade's average of {rate}").format(rate=trade)


def _month(row: ProposedLine) -> str:
    """What it should sell, and below what the shop sells of it now."""
    if row.month_units is None:
        return ""
    now = f"{row.now_units} {row.piece}" if row.sold else _("new here") if row.is_new else ""
    return f"{row.month_units} {row.piece}\n{now}".rstrip()


def _month_tip(row: ProposedLine) -> str:
    earns = _("not reckoned: its sales or its prices aren't known")
    if row.month_fen is not None:
        words = _("earns about {amount} a month, with what the agreement gives back")
        earns = words.format(amount=money(row.month_fen))
    sold = _("{number} {unit} delivered in the 91 days before")
    return joined(earns, sold.format(number=row.sold, unit=row.piece) if row.sold else "")


def _product(row: ProposedLine) -> str:
    """The product, and below what a person changed of what was computed."""
    if not row.changed:
        return row.name
    changed = _(", ").join(_(_CHANGED[name]) for name in row.changed)
    words = _("by hand: {changes}").format(changes=changed)
    return f"{row.name}\n{words}"


LINES: tuple[Column[ProposedLine], ...] = (
    Column(
        N_("Product"),
        _product,
        78,
        tone=lambda row: "careful" if row.changed else "",
        wraps=True,
    ),
    Column(N_("Level × facings"), lambda row: f"{row.level} × {row.facings}", 58, right=True),
    Column(
        N_("First order"),
        _first_order,
        72,
        right=True,
        whole=((N_("First order"), lambda row: f"{row.quantity} {row.unit}"),),
    ),
    Column(
        N_("Supply / retail"),
        _prices,
        64,
        right=True,
        tip=_retail_tip,
        whole=(
            (N_("Supply price"), lambda row: money(row.price_fen)),
            (N_("Retail"), lambda row: money(row.retail_fen)),
        ),
    ),
    Column(N_("Profit"), lambda row: money(row.profit_fen), 44, right=True),
    Column(
        N_("Margin / trade"),
        _margin,
        64,
        right=True,
        tone=lambda row: "wrong" if row.below_trade else "",
        tip=_margin_tip,
        whole=(
            (N_("Margin"), lambda row: "" if row.margin is None else percent(row.margin)),
            (
                N_("Trade's margin"),
                lambda row: "" if row.trade_margin is None else percent(row.trade_margin),
            ),
        ),
    ),
    Column(
        N_("Sells / now"),
        _month,
        56,
        right=True,
        tip=_month_tip,
        whole=((N_("Sells / now"), lambda row: str(row.month_units or "")),),
    ),
    Column(N_("Why"), lambda row: row.reason, 184, stretch=True, wraps=True),
)
TO_TAKE_OUT: tuple[Column[TakenOutRow], ...] = (
    Column(N_("Product"), lambda row: row.product, 150, stretch=True),
    Column(N_("In 91 days"), lambda row: f"{row.units} {row.unit}", 80, right=True),
    Column(N_("Why"), lambda row: row.words, 220),
)
LEFT_OUT: tuple[Column[LeftOutRow], ...] = (
    Column(N_("Product"), lambda row: row.product, 150, stretch=True),
    Column(N_("Line"), lambda row: row.line, 90),
    Column(
        N_("Why"),
        lambda row: row.words,
        260,
        tone=lambda row: "careful" if row.why == "led_near" else "",
    ),
)
CAME_TRUE: tuple[Column[CameTrueRow], ...] = (
    Column(N_("Product"), lambda row: row.product, 150, stretch=True),
    Column(
        N_("Expected in 90 days"),
        lambda row: "" if row.expected is None else f"{row.expected} {row.unit}",
        110,
        right=True,
    ),
    Column(N_("Delivered"), lambda row: f"{row.delivered} {row.unit}", 90, right=True),
    Column(
        N_("Share"), lambda row: "" if row.share is None else percent(row.share), 64, right=True
    ),
)
