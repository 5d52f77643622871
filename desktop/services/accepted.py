"""What an accepted proposal becomes: the client's agreement draft and its first order (P4)."""

from datetime import timedelta

from desktop.basics.drafts.order import OrderDraft, OrderedLine
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.money import share
from desktop.basics.rules import as_rate
from desktop.models import Agreement, Client, LeadLine, Order, ProductRate, Proposal, ProtectedPrice
from desktop.models.base import wrong_state
from desktop.queries.agreements import year_from
from desktop.queries.facts.agreements import agreement_of, agreement_on
from desktop.services.agreements import amended_until
from desktop.services.change import Change
from desktop.services.checks import need_open_client
from desktop.services.find import not_found
from desktop.services.office import Office
from desktop.services.orders import take_order
from desktop.services.proposals import PROPOSAL
from desktop.services.steps import Step


def _orderable(session: Change, proposal: Proposal) -> None:
    """What the client accepted is ordered once; again when that order was cancelled (P4)."""
    if proposal.state != "accepted":
        raise wrong_state(proposal)
    order = _standing_order(session, proposal)
    if order is not None:
        message = _("Its first order is taken already: {order}.").format(order=order.title)
        raise Refused("duplicate", message)


def _standing_order(session: Change, proposal: Proposal) -> Order | None:
    order = session.get(Order, proposal.order_id) if proposal.order_id else None
    return order if order is not None and order.state != "cancelled" else None


ORDER = Step("proposal.order", PROPOSAL, _orderable)


def order_proposal(office: Office, proposal_id: int) -> int:
    """Take the first order of an accepted proposal, as its lines say, at today's prices (P4)."""
    with ORDER.begin(office, proposal_id) as (session, proposal):
        return _order(session, proposal)


def _order(session: Change, proposal: Proposal) -> int:
    lines = [
        OrderedLine(line.product.code, line.unit.name, line.quantity) for line in proposal.lines
    ]
    products = {line.product.code: line.product for line in proposal.lines}
    buyer = session.get_one(Client, proposal.client_id)
    proposal.order_id = take_order(session, buyer, OrderDraft(buyer.code, lines), products)
    return proposal.order_id


def _to_take_up(session: Change, proposal: Proposal) -> None:
    """Its agreement is drafted once; again when that was thrown away, or made void."""
    if proposal.state != "accepted":
        raise wrong_state(proposal)
    drafted = agreement_of(session, proposal.id)
    if drafted is not None:
        message = _("Its agreement is drafted already: {agreement}.")
        raise Refused("duplicate", message.format(agreement=drafted.title))


TAKE_UP = Step("proposal.take_up", PROPOSAL, _to_take_up)


def take_up_proposal(office: Office, proposal_id: int) -> int:
    """Draft the agreement of an accepted proposal, and take its first order unless it is taken.

    The agreement protects the suggested retail prices less the office's allowance, and its lead
    lines are those of the products (P4). What an agreement in force says stays beside that: then
    the draft amends it from tomorrow, and renews it where it is to renew. Gives the agreement's id.
    """
    with TAKE_UP.begin(office, proposal_id) as (session, proposal):
        client = session.get_one(Client, proposal.client_id)
        need_open_client(client)
        agreement = _agreement(session, proposal)
        session.add(agreement)
        if _standing_order(session, proposal) is None:
            _order(session, proposal)
        session.flush()
        return agreement.id


def order_of(office: Office, proposal_id: int) -> int:
    """The order that came of a proposal, by its id; refuses (``not_found``) where none did."""
    with office.reading() as session:
        order_id = session.get_one(Proposal, proposal_id).order_id
        if order_id is None:
            raise not_found("order", "")
        return order_id


def _agreement(session: Change, proposal: Proposal) -> Agreement:
    before = agreement_on(session, proposal.client_id, session.today)
    rules = session.rules
    basic, fund = as_rate(rules.usual_basic_rate), as_rate(rules.usual_fund_rate)
    if before is not None:
        basic, fund = before.basic_rate, before.fund_rate
    starts_on = session.today if before is None else session.today + timedelta(days=1)
    agreement = Agreement(
        client_id=proposal.client_id,
        proposal_id=proposal.id,
        starts_on=starts_on,
        ends_on=amended_until(session, before, starts_on) if before else year_from(starts_on),
        basic_rate=basic,
        fund_rate=fund,
        drafted_on=session.today,
        drafted_by_id=session.actor_id,
    )
    if before is not None:
        agreement.clause_kind = before.clause_kind
        agreement.product_rates = [
            ProductRate(
                product_id=one.product_id, basic_rate=one.basic_rate, fund_rate=one.fund_rate
            )
            for one in before.product_rates
        ]
    agreement.protected_prices = [
        ProtectedPrice(product_id=product_id, price_fen=price_fen)
        for product_id, price_fen in _prices(session, proposal, before).items()
    ]
    agreement.lead_lines = [LeadLine(line=line) for line in _lines(proposal, before)]
    return agreement


def _prices(session: Change, proposal: Proposal, before: Agreement | None) -> dict[int, int]:
    """The protected prices by product; those agreed on already stay as they are."""
    rate = as_rate(session.rules.price_allowance)
    found = {
        line.product_id: max(1, line.product.retail_fen - share(line.product.retail_fen, rate))
        for line in proposal.lines
        if line.product.retail_fen
    }
    agreed = before.protected_prices if before else ()
    return found | {one.product_id: one.price_fen for one in agreed}


def _lines(proposal: Proposal, before: Agreement | None) -> list[str]:
    kept = sorted(one.line for one in before.lead_lines) if before else []
    return list(dict.fromkeys((*kept, *(line.product.line for line in proposal.lines))))
