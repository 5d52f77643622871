"""The price-protection fund by client and quarter, and what a settlement would do (S1, S2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.calendar import Quarter
from desktop.models import Entry, Posting, Settlement, SettlementLine
from desktop.models.ledger import ENTRY_KINDS, FORFEITED, RETURNED, SETTLED, kinds_counting
from desktop.queries.facts.balances import balance, client_balances
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.numbered import counted_from
from desktop.queries.facts.plainly import plain_rows

# What was accrued, returned, forfeited and settled, by quarter.
Sums = dict[str, dict[str, int]]
_COLUMN_OF_KIND = {name: facts.counts_as for name, facts in ENTRY_KINDS.items() if facts.counts_as}

_RARE = (RETURNED, FORFEITED, SETTLED)  # what takes from a fund, beside much that is accrued

_OWED: Any = func.sum(-Posting.amount_fen).label("fen")

# Of the fund, for a question about few of all quarters: as an expression, so that SQLite begins
# with their entries and not with all that ever moved a fund.
_BY_ENTRY = Posting.account + "" == "fund"


@dataclass(frozen=True)
class FundQuarter:
    """One client's fund in one quarter, in fen; what is owed to the client is positive (S1)."""

    quarter: Quarter
    opening_fen: int = 0
    accrued_fen: int = 0
    returned_fen: int = 0
    forfeited_fen: int = 0
    settled_fen: int = 0

    @property
    def balance_fen(self) -> int:
        """What stands at the quarter's end, before it is settled."""
        return self.opening_fen + self.accrued_fen - self.returned_fen - self.forfeited_fen

    @property
    def closing_fen(self) -> int:
        """The balance less what was settled for this quarter: the next one's opening."""
        return self.balance_fen - self.settled_fen

    @property
    def moved(self) -> bool:
        """Whether anything was accrued, returned or forfeited in it (S4)."""
        return bool(self.accrued_fen or self.returned_fen or self.forfeited_fen)

    @property
    def listed(self) -> bool:
        """Whether any of its figures isn't zero."""
        return bool(self.opening_fen or self.moved or self.settled_fen)


@dataclass(frozen=True)
class Standing:
    """What a settlement does with a client: settled, held or carried, and how much (S2)."""

    standing: str
    amount_fen: int


def fund_quarters(
    session: Session, until: Quarter, client_id: int | None = None
) -> dict[int, list[FundQuarter]]:
    """Every client's quarters from the first movement to ``until``, by client id (S1)."""
    query = _fund_sums(Posting.client_id)
    if client_id is not None:
        query = query.where(Posting.client_id == client_id)
    sums: dict[int, Sums] = defaultdict(lambda: defaultdict(dict))
    for quarter, kind, amount, client in session.execute(query):
        _count(sums[client or 0][quarter], kind, amount)
    return {client: _chained(quarters, until) for client, quarters in sums.items()}


def office_quarters(session: Session, until: Quarter) -> list[FundQuarter]:
    """The quarters of all funds together, from the first movement to ``until`` (S1)."""
    sums: Sums = defaultdict(dict)
    for quarter, kind, amount in session.execute(_fund_sums()):
        _count(sums[quarter], kind, amount)
    return _chained(sums, until) if sums else []


def _fund_sums(*by: Any) -> Select[Any]:
    return (
        select(Entry.counts_in, Entry.kind, func.sum(-Posting.amount_fen), *by)
        .join(Entry, Entry.number == Posting.entry_number)
        .where(Posting.account == "fund")
        .group_by(Entry.counts_in, Entry.kind, *by)
    )


def _count(column: dict[str, int], kind: str, amount: Decimal | int) -> None:
    name = _COLUMN_OF_KIND[kind]
    signed = int(amount) if name == "accrued" else -int(amount)
    column[name] = column.get(name, 0) + signed


def _chained(sums: Sums, until: Quarter) -> list[FundQuarter]:
    quarters = []
    opening_fen = 0
    quarter = Quarter.parse(min(sums))
    while quarter <= until:
        figures = sums.get(quarter.text, {})
        row = FundQuarter(
            quarter,
            opening_fen,
            figures.get("accrued", 0),
            figures.get("returned", 0),
            figures.get("forfeited", 0),
            figures.get("settled", 0),
        )
        quarters.append(row)
        opening_fen = row.closing_fen
        quarter = quarter.next()
    return quarters


def fund_figures(
    session: Session,
    quarter: Quarter,
    client_ids: Sequence[int] | None = None,
    last: Quarter | None = None,
) -> Subquery:
    """The fund of every client that has one, or of those asked for, in one quarter (S1).

    With ``last`` in all quarters from the one to the other.

    What stood before the quarter is all that stands less what came since, and what was accrued is
    what came less the little that was returned, forfeited and settled: so no entry is looked at
    for what is accrued, and nothing of the years before.
    """
    standing = client_balances("fund")
    asked: list[ColumnElement[bool]] = []
    if client_ids is not None:
        asked.append(standing.c.client_id.in_(list(client_ids)))
    last = last or quarter
    came = _owed_since(session, quarter, last.next(), client_ids).subquery("came")
    rare = _counted(quarter, last, client_ids).subquery("rare")
    column = {name: func.coalesce(rare.c[name], 0) for name in _RARE}
    accrued = func.coalesce(came.c.fen, 0) - func.coalesce(came.c.later, 0)
    return (
        select(
            standing.c.client_id,
            (-standing.c.fen - func.coalesce(came.c.fen, 0)).label("opening"),
            (accrued + sum(column.values())).label("accrued"),
            *(figure.label(name) for name, figure in column.items()),
        )
        .outerjoin(came, came.c.client_id == standing.c.client_id)
        .outerjoin(rare, rare.c.client_id == standing.c.client_id)
        .where(*asked)
        .subquery("figures")
    )


def _owed_since(
    session: Session, quarter: Quarter, after: Quarter, client_ids: Sequence[int] | None
) -> Select[Any]:
    """What came into each client's fund that counts in a quarter or later.

    With what of it (``later``) counts in another one or later: so all is looked at once.
    """
    later = func.sum(-Posting.amount_fen).filter(and_(*counted_from(session, after)))
    query: Select[Any] = select(Posting.client_id, _OWED, later.label("later")).where(
        Posting.account == "fund", *counted_from(session, quarter)
    )
    if client_ids is not None:
        query = query.where(Posting.client_id.in_(list(client_ids)))
    return query.group_by(Posting.client_id)


def _counted(quarter: Quarter, last: Quarter, client_ids: Sequence[int] | None) -> Select[Any]:
    """What was returned, forfeited and settled of each fund in these quarters."""
    kinds = {name: kinds_counting(name) for name in _RARE}
    sums: Iterable[Any] = (
        func.sum(Posting.amount_fen).filter(Entry.kind.in_(some)).label(name)
        for name, some in kinds.items()
    )
    query = (
        select(Posting.client_id, *sums)
        .join(Entry, Entry.number == Posting.entry_number)
        .where(
            _BY_ENTRY,
            Entry.counts_in.between(quarter.text, last.text)
            if quarter < last
            else Entry.counts_in == quarter.text,
            Entry.kind.in_([kind for some in kinds.values() for kind in some]),
        )
    )
    if client_ids is not None:
        query = query.where(Posting.client_id.in_(list(client_ids)))
    return query.group_by(Posting.client_id)


def funds_in(
    session: Session,
    quarter: Quarter,
    client_ids: Sequence[int] | None = None,
    last: Quarter | None = None,
) -> dict[int, FundQuarter]:
    """One quarter's figures by client id, or those until ``last``; who has no fund is left out."""
    rows = session.execute(select(fund_figures(session, quarter, client_ids, last)))
    return {key: FundQuarter(quarter, *map(int, figures)) for key, *figures in rows}


def standings(session: Session, quarter: Quarter) -> dict[int, Standing]:
    """What settling a quarter now would do, by client id, for every listed client (S2)."""
    frozen = frozen_clients(session)
    listed = {key: one for key, one in funds_in(session, quarter).items() if one.listed}
    found = {}
    for client_id, due_fen in _due(session, listed, quarter).items():
        if due_fen <= 0:
            found[client_id] = Standing("carried", 0)
        elif client_id in frozen:
            found[client_id] = Standing("held", 0)
        else:
            found[client_id] = Standing("settled", due_fen)
    return found


def supplement(session: Session, quarter: Quarter, client_id: int) -> Standing:
    """What settling a held client's quarter now would do: at most what its fund has now (S4a)."""
    has_fen = -balance(session, "fund", client_id)
    figures = funds_in(session, quarter, [client_id])
    amount_fen = min(_due(session, figures, quarter).get(client_id, 0), has_fen)
    if amount_fen <= 0:
        return Standing("carried", 0)
    if frozen_clients(session, [client_id]):
        return Standing("held", 0)
    return Standing("settled", amount_fen)


def standings_of(session: Session, settlement: Settlement) -> dict[int, Standing]:
    """What a settlement would do now with every client that it names."""
    quarter, client_id = settlement.period, settlement.client_id
    if client_id is None:
        return standings(session, quarter)
    return {client_id: supplement(session, quarter, client_id)}


def is_held(session: Session, quarter: Quarter, client_id: int) -> bool:
    """Whether a quarter's own settlement, once posted, held a client (S4a)."""
    line = _posted(SettlementLine.client_id).where(
        Settlement.quarter == quarter.text,
        SettlementLine.client_id == client_id,
        SettlementLine.standing == "held",
    )
    return session.scalar(line) is not None


def _due(session: Session, figures: Mapping[int, FundQuarter], quarter: Quarter) -> dict[int, int]:
    """What closes each of these quarters, less later returns and forfeitures that go back to it."""
    origin = aliased(Entry)
    rows = session.execute(
        select(Posting.client_id, func.sum(-Posting.amount_fen))
        .join(Entry, Entry.number == Posting.entry_number)
        .outerjoin(origin, origin.number == Entry.origin_number)
        .where(
            _BY_ENTRY,
            Posting.entry_number.in_(select(Entry.number).where(Entry.counts_in > quarter.text)),
            or_(
                Entry.kind.in_(kinds_counting(FORFEITED)),
                Entry.kind.in_(kinds_counting(RETURNED)) & (origin.counts_in <= quarter.text),
            ),
        )
        .group_by(Posting.client_id)
    )
    later = {client_id: int(amount) for client_id, amount in rows}
    return {key: one.closing_fen + later.get(key, 0) for key, one in figures.items()}


def standing_words(
    session: Session, client_ids: Sequence[int] | None = None
) -> dict[tuple[int, str], str]:
    """What posted settlements say of a client's quarter, by client id and quarter.

    Of all clients, or of those asked for. A supplementary one has the last word (S4a).
    """
    query = _posted(SettlementLine.client_id, Settlement.quarter, SettlementLine.standing).order_by(
        Settlement.client_id.is_not(None)
    )
    if client_ids is not None:
        query = query.where(SettlementLine.client_id.in_(list(client_ids)))
    return {
        (client_id, quarter): standing for client_id, quarter, standing in session.execute(query)
    }


def unsettled(session: Session, after: Quarter | None, until: Quarter) -> Quarter | None:
    """The first quarter after the closed one, up to another, in which any fund moved (S4)."""
    moved = (
        select(Entry.counts_in, Entry.kind, Posting.client_id, func.sum(-Posting.amount_fen))
        .join(Posting, Posting.entry_number == Entry.number)
        .where(_BY_ENTRY, Entry.counts_in <= until.text)
        .group_by(Entry.counts_in, Entry.kind, Posting.client_id)
    )
    if after is not None:
        moved = moved.where(Entry.counts_in > after.text)
    sums: dict[tuple[str, int | None], Sums] = {}
    for quarter, kind, client_id, amount in session.execute(moved):
        _count(sums.setdefault((quarter, client_id), {}).setdefault(quarter, {}), kind, amount)
    for quarter, client_id in sorted(sums, key=lambda one: one[0]):
        column = sums[quarter, client_id][quarter]
        if any(fen for name, fen in column.items() if name != "settled"):
            return Quarter.parse(quarter)
    return None


def _posted(*columns: Any) -> Select[Any]:
    """The clients' lines in posted settlements."""
    return (
        select(*columns)
        .join(Settlement, Settlement.id == SettlementLine.settlement_id)
        .where(Settlement.state == "posted")
    )


# Built once, as every posting asks it.
LATEST_POSTED = select(func.max(Settlement.quarter)).where(Settlement.state == "posted")


def closed_quarter(session: Session) -> Quarter | None:
    """The last closed quarter (L5): the latest one whose settlement is posted."""
    return quarter_told(plain_rows(session, LATEST_POSTED).scalar())


def quarter_told(latest: str | None) -> Quarter | None:
    """What ``LATEST_POSTED`` found."""
    return Quarter.parse(latest) if latest else None
