"""A long list gives the right rows, in the right order, with as many statements as a short one."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bench.crowd import TODAY, fill
from bench.making import Size
from desktop.basics.calendar import Quarter
from desktop.basics.order_key import order_key
from desktop.models import Client, Visit, VisitPlan
from desktop.queries import lists
from desktop.queries.audit import CHANGES
from desktop.queries.clients import CLIENTS, client_file, client_ids, client_rows
from desktop.queries.deliveries import DELIVERIES
from desktop.queries.facts.funds import FundQuarter, fund_quarters, funds_in
from desktop.queries.fund import fund_ids, fund_rows
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, PageList
from desktop.queries.orders import ORDERS, order_ids, order_rows
from desktop.queries.payments import PAYMENTS
from desktop.queries.settlements import PAYOUTS, payout_ids, settlement_detail
from desktop.queries.suggestions import suggestion_detail, suggestion_ids, suggestion_rows
from desktop.queries.today import desk_day
from desktop.queries.waiting import surroundings
from desktop.services.office import Office, Reading
from tests.office import copy_of

REP = 7
SMALL = Size(800, 160, 120, 3_200, 100, 900, 300)


def office_of(url: str, size: Size) -> Office:
    return copy_of(f"{size.clients} clients", lambda made: fill(made, size), url)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """A big office in small, once on each kind of database."""
    made = office_of(database_url, SMALL)
    yield made
    made.engine.dispose()


def everyone(session: Reading) -> list[Client]:
    return [client for client in session.query(Client) if client.state != "closed"]


def last_visits(session: Reading) -> dict[int, date]:
    found: dict[int, date] = {}
    rows = session.query(Visit.client_id, VisitPlan.day).join(
        VisitPlan, VisitPlan.id == Visit.plan_id
    )
    for client_id, day in rows.filter(Visit.state.not_in(("planned", "failed"))):
        found[client_id] = max(day, found.get(client_id, day))
    return found


def test_clients_are_sorted_by_every_column(office: Office) -> None:
    with office.reading() as session:
        clients = everyone(session)
        visited = last_visits(session)
        rows = client_rows(session, [one.id for one in clients], TODAY)
        by = {
            "": lambda one: order_key(one.code),
            "name": lambda one: order_key(one.name),
            "area": lambda one: order_key(one.area),
            "visited": lambda one: visited.get(one.id, date.max),
            "fund": lambda one: rows[one.id].fund_fen,
        }
        for name, key in by.items():
            for search in ("", "hao"):
                listed = [one for one in clients if search in one.search_text]
                for down in (False, True):
                    wanted = Wanted(search=search, sort=name, descending=down)
                    in_order = sorted(listed, key=lambda one: one.code)
                    in_order.sort(key=key, reverse=down and bool(name))
                    if name == "visited":  # who never was comes last, both ways
                        in_order.sort(key=lambda one: one.id not in visited)
                    found = client_ids(session, wanted, REP, TODAY)
                    assert found == [one.id for one in in_order], wanted


def test_every_filter_counts_what_it_lists(office: Office) -> None:
    with office.reading() as session:
        counts = CLIENTS.counts(Asked(session, TODAY, REP))
        for name, number in counts.items():
            assert len(client_ids(session, Wanted(filter=name), REP, TODAY)) == number, name
        rows = client_rows(session, client_ids(session, Wanted(), REP, TODAY), TODAY)
        late = {key for key, row in rows.items() if row.overdue_days > 0}
        assert set(client_ids(session, Wanted(filter="overdue"), REP, TODAY)) == late
        assert 0 < len(late) < counts[""]


@pytest.mark.parametrize(
    ("since", "visited", "late"),
    [(8, None, True), (7, None, False), (0, 8, True), (90, 7, False), (None, None, False)],
)
def test_the_rhythm_counts_from_the_last_visit_or_from_the_first_day(
    office: Office, since: int | None, visited: int | None, late: bool
) -> None:
    def ago(days: int | None) -> date | None:
        return None if days is None else TODAY - timedelta(days=days)

    with Session(office.engine.execution_options(change=True)) as session, session.begin():
        key, plan = 90_001, 90_001
        shop = Client(id=key, code="N1", name="新店", segment="学校店", added_on=TODAY)
        shop.state, shop.client_class, shop.active_since = "active", "A", ago(since)
        session.add(shop)
        session.flush()
        if visited is not None:
            day = ago(visited)
            rep = {"rep_id": 1, "planned_by_id": 1}
            session.add(VisitPlan(id=plan, day=day, planned_on=day, **rep))
            session.flush()
            told = {"state": "declined", "suggestion_id": 1_000}
            session.add(Visit(id=plan, plan_id=plan, position=1, client_id=key, **told))
    with office.reading() as session:
        found = client_ids(session, Wanted(filter="overdue"), REP, TODAY)
        assert (key in found) is late


def test_a_quarters_fund_is_that_of_all_quarters_in_order(office: Office) -> None:
    with office.reading() as session:
        quarter = Quarter.of(TODAY)
        for _back in range(5):
            chained = {
                key: next((row for row in rows if row.quarter == quarter), FundQuarter(quarter))
                for key, rows in fund_quarters(session, quarter).items()
            }
            assert funds_in(session, quarter) == chained
            listed = {key: one for key, one in chained.items() if one.listed}
            found = fund_ids(session, Wanted(sort="closing", descending=True), quarter)
            assert set(found) == set(listed)
            closing = [listed[key].closing_fen for key in found]
            assert closing == sorted(closing, reverse=True)
            below = fund_ids(session, Wanted(filter="negative"), quarter)
            assert set(below) == {key for key, one in listed.items() if one.closing_fen < 0}
            rows = fund_rows(session, found[:50], quarter)
            assert {key: row.figures for key, row in rows.items()} == {
                key: listed[key] for key in found[:50]
            }
            quarter = quarter.previous()


def test_a_document_is_found_by_its_client_or_its_number(office: Office) -> None:
    with office.reading() as session:
        every = order_ids(session, Wanted())
        assert every == sorted(every, reverse=True)
        found = order_ids(session, Wanted(search="hao"))
        shops = {one.id for one in session.query(Client) if "hao" in one.search_text}
        rows = order_rows(session, every)
        names = {one.name for one in session.query(Client).filter(Client.id.in_(shops))}
        assert 0 < len(found) < len(every)
        assert {rows[key].client for key in found} <= names
        assert order_ids(session, Wanted(search="dd-0000042")) == [42]
        by_client = order_ids(session, Wanted(sort="client"))
        said = [rows[key].client for key in by_client]
        assert said == sorted(said, key=order_key)


def clients(session: Reading) -> object:
    ids = client_ids(session, Wanted(search="h", sort="fund"), REP, TODAY)
    CLIENTS.counts(Asked(session, TODAY, REP))
    return client_rows(session, ids[:100], TODAY), client_file(session, ids[0], TODAY)


def fund(session: Reading) -> object:
    ids = fund_ids(session, Wanted(), Quarter.of(TODAY))
    return fund_rows(session, ids[:100], Quarter.of(TODAY))


def suggestions(session: Reading) -> object:
    ids = suggestion_ids(session, Wanted(), REP, TODAY)
    return suggestion_rows(session, ids[:100], TODAY), suggestion_detail(session, ids[0], TODAY)


def today(session: Reading) -> object:
    roles = ("rep", "manager", "clerk", "dispatcher", "cashier", "accountant")
    return desk_day(session, TODAY, REP, roles), surroundings(session, REP, roles, TODAY)


def settlement(session: Reading) -> object:
    return settlement_detail(session, 3)


SIZES = (
    Size(2_000, 400, 300, 3_600, 480, 1_800, 600),
    Size(8_000, 1_600, 1_200, 4_000, 960, 5_400, 600),
)


@pytest.fixture(scope="module")
def few_and_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Office]]:
    """A big office, and one of four times its clients."""
    folder = tmp_path_factory.mktemp("big")
    made = [office_of(str(folder / f"{size.clients}.db"), size) for size in SIZES]
    yield made
    for one in made:
        one.engine.dispose()


def heard_by(office: Office, page: Callable[[Reading], object]) -> list[tuple[str, int]]:
    """The statements that a page asks, each with how many values it carries."""
    heard: list[tuple[str, int]] = []

    def hear(_connection: object, _cursor: object, said: str, given: object, *_: object) -> None:
        heard.append((said, len(given) if isinstance(given, tuple) else 0))

    event.listen(office.engine, "before_cursor_execute", hear)
    with office.reading() as session:
        page(session)
    event.remove(office.engine, "before_cursor_execute", hear)
    return heard


def asked(office: Office, page: Callable[[Reading], object]) -> int:
    """How many statements a page needs."""
    heard = heard_by(office, page)
    # A statement holds at most a page of keys, or a long list would break the database's bound.
    assert max(number for _said, number in heard) < 1_000
    return len(heard)


@pytest.mark.parametrize("page", [clients, fund, suggestions, today, settlement])
def test_a_big_office_is_asked_no_more_often(
    few_and_many: list[Office], page: Callable[[Reading], object]
) -> None:
    few, many = few_and_many
    assert asked(many, page) == asked(few, page)


@pytest.mark.parametrize("filtered", ["unpaid", "paid", ""])
def test_the_first_payouts_are_those_of_the_whole_list(office: Office, filtered: str) -> None:
    with office.reading() as session:
        every = payout_ids(session, Wanted(filter=filtered))
        for first in (1, 4, 50, len(every), len(every) + 1):
            assert payout_ids(session, Wanted(filter=filtered, first=first)) == every[:first]
        number, lines = PAYOUTS.first_lines(filtered, Asked(session, TODAY), 4)
        assert (number, [one.key for one in lines]) == (len(every), every[:4])


def steps(office: Office, ask: Callable[[Asked], object], role: str) -> int:
    """How far a database goes for an answer, in hundreds of its own steps."""
    went = []

    with office.reading() as session:
        asked = Asked(session, TODAY, REP, (role,))
        assert asked.rules  # read before
        driver = session.connection().connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(lambda: went.append(1), 100)
        ask(asked)
        driver.set_progress_handler(None, 0)
    return len(went)


def test_prices_seen_too_low_are_not_looked_for_at_each_client(few_and_many: list[Office]) -> None:
    def ask(asked: Asked) -> object:
        return CLIENTS.first_lines("my_too_low", asked, 4)

    few, many = (steps(one, ask, "rep") for one in few_and_many)
    assert many <= few + 2


@pytest.mark.parametrize("records", [ORDERS, DELIVERIES, PAYMENTS], ids=lambda one: one.page)
def test_what_a_list_comes_to_is_not_added_up_from_all_that_it_holds(
    office: Office, records: PageList[object]
) -> None:
    def page(session: Reading) -> object:
        return records.totals(Asked(session, TODAY), Wanted())

    heard = [said for said, _given in heard_by(office, page) if said.startswith("SELECT")]
    assert len(heard) == 1
    for table in ("order_line", "delivery_line", "collection.", "refund."):
        assert table not in heard[0]


@pytest.mark.parametrize("name", ["", "changed"])
def test_the_newest_of_the_trail_are_shown_without_looking_at_all(
    few_and_many: list[Office], name: str
) -> None:
    def ask(asked: Asked) -> object:
        return CHANGES.ids(asked, Wanted(filter=name, first=50))

    few, many = (steps(one, ask, "administrator") for one in few_and_many)
    assert many <= few + 2


def test_the_first_of_very_many_payouts_are_found_without_sorting_all(
    few_and_many: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_MANY", 10)
    told = heard_by(
        few_and_many[1],
        lambda session: PAYOUTS.first_lines("unpaid", Asked(session, TODAY), 4),
    )
    sorting = [said for said, _given in told if "FROM payout" in said and "ORDER BY" in said]
    assert sorting
    assert all("LIMIT" in said for said in sorting)


MOST_ASKED = {
    "rep": 30,
    "manager": 46,
    "clerk": 36,
    "dispatcher": 42,
    "cashier": 22,
    "accountant": 17,
    "administrator": 16,
}


@pytest.mark.parametrize("role", MOST_ASKED)
def test_today_asks_each_role_only_so_much(few_and_many: list[Office], role: str) -> None:
    few, many = few_and_many

    def page(session: Reading) -> object:
        return desk_day(session, TODAY, REP, (role,))

    assert asked(few, page) == asked(many, page) <= MOST_ASKED[role]
