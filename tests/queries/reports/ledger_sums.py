"""The reports' sums against the balances of the ledger's accounts."""

from datetime import date

from sqlalchemy import func, select

from desktop.basics.report import Scope, Table
from desktop.models import Posting
from desktop.queries.reports.registry import REPORTS
from desktop.services.office import Office

LAST = date(2028, 12, 31)
EVER = Scope(date(2020, 1, 1), LAST)


def need_sums_of_the_ledger(office: Office) -> None:
    """Net sales, funds and what is owed stand as the accounts do, in rows and totals."""
    with office.reading() as session:
        query = select(Posting.account, -func.sum(Posting.amount_fen)).group_by(Posting.account)
        accounts = {name: int(fen) for name, fen in session.execute(query)}
        found = {
            name: {table.name: table for table in one.report(session, EVER, LAST).tables}
            for name, one in REPORTS.items()
        }
    for table in found["sales"].values():
        assert total(table, "net") == rows(table, "net") == accounts.get("sales", 0), table.name
    fund = found["fund"]
    for name in ("quarter", "client"):
        assert total(fund[name], "closing") == accounts.get("fund", 0), name
    assert rows(fund["client"], "closing") == accounts.get("fund", 0)
    assert rows(fund["owed"], "amount") == accounts.get("payable", 0)


def total(table: Table, name: str) -> int:
    """A column's total; 0 where the table has none."""
    place = [one.name for one in table.columns].index(name)
    value = table.total[place] if table.total else 0
    assert isinstance(value, int)
    return value


def rows(table: Table, name: str) -> int:
    """The sum of a column's rows."""
    place = [one.name for one in table.columns].index(name)
    return sum(line.values[place] for line in table.lines)  # type: ignore[misc]
