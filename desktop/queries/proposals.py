"""Product proposals: the list, one with its lines and shelf, and the survey behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, lazyload

from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_
from desktop.basics.shelf import MONTH_DAYS, month_fen
from desktop.models import (
    Client,
    Product,
    Proposal,
    ProposalLine,
    Staff,
    Survey,
    Unit,
)
from desktop.planning.assortment import SALES_DAYS, half_up
from desktop.planning.facings import worth
from desktop.queries.facts.agreements import agreement_of
from desktop.queries.facts.came_true import expected_units
from desktop.queries.facts.cartons import cartons_of, cartons_together, told_cartons
from desktop.queries.facts.goods import trade_margins
from desktop.queries.facts.held import held_or_read
from desktop.queries.left_out import (
    LeftOutRow,
    TakenOutRow,
    left_out_rows,
    more_left_out,
    sold_before,
    to_take_out,
)
from desktop.queries.listing import Wanted, by_name, in_turn, numbered, of_client, ordered, searched
from desktop.queries.lists import CARTONS, Asked, Filter, Line, PageList, Sum, Within
from desktop.queries.products import prices_on
from desktop.queries.proposals_came_true import CameTrue, came_true
from desktop.queries.surveys import SurveyFacts, survey_facts


@dataclass(frozen=True)
class ProposalRow:
    """A line of the list; ``cartons`` are those of its first order."""

    id: int
    number: str
    client: str
    rep: str
    drafted_on: date
    valid_until: date
    state: str
    products: int
    cartons: Decimal

    @property
    def told(self) -> Line:
        """For whom, and by whom."""
        return Line(f"{self.client} {self.number}", self.rep)


@dataclass(frozen=True)
class Offer:
    """What a proposed product costs and brings, both in the unit of its first order.

    A bundle of four has its own supply price, so the retail price beside it is that of four
    pieces. None is a price that nobody has entered.
    """

    supply_fen: int | None
    retail_fen: int | None

    @property
    def profit_fen(self) -> int | None:
        """What is left to the shop of one unit."""
        if self.supply_fen is None or self.retail_fen is None:
            return None
        return self.retail_fen - self.supply_fen

    @property
    def margin(self) -> Decimal | None:
        """The shop's margin (扣点) on the retail price."""
        if self.profit_fen is None or not self.retail_fen:
            return None
        return (Decimal(self.profit_fen) / self.retail_fen).quantize(Decimal("0.0001"))


def offer(line: ProposalLine, prices: Mapping[int, int]) -> Offer:
    """A line's offer at these prices, by unit id."""
    retail_fen = line.product.retail_fen
    return Offer(
        prices.get(line.unit_id), retail_fen * line.unit.size if retail_fen is not None else None
    )


@dataclass(frozen=True, kw_only=True)
class ProposedLine(ProposalLineDraft):
    """A proposed product; prices in fen, both of ``unit``; margin as a rate.

    ``piece_fen`` is the retail price of one ``piece``, of which ``unit`` holds ``size``.
    ``by_hand``: a person put it in; ``changed`` names what a person changed. ``sold`` pieces were
    delivered in the 91 days before; in a month it should sell ``month_units`` pieces and earn the
    shop ``month_fen``, with what its agreement gives back (None where nobody reckoned). ``is_new``:
    the shop buys other products, and this one not yet. Its place ``holds`` so many pieces (None
    where nobody entered how many stand one behind another).
    """

    name: str
    line: str
    width_mm: int
    holds: int | None
    price_fen: int | None
    retail_fen: int | None
    margin: Decimal | None
    trade_margin: Decimal | None
    size: int
    piece: str
    piece_fen: int | None
    by_hand: bool
    changed: tuple[str, ...]
    sold: int
    is_new: bool
    month_units: int | None
    month_fen: int | None

    @property
    def profit_fen(self) -> int | None:
        """What is left to the shop of one unit."""
        return Offer(self.price_fen, self.retail_fen).profit_fen

    @property
    def now_units(self) -> int:
        """What was sold a month by the 91 days before, in pieces, rounded half up."""
        return half_up(Fraction(self.sold * MONTH_DAYS, SALES_DAYS))

    @property
    def below_trade(self) -> bool:
        """Whether the shop earns less on it than the trade's average (P3)."""
        return (
            self.margin is not None
            and self.trade_margin is not None
            and self.margin < self.trade_margin
        )


@dataclass(frozen=True, kw_only=True)
class ProposalDetail(ProposalDraft):
    """One proposal."""

    row: ProposalRow
    version: int
    client_id: int
    lines: tuple[ProposedLine, ...]
    survey: SurveyFacts | None
    answer_reason: str
    steps: tuple[tuple[str, str, date], ...]
    budget_fen: int | None
    left_out: tuple[LeftOutRow, ...]
    more_left_out: int
    to_take_out: tuple[TakenOutRow, ...]
    came_true: CameTrue | None
    is_over: bool
    agreement_id: int | None  # what came of it when it was accepted (P4)
    order_id: int | None

    @property
    def is_computed(self) -> bool:
        """Whether the program chose what stands there; else a person did."""
        return any(not line.by_hand for line in self.lines)

    @property
    def month_fen(self) -> int:
        """What it should earn the shop in a month, as far as it was reckoned."""
        return sum(line.month_fen or 0 for line in self.lines)

    @property
    def first_order_fen(self) -> int:
        """What the first order comes to, as far as prices are entered."""
        return sum((line.price_fen or 0) * line.quantity for line in self.lines)


_PIECES = ProposalLine.quantity * Unit.size
_CARTONS = func.sum(cartons_of(_PIECES, ProposalLine.product_id))
_UNIT = Unit.id == ProposalLine.unit_id


def proposal_ids(session: Session, wanted: Wanted) -> list[int]:
    """The proposals of a list."""
    query = PROPOSALS.under(wanted.filter)
    named = numbered(Proposal.number, wanted.search)
    match = of_client(Proposal.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "client": by_name(),
        "day": Proposal.drafted_on,
        "number": Proposal.number,
        "state": in_turn(Proposal.state, Proposal.STATE_WORDS),
        "cartons": func.coalesce(_first_order(_CARTONS), 0),
        "products": _first_order(func.count()),
        "rep": (Staff.name_key, Staff.code_key),
        "until": Proposal.valid_until,
    }
    if wanted.sort == "client":
        query = query.join(Client, Client.id == Proposal.client_id)
    if wanted.sort == "rep":
        query = query.join(Staff, Staff.id == Proposal.drafted_by_id)
    last = Proposal.id if wanted.filter == "draft" else Proposal.id.desc()
    return searched(session, ordered(query, columns, wanted, last), wanted, match)


def _first_order(figure: Any) -> Any:
    """A figure of a proposal's lines."""
    lines = select(figure).select_from(ProposalLine).join(Unit, _UNIT)
    return (
        lines.where(ProposalLine.proposal_id == Proposal.id).correlate(Proposal).scalar_subquery()
    )


def _cartons(_asked: Asked, within: Within) -> Select[Any]:
    """What the first orders of proposals that weren't declined load."""
    stands = select(Proposal.id).where(within(Proposal.id), Proposal.state != "declined")
    lines = select(ProposalLine.product_id, _PIECES.label("pieces")).join(Unit, _UNIT)
    return cartons_together(lines.where(ProposalLine.proposal_id.in_(stands)))


PROPOSALS = PageList(
    "proposals",
    Proposal.id,
    (
        Filter("", N_("All")),
        Filter("draft", N_("To confirm"), Proposal.state == "draft"),
        Filter("confirmed", N_("To present"), Proposal.state == "confirmed"),
        Filter("presented", N_("Presented"), Proposal.state == "presented"),
        Filter("accepted", N_("Accepted"), Proposal.state == "accepted"),
    ),
    lambda asked, wanted: proposal_ids(asked.session, wanted),
    lambda asked, ids: proposal_rows(asked.session, ids),
    sums=(Sum("cartons", _cartons, CARTONS),),
)


def proposal_rows(session: Session, ids: Sequence[int]) -> dict[int, ProposalRow]:
    """The lines of these proposals."""
    wanted = list(ids)
    first_orders = {
        key: (number, told_cartons(cartons))
        for key, number, cartons in session.execute(
            select(ProposalLine.proposal_id, func.count(), _CARTONS)
            .join(Unit, _UNIT)
            .where(ProposalLine.proposal_id.in_(wanted))
            .group_by(ProposalLine.proposal_id)
        )
    }
    rows = session.execute(
        select(Proposal, Client.name, Staff.name)
        .join(Client, Client.id == Proposal.client_id)
        .join(Staff, Staff.id == Proposal.drafted_by_id)
        .where(Proposal.id.in_(wanted))
        .options(lazyload("*"))
    )
    return {
        one.id: ProposalRow(
            one.id,
            one.number,
            client,
            rep,
            one.drafted_on,
            one.valid_until,
            one.state,
            *first_orders.get(one.id, (0, told_cartons(0))),
        )
        for one, client, rep in rows
    }


_TO_GO_OUT = ("draft", "confirmed")


def proposal_detail(session: Session, proposal_id: int, today: date) -> ProposalDetail:
    """One proposal; its prices are those of the day on which it was drafted."""
    proposal = session.get_one(Proposal, proposal_id)
    client = session.get_one(Client, proposal.client_id)
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    products = held_or_read(session, Product, [line.product_id for line in proposal.lines])
    prices = prices_on(session, list(products), proposal.drafted_on)
    survey = session.get(Survey, proposal.survey_id) if proposal.survey_id else None
    computed = any(not line.by_hand for line in proposal.lines)
    sold = sold_before(session, proposal) if computed else {}
    margins = trade_margins(session)
    steps = [
        ("drafted", names.get(proposal.drafted_by_id, ""), proposal.drafted_on),
        ("confirmed", names.get(proposal.confirmed_by_id or 0, ""), proposal.confirmed_on),
        ("presented", names.get(proposal.presented_by_id or 0, ""), proposal.presented_on),
        (proposal.state, names.get(proposal.answered_by_id or 0, ""), proposal.answered_on),
    ]
    return ProposalDetail(
        **stored(ProposalDraft, proposal),
        client=client.code,
        row=proposal_rows(session, [proposal_id])[proposal_id],
        version=proposal.version,
        client_id=client.id,
        lines=tuple(
            _line(
                line,
                prices,
                margins.get(line.product_id),
                sold,
                computed=computed,
            )
            for line in proposal.lines
        ),
        survey=survey_facts(session, survey) if survey else None,
        answer_reason=proposal.answer_reason,
        steps=tuple((words, who, day) for words, who, day in steps if day is not None),
        budget_fen=proposal.budget_fen,
        left_out=left_out_rows(session, proposal),
        more_left_out=more_left_out(session, proposal),
        to_take_out=to_take_out(session, proposal, sold),
        came_true=came_true(session, proposal, today),
        is_over=proposal.state in _TO_GO_OUT and proposal.valid_until < today,
        agreement_id=_agreement_of(session, proposal),
        order_id=proposal.order_id,
    )


def _agreement_of(session: Session, proposal: Proposal) -> int | None:
    came = agreement_of(session, proposal.id) if proposal.state == "accepted" else None
    return came.id if came is not None else None


def _line(
    line: ProposalLine,
    prices: dict[int, int],
    trade_margin: Decimal | None,
    sold: Mapping[int, int],
    *,
    computed: bool,
) -> ProposedLine:
    product: Product = line.product
    offered = offer(line, prices)
    return ProposedLine(
        product=product.code,
        unit=line.unit.name,
        facings=line.facings,
        level=line.level,
        quantity=line.quantity,
        reason=line.reason,
        name=product.name,
        line=product.line,
        width_mm=product.width_mm or 0,
        holds=product.pieces_deep and line.facings * product.pieces_deep,
        price_fen=offered.supply_fen,
        retail_fen=offered.retail_fen,
        margin=offered.margin,
        trade_margin=trade_margin,
        size=line.unit.size,
        piece=product.base_unit.name,
        piece_fen=product.retail_fen,
        by_hand=line.by_hand,
        changed=("added",) if line.by_hand and computed else line.changed,
        sold=sold.get(product.id, 0),
        is_new=bool(sold) and product.id not in sold,
        month_units=_whole(expected_units(line.daily_micro, line.facings, MONTH_DAYS)),
        month_fen=line_month_fen(line),
    )


def _whole(units: Fraction | None) -> int | None:
    return None if units is None else half_up(units)


def line_month_fen(line: ProposalLine) -> int | None:
    """What a line should earn the shop in a month as it stands (P3); None if nobody reckoned."""
    if line.value_milli is None:
        return None
    return month_fen(worth(line.value_milli, line.facings))
