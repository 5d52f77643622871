"""What the database itself keeps of sums that would grow with the years: it follows from others.

What stands on each client's accounts, the day on which a client was visited last, and what the
longest lists come to (``list_sums``). Triggers keep them in the transaction that posts or records,
``check`` holds them against what they follow from, and every upgrade makes them anew, so that no
migration needs to know of them.
"""

from datetime import date

from sqlalchemy import Connection, ScalarSelect, Select, delete, func, insert, select, update

from desktop.models.client import Client
from desktop.models.ledger import ClientBalance, Posting
from desktop.models.list_sums import counters, fill_list_sums
from desktop.models.visit import NOT_MADE, Visit, VisitPlan

_NOT_MADE = ", ".join(f"'{state}'" for state in NOT_MADE)
_LAST_VISIT = f"""
  UPDATE client SET visited_on = (
    SELECT max(visit_plan.day) FROM visit JOIN visit_plan ON visit_plan.id = visit.plan_id
    WHERE visit.client_id = NEW.client_id AND visit.state NOT IN ({_NOT_MADE}))
  WHERE id = NEW.client_id;"""
_ADD_POSTING = """
  INSERT INTO client_balance (account, client_id, fen)
  VALUES (NEW.account, NEW.client_id, NEW.amount_fen)
  ON CONFLICT (account, client_id) DO UPDATE SET fen = client_balance.fen + excluded.fen;"""
_SQLITE = {
    "posting_is_summed": f"""
CREATE TRIGGER posting_is_summed AFTER INSERT ON posting WHEN NEW.client_id IS NOT NULL
BEGIN{_ADD_POSTING}
END""",
    "visit_comes_made": f"""
CREATE TRIGGER visit_comes_made AFTER INSERT ON visit WHEN NEW.state NOT IN ({_NOT_MADE})
BEGIN{_LAST_VISIT}
END""",
    "visit_is_made": f"""
CREATE TRIGGER visit_is_made AFTER UPDATE OF state ON visit WHEN NEW.state <> OLD.state
BEGIN{_LAST_VISIT}
END""",
} | {
    one.name: f"""
CREATE TRIGGER {one.name} AFTER {one.after} ON {one.table}
BEGIN{one.work}
END"""
    for one in counters()
}
_POSTGRESQL_TRIGGERS = {
    "posting_is_summed": (
        "posting",
        "AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION sum_posting()",
    ),
    "visit_is_made": (
        "visit",
        "AFTER INSERT OR UPDATE OF state ON visit FOR EACH ROW EXECUTE FUNCTION note_visit()",
    ),
} | {
    one.name: (
        one.table,
        f"AFTER {one.after} ON {one.table} FOR EACH ROW EXECUTE FUNCTION {one.name}()",
    )
    for one in counters()
}


def _function(name: str, work: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{work}
  RETURN NULL;
END $$"""


def keeping_guards(dialect: str) -> list[str]:
    """The statements that make what keeps them, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return list(_SQLITE.values())
    return [
        _function("sum_posting", f"\n  IF NEW.client_id IS NOT NULL THEN{_ADD_POSTING}\n  END IF;"),
        _function("note_visit", _LAST_VISIT),
        *(_function(one.name, one.work) for one in counters()),
        *(
            f"\nCREATE TRIGGER {name} {made}"
            for name, (_table, made) in _POSTGRESQL_TRIGGERS.items()
        ),
    ]


def put_keeping_away(connection: Connection) -> None:
    """Drop the triggers: SQLite makes no table anew that one of them names."""
    if connection.dialect.name == "sqlite":
        for name in _SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name, (table, _made) in _POSTGRESQL_TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def keep_sums(connection: Connection) -> None:
    """Keep them from now on, after they were put away, and all that came before too."""
    put_keeping_away(connection)
    for statement in keeping_guards(connection.dialect.name):
        connection.execution_options(no_parameters=True).exec_driver_sql(statement)
    fill_kept_sums(connection)


def fill_kept_sums(connection: Connection) -> None:
    """Reckon anew all that is kept, whose triggers may have been away."""
    connection.execute(delete(ClientBalance))
    columns = ["account", "client_id", "fen"]
    connection.execute(insert(ClientBalance).from_select(columns, posted_balances()))
    fill_list_sums(connection)
    now = visited_last()
    connection.execute(
        update(Client).where(Client.visited_on.is_distinct_from(now)).values(visited_on=now)
    )


def posted_balances() -> Select[str, int | None, int]:
    """What every client's accounts come to by all that was posted: account, client, fen."""
    return (
        select(Posting.account, Posting.client_id, func.sum(Posting.amount_fen))
        .where(Posting.client_id.is_not(None))
        .group_by(Posting.account, Posting.client_id)
    )


def visited_last() -> ScalarSelect[date]:
    """The last day on which the client of a row was visited, by all visits that were made."""
    return (
        select(func.max(VisitPlan.day))
        .select_from(Visit)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(Visit.client_id == Client.id, Visit.state.not_in(NOT_MADE))
        .correlate(Client)
        .scalar_subquery()
    )
