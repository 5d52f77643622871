"""A product proposal as its shop owner gets it (P3, P5): no inner figures, nobody else's name."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.basics.money import share
from desktop.models import (
    Agreement,
    Client,
    Product,
    ProductPicture,
    Proposal,
    ProposalLine,
    ShelfLevel,
    Staff,
    Survey,
)
from desktop.printing.pictures import PAPER_PX, small_jpeg
from desktop.printing.proposal import CustomerGroup, Earnings, ProposedProduct
from desktop.printing.proposal import Proposal as Sheet
from desktop.printing.shelf import Block, Level, Shelf
from desktop.queries.facts.agreements import agreement_on, agreements_on
from desktop.queries.facts.asked_once import once, tell
from desktop.queries.facts.goods import trade_margins
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import letterhead
from desktop.queries.products import prices_on, prices_on_each
from desktop.queries.proposals import Offer, line_month_fen, offer

_AIR_MM = 30  # above the tallest pack of a level
_UNKNOWN_MM = 200  # how high packs are taken to be whose size nobody entered
_EMPTY_MM = 90
_LEAST_REST = Decimal("0.005")
_BASIS_POINT = Decimal("0.0001")
_SIGNED = "按同类店和您店的销量估算，含基本利润和基金"
_UNSIGNED = "按同类店的销量估算，签协议后含基本利润和基金"


def proposal_sheet(session: Session, proposal: Proposal, today: date) -> Sheet:
    """The sheet; prices are those of the day on which it was drafted."""
    client = session.get_one(Client, proposal.client_id)
    survey = session.get(Survey, proposal.survey_id) if proposal.survey_id else None
    rep = session.get(Staff, client.rep_id or proposal.drafted_by_id)
    lines, margins = proposal.lines, trade_margins(session)
    products = _products(proposal)
    prices = _prices(session, products, proposal.drafted_on)
    pictures = _pictures(session, products)
    return Sheet(
        letterhead=letterhead(session),
        number=proposal.number,
        client=client.name,
        issued_on=proposal.confirmed_on or proposal.drafted_on,
        valid_until=proposal.valid_until,
        customers=proposal.customers,
        groups=_groups(survey),
        products=tuple(
            _product(line, prices, pictures, margins.get(line.product_id)) for line in lines
        ),
        shelf=_shelf(survey, lines, proposal.display),
        earnings=_earnings(session, client, lines, prices, today, margins),
        support=tuple(text for text in proposal.support.split("\n") if text),
        rep_name=rep.name if rep else "",
        rep_phone=rep.phone if rep else "",
    )


def _groups(survey: Survey | None) -> tuple[CustomerGroup, ...]:
    """The groups in whole percent that come to 100; what the survey left over are others."""
    if survey is None or not survey.groups:
        return ()
    shares = {group.name: group.share for group in survey.groups}
    rest = 1 - sum(shares.values())
    if rest >= _LEAST_REST:
        shares["其他"] = shares.get("其他", Decimal(0)) + rest
    # Rounded where each ends on the bar, so that no percent is lost or won on the way.
    ends = [
        int((end * 100).quantize(Decimal(1), ROUND_HALF_UP)) for end in accumulate(shares.values())
    ]
    return tuple(
        CustomerGroup(name, end - start)
        for name, start, end in zip(shares, [0, *ends], ends, strict=False)
    )


def read_for_proposals(session: Session, proposals: Sequence[Proposal], today: date) -> None:
    """Read at once what sheets of these are going to ask; the session holds it."""
    clients = held_or_read(session, Client, (one.client_id for one in proposals))
    held_or_read(session, Survey, (one.survey_id for one in proposals))
    reps = {clients[one.client_id].rep_id or one.drafted_by_id for one in proposals}
    held_or_read(session, Staff, reps)
    agreements = agreements_on(session, list(clients), today)
    for client_id in clients:
        tell(session, agreement_on, agreements.get(client_id), client_id, today)
    every = frozenset[int]().union(*map(_products, proposals))
    held_or_read(session, Product, every)
    pictures = _pictures(session, every)
    prices = prices_on_each(session, sorted(every), {one.drafted_on for one in proposals})
    for one in proposals:
        own = _products(one)
        tell(session, _pictures, pictures, own)
        tell(session, _prices, prices[one.drafted_on], own, one.drafted_on)


def _products(proposal: Proposal) -> frozenset[int]:
    return frozenset(line.product_id for line in proposal.lines)


@once
def _prices(session: Session, products: Set[int], day: date) -> Mapping[int, int]:
    """The prices of at least these products, by unit."""
    return prices_on(session, sorted(products), day)


@once
def _pictures(session: Session, products: Set[int]) -> Mapping[int, str]:
    """The pictures of at least these products in base64, as the issued sheet keeps them."""
    rows = session.execute(
        select(ProductPicture.product_id, ProductPicture.content).where(
            ProductPicture.product_id.in_(products)
        )
    )
    return {key: b64encode(small_jpeg(content, PAPER_PX)).decode() for key, content in rows}


def _product(
    line: ProposalLine,
    prices: Mapping[int, int],
    pictures: Mapping[int, str],
    trade_margin: Decimal | None,
) -> ProposedProduct:
    product, offered = line.product, offer(line, prices)
    return ProposedProduct(
        name=product.name,
        specification=product.spec,
        line=product.line,
        reason=line.reason,
        unit=line.unit.name,
        supply_fen=offered.supply_fen,
        retail_fen=offered.retail_fen,
        profit_fen=offered.profit_fen,
        margin=offered.margin,
        first_quantity=line.quantity,
        first_unit=line.unit.name,
        trade_margin=trade_margin,
        picture=pictures.get(product.id, ""),
        size=line.unit.size,
        piece=product.base_unit.name,
        piece_fen=product.retail_fen,
    )


def _shelf(survey: Survey | None, lines: Sequence[ProposalLine], note: str) -> Shelf | None:
    if survey is None or not survey.levels:
        return None
    found = []
    # All levels that the survey found: advice that names one is seen beside it, also if it's empty.
    for number in range(1, max([len(survey.levels), *(line.level for line in lines)]) + 1):
        here = [(place, line) for place, line in enumerate(lines, 1) if line.level == number]
        measured = survey.levels[number - 1] if number <= len(survey.levels) else None
        blocks = tuple(
            Block(place, line.facings, _facing(line.product), line.product.height_mm or 0)
            for place, line in here
        )
        width_mm = measured.width_cm * 10 if measured else 0
        found.append(Level(_height_mm(measured, blocks), blocks, width_mm))
    widest_cm = max(level.width_cm for level in survey.levels)
    return Shelf(widest_cm * 10, tuple(found), note)


def _height_mm(measured: ShelfLevel | None, blocks: Sequence[Block]) -> int:
    """A level's clear height as measured, at least its tallest pack; else what that needs."""
    tallest = max((block.height_mm for block in blocks), default=0)
    if measured is not None and measured.height_cm:
        return max(measured.height_cm * 10, tallest)
    return (tallest or _UNKNOWN_MM if blocks else _EMPTY_MM) + _AIR_MM


def _facing(product: Product) -> int:
    return product.width_mm or 70


def _earnings(
    session: Session,
    client: Client,
    lines: Sequence[ProposalLine],
    prices: Mapping[int, int],
    today: date,
    margins: Mapping[int, Decimal],
) -> Earnings:
    """What a month and the first order bring; None as far as a price isn't entered yet."""
    agreement = agreement_on(session, client.id, today)
    offers = [(line, offer(line, prices)) for line in lines]
    whole = Offer(
        _sum((one.supply_fen, line.quantity) for line, one in offers),
        _sum((one.retail_fen, line.quantity) for line, one in offers),
    )
    basic_fen = sum(
        share(one.supply_fen * line.quantity, agreement.rates_for(line.product_id)[0])
        for line, one in offers
        if agreement and one.supply_fen is not None
    )
    profit_fen = whole.profit_fen
    return Earnings(
        first_order_fen=whole.supply_fen,
        basic_profit_fen=basic_fen,
        margin=whole.margin,
        trade_margin=_trade_margin(offers, margins),
        monthly_profit_fen=_month_fen(lines),
        basis=_SIGNED if agreement else _UNSIGNED,
        first_profit_fen=profit_fen + basic_fen if profit_fen and profit_fen > 0 else None,
    )


def _month_fen(lines: Sequence[ProposalLine]) -> int | None:
    """What all lines earn in a month; None when one was never reckoned: a part is no promise."""
    found = [line_month_fen(line) for line in lines]
    if not found or any(month_fen is None for month_fen in found):
        return None
    return sum(month_fen or 0 for month_fen in found)


def _sum(amounts: Iterable[tuple[int | None, int]]) -> int | None:
    pairs = list(amounts)
    if any(price_fen is None for price_fen, _quantity in pairs):
        return None
    return sum((price_fen or 0) * quantity for price_fen, quantity in pairs)


def _trade_margin(
    offers: Iterable[tuple[ProposalLine, Offer]], margins: Mapping[int, Decimal]
) -> Decimal | None:
    """The trade's average for what is ordered first, weighted by what it sells for (B4).

    None when it isn't known of every product: the shop's own stands over all of them.
    """
    weighted, retail_fen = Decimal(0), 0
    for line, one in offers:
        margin = margins.get(line.product_id)
        if margin is None or one.retail_fen is None:
            return None
        weighted += margin * one.retail_fen * line.quantity
        retail_fen += one.retail_fen * line.quantity
    return (weighted / retail_fen).quantize(_BASIS_POINT, ROUND_HALF_UP) if retail_fen else None


def _signed_by_client() -> ColumnElement[bool]:
    signed = Agreement.signed_on.is_not(None) & (Agreement.client_id == Client.id)
    return select(Agreement.id).where(signed).exists()


def newest_proposal(session: Session) -> tuple[str, str] | None:
    """The newest proposal that may go out, and its client's code."""
    found = session.execute(
        select(Proposal.number, Client.code)
        .join(Client, Client.id == Proposal.client_id)
        .where(Proposal.state != "draft", Client.state == "active")
        # A client with an agreement has more to look at: its fund's statement.
        .order_by(_signed_by_client().desc(), Proposal.id.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None
