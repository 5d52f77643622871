"""What stands on the ledger's accounts, in fen, debit positive."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, func, select
from sqlalchemy.orm import Session

from desktop.models import ClientBalance, Entry, Posting
from desktop.models.ledger import CLIENT_ACCOUNTS
from desktop.queries.facts.asked_once import once

_SUM = func.sum(Posting.amount_fen)
_POSTED = select(_SUM).where(Posting.account == bindparam("account"))
# Of what is kept by client, so that no years are added up.
_KEPT = select(func.sum(ClientBalance.fen)).where(ClientBalance.account == bindparam("account"))
_OF_CLIENT = select(ClientBalance.fen).where(
    ClientBalance.account == bindparam("account"), ClientBalance.client_id == bindparam("client")
)


@once
def balance(session: Session, account: str, client_id: int | None = None) -> int:
    """An account's balance: of the whole office, or of one client."""
    query = _OF_CLIENT
    if client_id is None:
        query = _KEPT if account in CLIENT_ACCOUNTS else _POSTED
    return int(session.scalar(query, {"account": account, "client": client_id}) or 0)


def client_accounts(session: Session, client_id: int) -> dict[str, int]:
    """What stands on each account of one client; an account that never moved isn't there."""
    kept = select(ClientBalance.account, ClientBalance.fen)
    return dict(session.execute(kept.where(ClientBalance.client_id == client_id)).all())


def balances(session: Session, account: str, owner: Any) -> dict[int, int]:
    """What was posted to an account, by what for: ``Posting.client_id`` or ``case_id``.

    Added up from all postings, as a check wants it; ``client_balances`` is what is kept of it.
    """
    rows = session.execute(select(owner, _SUM).where(Posting.account == account).group_by(owner))
    return {key: int(fen) for key, fen in rows if key is not None}


def owed_to(account: str, of: ColumnElement[bool]) -> Select[Any]:
    """What the office owes on an account to those whom a condition on balances names, in fen."""
    return select(-func.sum(ClientBalance.fen)).where(ClientBalance.account == account, of)


def client_balances(account: str) -> Subquery:
    """An account's balance (``fen``) by ``client_id``, to be joined."""
    kept = select(ClientBalance.client_id, ClientBalance.fen)
    return kept.where(ClientBalance.account == account).subquery(account)


def held_on(session: Session, day: date) -> dict[int, dict[str, int]]:
    """What stood on the accounts of each client at a day's end, without what is 0.

    It is what stands now less what came after the day: so no years are added up.
    """
    later = (
        select(Posting.client_id, Posting.account, _SUM)
        .where(
            # Not a join, for which SQLite would walk along all postings.
            Posting.entry_number.in_(select(Entry.number).where(Entry.booked_on > day)),
            Posting.client_id.is_not(None),
        )
        .group_by(Posting.client_id, Posting.account)
    )
    came = {(client, account): int(fen) for client, account, fen in session.execute(later)}
    held: dict[int, dict[str, int]] = defaultdict(dict)
    kept = select(ClientBalance.client_id, ClientBalance.account, ClientBalance.fen)
    for client_id, account, fen in session.execute(kept):
        stood = fen - came.get((client_id, account), 0)
        if stood:
            held[client_id][account] = stood
    return held
