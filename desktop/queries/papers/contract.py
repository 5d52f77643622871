"""A client's agreement as the contract that both sides sign (A4, A7, A8)."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session, selectinload

from desktop.models import Agreement, ClauseTemplate, Client, Product
from desktop.printing.contract import Contract, ProtectedPrice
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.heads import fund_name, letterhead, outlet

_TITLES = {"protected_prices": "价格保护协议", "suggested_prices": "网点合作协议"}
_PRICES = {"protected_prices": "最低零售价", "suggested_prices": "建议零售价"}

_WITH_TERMS = (
    selectinload(Agreement.protected_prices),
    selectinload(Agreement.product_rates),
    selectinload(Agreement.lead_lines),
)


def contract(session: Session, agreement: Agreement) -> Contract:
    """The contract; a preview, which says so, until the agreement is approved."""
    client = session.get_one(Client, agreement.client_id)
    kind = agreement.clause_kind
    return Contract(
        letterhead=letterhead(session),
        title=_TITLES[kind] if agreement.number else f"{_TITLES[kind]}（草稿，尚未批准）",
        number=agreement.number,
        client=outlet(client),
        starts=agreement.starts_on,
        ends=agreement.ends_on,
        basic_rate=agreement.basic_rate,
        fund_rate=agreement.fund_rate,
        lead_lines=tuple(sorted(lead.line for lead in agreement.lead_lines)),
        clauses=clauses_of(session, agreement),
        price_heading=_PRICES[kind],
        prices=_prices(session, agreement),
        fund_name=fund_name(agreement),
        area=client.area,
        approved_on=agreement.approved_on,
    )


def clauses_of(session: Session, agreement: Agreement) -> tuple[str, ...]:
    """An agreement's clauses: as they were at its approval; the present ones before that."""
    if agreement.clause_text:
        lines = agreement.clause_text.splitlines()
        return tuple(line.strip() for line in lines if line.strip())
    template = session.get(ClauseTemplate, agreement.clause_kind)
    return template.clauses if template else ()


def _prices(session: Session, agreement: Agreement) -> tuple[ProtectedPrice, ...]:
    """Every product with a price or rates of its own, by line and code."""
    prices = {price.product_id: price.price_fen for price in agreement.protected_prices}
    rates = {rate.product_id: rate for rate in agreement.product_rates}
    named = prices.keys() | rates.keys()
    products = held_or_read(session, Product, named).values()
    return tuple(
        ProtectedPrice(
            code=product.code,
            name=product.name,
            specification=product.spec,
            unit=product.base_unit.name,
            price_fen=prices.get(product.id),
            basic_rate=rates[product.id].basic_rate if product.id in rates else None,
            fund_rate=rates[product.id].fund_rate if product.id in rates else None,
        )
        for product in sorted(products, key=lambda one: (one.line_key, one.code_key))
    )


def read_for_contracts(
    session: Session, agreement_ids: Iterable[int | None]
) -> Sequence[Agreement]:
    """Read these agreements and what their contracts are going to ask; the session holds it."""
    found = list(held_or_read(session, Agreement, agreement_ids, *_WITH_TERMS).values())
    held_or_read(session, Client, (one.client_id for one in found))
    priced = [term.product_id for one in found for term in one.protected_prices]
    rated = [term.product_id for one in found for term in one.product_rates]
    held_or_read(session, Product, priced + rated)
    return found
