"""The reports' sums against the balances of the ledger's accounts."""

from datetime import date

from sqlalchemy import func, select

from desktop.basics.report import Scope, Table
from desktop.models import Posting
from desktop.models.ledger import ACCOUNTS
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
    need_balanced_books(found["trial-balance"], found["journal"], accounts)
    owed = found["receivables"]
    for table in (owed["rep"], owed["client"]):
        assert rows(table, "owed") - rows(table, "credit") == -accounts.get("receivable", 0)
        assert rows(table, "owed") == total(owed["age"], "owed")


def need_balanced_books(
    books: dict[str, Table], journal: dict[str, Table], accounts: dict[str, int]
) -> None:
    """Debits are credits, and each account closes as its postings add up."""
    table = books["account"]
    for debit, credit in (("debit", "credit"), ("closing_debit", "closing_credit")):
        assert total(table, debit) == total(table, credit)
    closing = {}
    numbers = {facts.number: name for name, facts in ACCOUNTS.items()}
    for line in table.lines:
        debit_fen, credit_fen = (one if isinstance(one, int) else 0 for one in line.values[-2:])
        closing[numbers[str(line.values[1])]] = credit_fen - debit_fen
    assert closing == accounts
    moved = total(table, "debit")
    assert [total(journal[name], "amount") for name in ("kind", "day")] == [moved, moved]
    assert total(journal["entry"], "debit") == total(journal["entry"], "credit") == moved
    for name in ("receivable", "fund", "payable"):
        sign = -1 if name == "receivable" else 1
        assert rows(books["client"], name) == sign * accounts.get(name, 0)


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
