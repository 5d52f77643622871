"""The shelf of a proposal, as it is drawn and arranged (P3, P5): measures, pictures, values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.shelf import MOST_FACINGS, Level, Pack, Shelf
from desktop.models import Client, Product, ProductPicture, Proposal, ShelfLevel, Survey
from desktop.planning.facings import worth
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.surveys import latest_survey
from desktop.queries.plans.shelf import ask_shelf, ground_of


@dataclass(frozen=True)
class BoardGround:
    """What a shop's shelf can be arranged with: its levels, and each product with one facing."""

    levels: tuple[Level, ...] = ()
    packs: Mapping[str, Pack] | None = None

    def pack(self, code: str, facings: int) -> Pack | None:
        """A product with so many facings; None for one that isn't known."""
        known = (self.packs or {}).get(code)
        return known.faced(facings) if known else None


def board_ground(
    session: Session, client: str, today: date, proposal_id: int | None = None
) -> BoardGround:
    """What the shelf of a client (its code) is arranged with; products are worth what they are
    worth there today, those of a proposal what they were worth when it was computed.
    """
    shop = session.scalar(select(Client).where(Client.code == client))
    if shop is None:
        return BoardGround((), _packs(session, {}))
    asked = ask_shelf(session, shop, ground_of(session, today))
    values = {code: one.value for code, one in asked.reckoned.items()}
    if proposal_id is not None:
        proposal = session.get_one(Proposal, proposal_id)
        kept = {line.product.code: line.value_milli for line in proposal.lines}
        values |= {code: value for code, value in kept.items() if value is not None}
    return BoardGround(_levels(latest_survey(session, shop.id)), _packs(session, values))


def shelf_of(session: Session, proposal_id: int) -> Shelf:
    """A proposal's shelf as its survey found it, with what stands on it."""
    proposal = session.get_one(Proposal, proposal_id)
    survey = session.get(Survey, proposal.survey_id) if proposal.survey_id else None
    products = held_or_read(session, Product, [line.product_id for line in proposal.lines])
    values = {
        products[line.product_id].code: line.value_milli
        for line in proposal.lines
        if line.value_milli is not None
    }
    packs = _packs(session, values, list(products))
    return Shelf.of(
        _levels(survey),
        [
            (line.level, packs[line.product.code].faced(line.facings))
            for line in proposal.lines
            if line.product.code in packs
        ],
    )


def _levels(survey: Survey | None) -> tuple[Level, ...]:
    levels: Iterable[ShelfLevel] = survey.levels if survey else ()
    return tuple(
        Level(one.width_cm * 10, one.height_cm * 10 if one.height_cm else None) for one in levels
    )


def _packs(
    session: Session, values: Mapping[str, int], ids: Sequence[int] | None = None
) -> dict[str, Pack]:
    """Each product (all, or these) with one facing, by its code."""
    query = select(
        Product.code,
        Product.name,
        Product.width_mm,
        Product.height_mm,
        Product.line,
        ProductPicture.content,
        Product.pieces_deep,
    ).outerjoin(ProductPicture, ProductPicture.product_id == Product.id)
    if ids is not None:
        query = query.where(Product.id.in_(list(ids)))
    found = {}
    for code, name, width_mm, height_mm, line, picture, deep in session.execute(query):
        value = values.get(code)
        worths: tuple[int, ...] = ()
        if value is not None:
            worths = tuple(worth(value, facings) for facings in range(1, MOST_FACINGS + 1))
        found[code] = Pack(code, name, 1, width_mm, height_mm, line, worths, picture or b"", deep)
    return found
