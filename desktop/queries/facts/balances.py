"""What stands on the ledger's accounts, in fen, debit positive."""

from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from desktop.models import Posting

_SUM = func.sum(Posting.amount_fen)


def balance(session: Session, account: str, client_id: int | None = None) -> int:
    """An account's balance: of the whole office, or of one client."""
    query = select(_SUM).where(Posting.account == account)
    if client_id is not None:
        query = query.where(Posting.client_id == client_id)
    return int(session.scalar(query) or 0)


def balances(session: Session, account: str, owner: Any) -> dict[int, int]:
    """An account's balance by what it is kept for: ``Posting.client_id`` or ``case_id``."""
    rows = session.execute(_by(account, owner))
    return {key: int(fen) for key, fen in rows if key is not None}


def client_balances(account: str) -> Subquery:
    """An account's balance (``fen``) by ``client_id``, to be joined."""
    return _by(account, Posting.client_id).subquery(account)


def _by(account: str, owner: Any) -> Select[Any]:
    return select(owner, _SUM.label("fen")).where(Posting.account == account).group_by(owner)
