"""A product proposal as its shop owner gets it (P3, P5): no inner figures, nobody else's name."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.money import share
from desktop.models import (
    Agreement,
    Client,
    Price,
    Product,
    Proposal,
    ProposalLine,
    Staff,
    Survey,
)
from desktop.printing.proposal import CustomerGroup, Earnings, ProposedProduct
from desktop.printing.proposal import Proposal as Sheet
from desktop.printing.shelf import Block, Level, Shelf
from desktop.queries.papers.heads import letterhead

_AIR_MM = 30  # above the tallest pack of a level


def proposal_sheet(session: Session, proposal: Proposal, today: date) -> Sheet:
    """The sheet; prices are those of the day on which it was drafted."""
    client = session.get_one(Client, proposal.client_id)
    survey = session.get(Survey, proposal.survey_id) if proposal.survey_id else None
    rep = session.get(Staff, client.rep_id or proposal.drafted_by_id)
    lines = proposal.lines
    return Sheet(
        letterhead=letterhead(session),
        number=proposal.number,
        client=client.name,
        issued_on=proposal.confirmed_on or proposal.drafted_on,
        valid_until=proposal.valid_until,
        customers=proposal.customers,
        groups=_groups(survey),
        products=tuple(_product(session, line, proposal.drafted_on) for line in lines),
        shelf=_shelf(survey, lines, proposal.display),
        earnings=_earnings(session, client, lines, proposal.drafted_on, today),
        support=tuple(text for text in proposal.support.split("\n") if text),
        rep_name=rep.name if rep else "",
        rep_phone=rep.phone if rep else "",
    )


def _groups(survey: Survey | None) -> tuple[CustomerGroup, ...]:
    if survey is None:
        return ()
    return tuple(
        CustomerGroup(group.name, int((group.share * 100).quantize(Decimal(1), ROUND_HALF_UP)))
        for group in survey.groups
    )


def _price(session: Session, unit_id: int, day: date) -> int:
    found = session.scalar(
        select(Price.price_fen)
        .where(Price.unit_id == unit_id, Price.valid_from <= day)
        .order_by(Price.valid_from.desc(), Price.id.desc())
        .limit(1)
    )
    return found or 0


def _margin(supply_fen: int, retail_fen: int) -> Decimal:
    if not retail_fen:
        return Decimal(0)
    return (Decimal(retail_fen - supply_fen) / retail_fen).quantize(Decimal("0.001"))


def _product(session: Session, line: ProposalLine, day: date) -> ProposedProduct:
    product = line.product
    supply_fen = _price(session, product.base_unit.id, day)
    retail_fen = product.retail_fen or 0
    return ProposedProduct(
        name=product.name,
        specification=product.spec,
        line=product.line,
        reason=line.reason,
        unit=product.base_unit.name,
        supply_fen=supply_fen,
        retail_fen=retail_fen,
        profit_fen=retail_fen - supply_fen,
        margin=_margin(supply_fen, retail_fen),
        first_quantity=line.quantity,
        first_unit=line.unit.name,
        trade_margin=product.trade_margin,
    )


def _shelf(survey: Survey | None, lines: Sequence[ProposalLine], note: str) -> Shelf | None:
    if survey is None or not survey.shelf_cm:
        return None
    levels = []
    for number in range(1, max(line.level for line in lines) + 1):
        here = [(place, line) for place, line in enumerate(lines, 1) if line.level == number]
        tallest = max((line.product.height_mm or 0 for _place, line in here), default=0)
        blocks = tuple(
            Block(place, line.facings, _facing(line.product), line.product.height_mm or 0)
            for place, line in here
        )
        levels.append(Level((tallest or 200) + _AIR_MM, blocks))
    return Shelf(survey.shelf_cm * 10, tuple(levels), note)


def _facing(product: Product) -> int:
    return product.width_mm or 70


def _earnings(
    session: Session, client: Client, lines: Sequence[ProposalLine], drafted_on: date, today: date
) -> Earnings:
    signed = session.scalars(
        select(Agreement).where(Agreement.client_id == client.id, Agreement.signed_on.is_not(None))
    )
    agreement = next((one for one in signed if one.in_force_on(today)), None)
    first_fen = basic_fen = retail_fen = 0
    margins = [line.product.trade_margin for line in lines if line.product.trade_margin is not None]
    for line in lines:
        supply_fen = _price(session, line.unit_id, drafted_on) * line.quantity
        first_fen += supply_fen
        retail_fen += (line.product.retail_fen or 0) * line.unit.size * line.quantity
        if agreement:
            basic_fen += share(supply_fen, agreement.rates_for(line.product_id)[0])
    trade = sum(margins, Decimal(0)) / len(margins) if margins else None
    return Earnings(
        first_order_fen=first_fen,
        basic_profit_fen=basic_fen,
        margin=_margin(first_fen, retail_fen),
        trade_margin=trade.quantize(Decimal("0.001")) if trade is not None else None,
        first_profit_fen=retail_fen - first_fen + basic_fen if retail_fen > first_fen else None,
    )
