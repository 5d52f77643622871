"""The fund by client and quarter, a client's ledger, and opening balances to approve."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_, _
from desktop.basics.money import grouped
from desktop.models import (
    Client,
    Entry,
    Opening,
    Posting,
    Settlement,
    SettlementLine,
    Staff,
)
from desktop.models.ledger import CLIENT_ACCOUNTS
from desktop.models.settlement import STANDING_WORDS
from desktop.queries.entry_sources import sources_of
from desktop.queries.facts.cases import frozen, frozen_clients
from desktop.queries.facts.funds import (
    FundQuarter,
    fund_figures,
    fund_quarters,
    funds_in,
    standing_words,
)
from desktop.queries.listing import Wanted, called, in_turn, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList, Sum, Within

_MOST_ENTRIES = 1_000


@dataclass(frozen=True)
class FundRow:
    """A client's fund in one quarter, in fen; ``standing`` as its settlement says.

    ``unapproved`` is an opening balance that waits: what the client owes, and its fund.
    """

    id: int
    code: str
    name: str
    figures: FundQuarter
    standing: str
    frozen: bool
    unapproved: tuple[int, int] | None

    @property
    def told(self) -> Line:
        """What a client brings from before, while a manager is to approve it."""
        owed, fund = (grouped(fen) for fen in self.unapproved or (0, 0))
        return Line(self.name, _("owes {owed}, fund {fund}").format(owed=owed, fund=fund))


@dataclass(frozen=True)
class LedgerRow:
    """One posting of a client; debit positive. ``page`` and ``key`` lead to its source."""

    number: int
    day: date
    kind: str
    account: str
    amount_fen: int
    reason: str
    who: str
    page: str
    key: int | None


@dataclass(frozen=True)
class FundDetail:
    """One client's fund: its quarters, newest first, its ledger, and what it brought (C3)."""

    id: int
    code: str
    name: str
    frozen: bool
    quarters: tuple[tuple[FundQuarter, str], ...]
    ledger: tuple[LedgerRow, ...]
    opening: "OpeningRow | None"
    receivable_fen: int
    payable_fen: int


@dataclass(frozen=True)
class OpeningRow:
    """What a client brought from before, in fen, and who set it."""

    id: int
    receivable_fen: int
    fund_fen: int
    set_on: date
    set_by: str
    approved_on: date | None


def fund_ids(session: Session, wanted: Wanted, quarter: Quarter) -> list[int]:
    """Clients whose fund has a figure in the quarter, or an opening balance that waits."""
    of_figures = _OF_FIGURES.get(wanted.filter)
    query = FUND.under(wanted.filter) if of_figures is None else select(Client.id)
    columns: dict[str, Any] = {
        "name": Client.name_key,
        "code": Client.code_key,
        "state": _standing(quarter),
    }
    if of_figures is not None or wanted.sort in _SORTED_FIGURES:
        # Joined, as they are sorted by them too: figures take long to add up.
        figures = fund_figures(session, quarter).c
        amounts = {name: of(figures) for name, of in _SORTED_FIGURES.items()}
        columns |= {name: func.coalesce(fen, 0) for name, fen in amounts.items()}
        has = figures.client_id == Client.id
        query = query.join(figures.client_id.table, has, isouter=of_figures is None)
        query = query.where(of_figures(figures)) if of_figures is not None else query
    match = called(Client, wanted.search)
    # By a computed value: along the index of codes every client would be asked for its fund.
    last = (func.coalesce(Client.code_key, ""), func.coalesce(Client.id, 0))
    return searched(session, ordered(query, columns, wanted, *last), wanted, match)


def _closing(figures: Any) -> Any:
    """What is carried on: ``FundQuarter.closing_fen``, in SQL."""
    balance = figures.opening + figures.accrued - figures.returned - figures.forfeited
    return balance - figures.settled


def _listed(figures: Any) -> ColumnElement[bool]:
    """``FundQuarter.listed``, in SQL."""
    moved = (figures.accrued, figures.returned, figures.forfeited, figures.settled)
    return or_(*(column != 0 for column in (figures.opening, *moved)))


# The figures by which the list is sorted.
_SORTED_FIGURES: Mapping[str, Callable[[Any], Any]] = {
    "opening": lambda figures: figures.opening,
    "accrued": lambda figures: figures.accrued,
    "settled": lambda figures: figures.settled,
    "closing": _closing,
}
# What a filter asks of a client's figures in the quarter.
_OF_FIGURES: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "": _listed,
    "frozen": lambda figures: _listed(figures) & figures.client_id.in_(frozen()),
    "negative": lambda figures: _closing(figures) < 0,
}


def _figures(asked: Asked) -> Any:
    """Every fund in the quarter of today, added up once in a statement."""

    def make() -> Select[Any]:
        return select(fund_figures(asked.session, Quarter.of(asked.today)))

    return asked.shared("figures_of_quarter", make).c


def _with_figures(name: str) -> Callable[[Asked], ColumnElement[bool]]:
    def holds(asked: Asked) -> ColumnElement[bool]:
        figures = _figures(asked)
        return Client.id.in_(select(figures.client_id).where(_OF_FIGURES[name](figures)))

    return holds


def _standing(quarter: Quarter) -> Any:
    """Sorts by what a client's fund says beside its figures: frozen, then how it was settled."""
    line = (
        select(in_turn(SettlementLine.standing, STANDING_WORDS))
        .join(Settlement, Settlement.id == SettlementLine.settlement_id)
        .where(
            SettlementLine.client_id == Client.id,
            Settlement.quarter == quarter.text,
            Settlement.state == "posted",
        )
        .order_by(Settlement.client_id.is_(None))
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    return case((Client.id.in_(frozen()), -1), else_=func.coalesce(line, len(STANDING_WORDS)))


_UNAPPROVED = Opening.approved_on.is_(None)


def _sums_of(figure: Callable[[Any], Any]) -> Callable[[Asked, Within], Select[Any]]:
    """A figure of funds in the quarter of today."""

    def ask(asked: Asked, within: Within) -> Select[Any]:
        figures = _figures(asked)
        return select(func.sum(figure(figures))).where(within(figures.client_id))

    return ask


FUND = PageList(
    "fund",
    Client.id,
    (
        Filter("", N_("All"), _with_figures("")),
        Filter("frozen", N_("Frozen"), _with_figures("frozen")),
        Filter("negative", N_("Below zero"), _with_figures("negative")),
        Filter(
            "opening",
            N_("Openings to approve"),
            Client.id.in_(select(Opening.client_id).where(_UNAPPROVED)),
        ),
    ),
    lambda asked, wanted: fund_ids(asked.session, wanted, Quarter.of(asked.today)),
    lambda asked, ids: fund_rows(asked.session, ids, Quarter.of(asked.today)),
    counted=False,
    sums=(
        Sum("opening", _sums_of(lambda figures: figures.opening)),
        Sum("accrued", _sums_of(lambda figures: figures.accrued)),
        Sum("settled", _sums_of(lambda figures: figures.settled)),
        Sum("closing", _sums_of(_closing)),
    ),
)


def fund_rows(session: Session, ids: Sequence[int], quarter: Quarter) -> dict[int, FundRow]:
    """The lines of these clients for a quarter."""
    wanted = list(ids)
    figures = funds_in(session, quarter, wanted)
    words = standing_words(session, wanted)
    frozen_ones = frozen_clients(session, wanted)
    waiting = {
        client_id: (receivable_fen, fund_fen)
        for client_id, receivable_fen, fund_fen in session.execute(
            select(Opening.client_id, Opening.receivable_fen, Opening.fund_fen).where(
                _UNAPPROVED, Opening.client_id.in_(wanted)
            )
        )
    }
    return {
        client.id: FundRow(
            client.id,
            client.code,
            client.name,
            figures.get(client.id, FundQuarter(quarter)),
            words.get((client.id, quarter.text), ""),
            client.id in frozen_ones,
            waiting.get(client.id),
        )
        for client in session.scalars(select(Client).where(Client.id.in_(wanted)))
    }


def fund_detail(session: Session, client_id: int, today: date) -> FundDetail:
    """One client's fund and ledger."""
    client = session.get_one(Client, client_id)
    quarters = fund_quarters(session, Quarter.of(today), client_id).get(client_id, [])
    words = standing_words(session, [client_id])
    ledger = client_ledger(session, client_id)
    balances = {"receivable": 0, "payable": 0}
    for row in ledger:
        if row.account in balances:
            balances[row.account] += row.amount_fen
    return FundDetail(
        client.id,
        client.code,
        client.name,
        bool(frozen_clients(session, [client.id])),
        tuple(
            (one, words.get((client_id, one.quarter.text), ""))
            for one in reversed(quarters)
            if one.listed
        ),
        tuple(ledger),
        _opening(session, client_id),
        balances["receivable"],
        -balances["payable"],
    )


def client_ledger(session: Session, client_id: int) -> list[LedgerRow]:
    """A client's postings, newest first."""
    rows = session.execute(
        select(Entry, Posting, Staff.name)
        .join(Posting, Posting.entry_number == Entry.number)
        .join(Staff, Staff.id == Entry.posted_by_id)
        .where(Posting.account.in_(CLIENT_ACCOUNTS), Posting.client_id == client_id)
        .order_by(Entry.number.desc(), Posting.position)
        .limit(_MOST_ENTRIES)
    ).all()
    sources = sources_of(
        session, [(entry.source, entry.source_id) for entry, _posting, _who in rows]
    )
    return [
        LedgerRow(
            entry.number,
            entry.booked_on,
            entry.kind,
            posting.account,
            posting.amount_fen,
            entry.reason,
            who,
            *sources.get((entry.source, entry.source_id), ("", None)),
        )
        for entry, posting, who in rows
    ]


def _opening(session: Session, client_id: int) -> OpeningRow | None:
    opening = session.scalar(select(Opening).where(Opening.client_id == client_id))
    if opening is None:
        return None
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    return OpeningRow(
        opening.id,
        opening.receivable_fen,
        opening.fund_fen,
        opening.set_on,
        names.get(opening.set_by_id, ""),
        opening.approved_on,
    )
