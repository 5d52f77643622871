"""What grows with the years is kept by the database itself; nobody adds up the years (F2, G9)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.orm import Session

from bench.crowd import TODAY, fill
from bench.making import Size
from desktop.models import Client, ClientBalance, Visit, VisitPlan
from desktop.models.kept_sums import posted_balances
from desktop.models.list_sums import KEPT_TABLES
from desktop.queries.checks.kept import balances_stand, list_sums_stand, visits_stand
from desktop.queries.facts.balances import held_on
from desktop.queries.today import desk_day
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from tests.office import copy_of

SCENARIOS = Path(__file__).parents[1] / "scenarios"
STORY = SCENARIOS / "every-account-moves.json"
VISITED = SCENARIOS / "what-it-brought.json"

SIZE = Size(200, 40, 30, 3_200, 50, 450, 50)


def played(url: str, story: Path) -> Iterator[Office]:
    made = Office(make_database(read_url(url)))
    assert replay(made, read_scenario(story)).unexpected == []
    yield made
    made.engine.dispose()


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    yield from played(database_url, STORY)


@pytest.fixture
def visited(database_url: str) -> Iterator[Office]:
    yield from played(database_url, VISITED)


def test_the_ledger_keeps_the_balance_of_each_account_that_it_posts_to(office: Office) -> None:
    with office.reading() as session:
        kept = select(ClientBalance.account, ClientBalance.client_id, ClientBalance.fen)
        posted = {
            (account, key): int(fen) for account, key, fen in session.execute(posted_balances())
        }
        assert {(account, key): fen for account, key, fen in session.execute(kept)} == posted
        assert {account for account, _key in posted} == {"receivable", "fund", "payable"}
        assert balances_stand(session) is None


def test_what_stood_on_a_past_day_is_what_was_posted_by_then(office: Office) -> None:
    with office.reading() as session:
        first, last = read_scenario(STORY).events[0].on, read_scenario(STORY).events[-1].on
        for days in range(0, (last - first).days + 2, 7):
            day = first + timedelta(days=days)
            held = held_on(session, day)
            assert held == _added_up(session.connection().engine, day)


def _added_up(engine: Engine, day: date) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT client_id, account, sum(amount_fen) FROM posting"
            " JOIN entry ON number = entry_number WHERE client_id IS NOT NULL"
            f" AND booked_on <= '{day}' GROUP BY client_id, account"
        )
        for client, account, fen in rows:
            if fen:
                found.setdefault(client, {})[account] = int(fen)
    return found


def test_a_visit_is_kept_once_it_was_made(visited: Office) -> None:
    with visited.reading() as session:
        kept = session.execute(select(Client.id, Client.visited_on)).all()
        made = session.execute(
            select(Visit.client_id, VisitPlan.day)
            .join(VisitPlan, VisitPlan.id == Visit.plan_id)
            .where(Visit.state.not_in(("planned", "failed")))
        ).all()
        days: dict[int, date] = {}
        for client, day in made:
            days[client] = max(day, days.get(client, day))
        assert days
        assert {key: day for key, day in kept if day} == days
        assert visits_stand(session) is None


def test_a_visit_that_is_made_no_more_is_kept_no_more(visited: Office) -> None:
    with visited.engine.execution_options(change=True).begin() as connection:
        connection.execute(update(Visit).values(state="failed"))
        assert connection.execute(select(Client.visited_on).distinct()).scalars().all() == [None]


CHANGED = (
    "UPDATE order_line SET quantity = quantity + 1",
    "UPDATE order_line SET free = true WHERE position = 1",
    "UPDATE client_order SET state = 'cancelled' WHERE id = 1",
    "UPDATE client_order SET state = 'confirmed' WHERE id = 1",
    "UPDATE delivery SET dated = '2026-01-02', state = 'cancelled'",
    "UPDATE delivery SET state = 'recorded' WHERE id = 1",
    "UPDATE delivery_line SET accepted = 0",
    "UPDATE goods_return SET quantity = quantity + 1",
    "UPDATE goods_return SET state = 'cancelled'",
    "UPDATE collection SET amount_fen = amount_fen + 7",
    "UPDATE collection SET state = 'cancelled' WHERE id = 1",
    "DELETE FROM collection",
    "DELETE FROM order_line WHERE position = 1",
)


def test_the_sums_of_lists_follow_whatever_becomes_of_a_row(office: Office) -> None:
    with Session(office.engine.execution_options(change=True)) as session, session.begin():
        assert list_sums_stand(session) is None
        for statement in CHANGED:
            before = kept_of_lists(session)
            session.execute(text(statement))
            assert kept_of_lists(session) != before, statement
            assert list_sums_stand(session) is None, statement
        session.rollback()


def kept_of_lists(session: Session) -> object:
    return [session.execute(select(*one.__table__.columns)).all() for one in KEPT_TABLES]


@pytest.mark.parametrize("role", ["manager", "accountant", "rep", "clerk"])
def test_today_adds_up_no_years(role: str, database_url: str) -> None:
    made = copy_of("200 clients", lambda one: fill(one, SIZE), database_url)
    asked: list[str] = []
    listened = (made.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with made.reading() as session:
        event.listen(*listened)
        desk_day(session, TODAY, 7, (role,))
        event.remove(*listened)
    for statement in asked:
        since = "posting.entry_number >=" in statement or "entry.counts_in >=" in statement
        assert since or "posting.client_id" not in statement, statement
        assert "max(visit_plan.day)" not in statement
    assert asked
    made.engine.dispose()
