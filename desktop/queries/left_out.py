"""What a computed proposal leaves out, and what a shop sells that it doesn't hold (P2b, P3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, LeftOut, Product, Proposal
from desktop.models.proposal import WHY_LEFT_OUT
from desktop.queries.facts.goods import sold_on
from desktop.queries.facts.market import bought_units


@dataclass(frozen=True)
class LeftOutRow:
    """A product that was left out, and why in words; inside only, no paper names a neighbour."""

    product: str
    line: str
    why: str
    words: str


@dataclass(frozen=True)
class TakenOutRow:
    """A product that the shop sells and the proposal doesn't hold: to be taken out.

    ``units`` are the net base units that it was delivered in the 91 days before.
    """

    product: str
    units: int
    unit: str
    words: str


def left_out_rows(session: Session, proposal: Proposal) -> tuple[LeftOutRow, ...]:
    """What a proposal left out, in the order in which it is told."""
    rows = session.execute(
        select(LeftOut, Product.name, Product.line, Client.name)
        .join(Product, Product.id == LeftOut.product_id)
        .outerjoin(Client, Client.id == LeftOut.neighbour_id)
        .where(LeftOut.proposal_id == proposal.id)
        .order_by(LeftOut.position)
    )
    return tuple(
        LeftOutRow(product, line, one.why, _words(one, line, neighbour))
        for one, product, line, neighbour in rows
    )


def more_left_out(session: Session, proposal: Proposal) -> int:
    """How many more products on sale that day neither stand there nor are told as left out."""
    if not proposal.left_out:
        return 0
    told = {line.product_id for line in proposal.lines}
    told |= {one.product_id for one in proposal.left_out}
    on_sale = select(func.count()).where(sold_on(proposal.drafted_on))
    return session.scalar(on_sale.where(Product.id.not_in(told))) or 0


def _words(one: LeftOut, line: str, neighbour: str | None) -> str:
    if neighbour is None:
        return _(WHY_LEFT_OUT[one.why])
    return _("{client}, {metres} m away, leads {line}").format(
        client=neighbour, metres=(one.apart_mm or 0) // 1000, line=line
    )


def sold_before(session: Session, proposal: Proposal) -> dict[int, int]:
    """What the client was delivered in the 91 days before the draft, by product."""
    bought = bought_units(session, proposal.client_id, proposal.drafted_on)
    return {product_id: units for product_id, units in bought.items() if units > 0}


def to_take_out(
    session: Session, proposal: Proposal, bought: dict[int, int]
) -> tuple[TakenOutRow, ...]:
    """What the shop sells that its computed shelf doesn't hold, the least sold first."""
    stands = {line.product_id for line in proposal.lines}
    gone = {one: units for one, units in bought.items() if one not in stands}
    why = {one.product_id: _(WHY_LEFT_OUT[one.why]) for one in proposal.left_out}
    products: Sequence[Product] = session.scalars(
        select(Product).where(Product.id.in_(sorted(gone)))
    ).all()
    # Of all that found no place only the first are kept with their reason.
    beyond = _("no place on the computed shelf")
    rows = [
        TakenOutRow(one.name, gone[one.id], one.base_unit.name, why.get(one.id) or beyond)
        for one in products
    ]
    return tuple(sorted(rows, key=lambda row: (row.units, row.product)))
