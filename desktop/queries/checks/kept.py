"""Whether what the database keeps by itself is what it follows from (``models/kept_sums.py``)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, ClientBalance
from desktop.models.kept_sums import posted_balances, visited_last
from desktop.models.list_sums import KEPT_TABLES, columns_of, counted_anew


def balances_stand(session: Session) -> str | None:
    """What is kept of each client's accounts is what was posted to them."""
    kept = select(ClientBalance.account, ClientBalance.client_id, ClientBalance.fen)
    stand = {(account, key): fen for account, key, fen in session.execute(kept)}
    posted = {(account, key): int(fen) for account, key, fen in session.execute(posted_balances())}
    wrong = sorted((key, account) for (account, key), _fen in stand.items() ^ posted.items())
    if not wrong:
        return None
    return _("What is kept of the accounts of {client} isn't what was posted to them.").format(
        client=session.get_one(Client, wrong[0][0]).title
    )


def visits_stand(session: Session) -> str | None:
    """What is kept of each client's last visit is the last one that was made."""
    wrong = session.scalars(
        select(Client)
        .where(Client.visited_on.is_distinct_from(visited_last()))
        .order_by(Client.id)
        .limit(1)
    ).first()
    if wrong is None:
        return None
    return _("What is kept of the last visit to {client} isn't what its visits say.").format(
        client=wrong.title
    )


def list_sums_stand(session: Session) -> str | None:
    """What is kept of orders, goods by day, and money is what their rows come to."""
    for kind in KEPT_TABLES:
        keys = len(columns_of(kind)[0])
        rows = session.execute(select(*kind.__table__.columns))
        kept = {tuple(row[:keys]): list(row[keys:]) for row in rows if any(row[keys:])}
        if kept != counted_anew(session.connection(), kind):
            return _("What is kept for the sums of lists ({table}) isn't what they hold.").format(
                table=kind.__tablename__
            )
    return None
