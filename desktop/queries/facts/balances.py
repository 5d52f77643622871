"""What stands on the ledger's accounts, in fen, debit positive."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, func, select
from sqlalchemy.orm import Session

from desktop.models import Entry, Posting
from desktop.models.ledger import CLIENT_ACCOUNTS

_SUM = func.sum(Posting.amount_fen)
_BALANCE = select(_SUM).where(Posting.account == bindparam("account"))
_OF_CLIENT = _BALANCE.where(Posting.client_id == bindparam("client"))


def balance(session: Session, account: str, client_id: int | None = None) -> int:
    """An account's balance: of the whole office, or of one client."""
    query = _BALANCE if client_id is None else _OF_CLIENT
    return int(session.scalar(query, {"account": account, "client": client_id}) or 0)


def balances(session: Session, account: str, owner: Any) -> dict[int, int]:
    """An account's balance by what it is kept for: ``Posting.client_id`` or ``case_id``."""
    rows = session.execute(_by(account, owner))
    return {key: int(fen) for key, fen in rows if key is not None}


def owed_to(account: str, of: ColumnElement[bool]) -> Select[Any]:
    """What the office owes on an account to those whom a condition on postings names, in fen."""
    return select(-_SUM).where(Posting.account == account, of)


def client_balances(account: str) -> Subquery:
    """An account's balance (``fen``) by ``client_id``, to be joined."""
    return _by(account, Posting.client_id).subquery(account)


def held_on(session: Session, day: date) -> dict[int, dict[str, int]]:
    """What stood on the accounts of each client at a day's end, without what is 0."""
    held: dict[int, dict[str, int]] = defaultdict(dict)
    rows = session.execute(
        select(Posting.client_id, Posting.account, _SUM)
        .join(Entry, Entry.number == Posting.entry_number)
        .where(Posting.account.in_(CLIENT_ACCOUNTS), Entry.booked_on <= day)
        .group_by(Posting.client_id, Posting.account)
    )
    for client_id, account, fen in rows:
        if client_id is not None and fen:
            held[client_id][account] = int(fen)
    return held


def _by(account: str, owner: Any) -> Select[Any]:
    return select(owner, _SUM.label("fen")).where(Posting.account == account).group_by(owner)
