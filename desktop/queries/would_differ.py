"""Which open proposals would come out otherwise, by the rules and sales as they are now (P2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Product, Proposal, ProposalLine
from desktop.queries.plans.proposed import compute
from desktop.queries.plans.shelf import Ground, ask_shelf, ground_of

AT_ONCE = 40  # open proposals that one question computes again, the newest first


@dataclass(frozen=True)
class DifferRow:
    """An open proposal that would hold other products, by their names."""

    id: int
    number: str
    client: str
    state: str
    more: tuple[str, ...]
    fewer: tuple[str, ...]


@dataclass(frozen=True)
class Differing:
    """What was found among the ``looked`` newest of ``all`` open proposals."""

    rows: tuple[DifferRow, ...] = ()
    looked: int = 0
    all: int = 0

    @property
    def is_done(self) -> bool:
        """Whether every open proposal was looked at."""
        return self.looked >= self.all


def would_differ(session: Session, today: date, before: Differing | None = None) -> Differing:
    """The drafts and confirmed proposals of which another would come now, some at a time.

    Each is computed again; compared is what was computed then, whatever was changed by hand.
    ``before`` is what was found among the newer ones; asked until it ``is_done``, all are looked
    at.
    """
    before = before or Differing()
    ids = _open(session)
    looking = ids[before.looked : before.looked + AT_ONCE]
    ground = ground_of(session, today)
    found = (_differing(session, session.get_one(Proposal, one), ground) for one in looking)
    rows = tuple(row for row in found if row is not None)
    return Differing((*before.rows, *rows), before.looked + len(looking), len(ids))


def _differing(session: Session, proposal: Proposal, ground: Ground) -> DifferRow | None:
    client = session.get_one(Client, proposal.client_id)
    computed = compute(ask_shelf(session, client, ground), ground, proposal.budget_fen)
    now = {line.candidate.good.id for line in computed.lines}
    then = _computed_then(proposal)
    if now == then:
        return None
    names = {good.id: good.name for good in ground.goods}
    return DifferRow(
        proposal.id,
        proposal.number,
        client.name,
        proposal.state,
        _named(session, names, now - then),
        _named(session, names, then - now),
    )


def _open(session: Session) -> Sequence[int]:
    """The open proposals that were computed, the newest first."""
    computed = select(ProposalLine.proposal_id).where(ProposalLine.was_facings.is_not(None))
    return session.scalars(
        select(Proposal.id)
        .where(Proposal.state.in_(("draft", "confirmed")), Proposal.id.in_(computed))
        .order_by(Proposal.id.desc())
    ).all()


def _computed_then(proposal: Proposal) -> set[int]:
    kept = {line.product_id for line in proposal.lines if not line.by_hand}
    return kept | {one.product_id for one in proposal.left_out if one.why == "taken_out"}


def _named(session: Session, names: dict[int, str], ids: Iterable[int]) -> tuple[str, ...]:
    known = [names.get(one) or session.get_one(Product, one).name for one in ids]
    return tuple(sorted(known))
