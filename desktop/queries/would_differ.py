"""Which open proposals would come out otherwise, by the rules and sales as they are now (P2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Product, Proposal, ProposalLine
from desktop.queries.plans.proposed import compute
from desktop.queries.plans.shelf import ask_shelf, ground_of

MOST = 60  # open proposals that are computed again, the newest first


@dataclass(frozen=True)
class DifferRow:
    """An open proposal that would hold other products, by their names."""

    id: int
    number: str
    client: str
    state: str
    more: tuple[str, ...]
    fewer: tuple[str, ...]


def would_differ(session: Session, today: date) -> tuple[DifferRow, ...]:
    """The drafts and confirmed proposals of which another would come now.

    Each is computed again; compared is what was computed then, whatever was changed by hand.
    """
    ground = ground_of(session, today)
    names = {good.id: good.name for good in ground.goods}
    found = []
    for proposal in _open(session):
        client = session.get_one(Client, proposal.client_id)
        computed = compute(ask_shelf(session, client, ground), ground, proposal.budget_fen)
        now = {line.candidate.good.id for line in computed.lines}
        then = _computed_then(proposal)
        if now != then:
            row = DifferRow(
                proposal.id,
                proposal.number,
                client.name,
                proposal.state,
                _named(session, names, now - then),
                _named(session, names, then - now),
            )
            found.append(row)
    return tuple(found)


def _open(session: Session) -> Sequence[Proposal]:
    computed = select(ProposalLine.proposal_id).where(ProposalLine.was_facings.is_not(None))
    return session.scalars(
        select(Proposal)
        .where(Proposal.state.in_(("draft", "confirmed")), Proposal.id.in_(computed))
        .order_by(Proposal.id.desc())
        .limit(MOST)
    ).all()


def _computed_then(proposal: Proposal) -> set[int]:
    kept = {line.product_id for line in proposal.lines if not line.by_hand}
    return kept | {one.product_id for one in proposal.left_out if one.why == "taken_out"}


def _named(session: Session, names: dict[int, str], ids: Iterable[int]) -> tuple[str, ...]:
    known = [names.get(one) or session.get_one(Product, one).name for one in ids]
    return tuple(sorted(known))
