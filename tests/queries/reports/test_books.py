"""What clients owe by age, and the books of the general ledger, reckoned by hand (F2)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.basics.report import Only, Part, Report, Scope, Source, Table
from desktop.models import Entry, Posting
from desktop.queries.facts import receivables
from desktop.queries.facts.receivables import owed_by_age
from desktop.queries.reports import postings
from desktop.queries.reports.registry import REPORTS
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import cancel_collection, record_collection
from tests.office import MONDAY, Team, new_team, office_of_story

APIECE = 3780  # of P1's 支, nothing kept back: there is no agreement


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    made = new_team(sqlite_url)
    yield made
    made.office.engine.dispose()


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def sell(team: Team, client: str, quantity: int, days: int) -> int:
    """Sell so many pieces of P1 some days after the first Monday."""
    team.day = after(days)
    order = add_order(team.r1, client, [OrderedLine("P1", "支", quantity)])
    return record_delivery(team.d1, order)


def report(team: Team, name: str, start: date, end: date, *only: Only) -> Report:
    with team.office.reading() as session:
        found = REPORTS[name].report(session, Scope(start, end, only), team.day)
    return found.read_with(team.office.reading)


def table(told: Report, name: str) -> Table:
    return {one.name: one for one in told.tables}[name]


def rows(told: Report, name: str) -> list[tuple[object, ...]]:
    return [line.values for line in table(told, name).lines]


def owing(team: Team, client: str, day: date) -> tuple[int, tuple[int, ...], date | None]:
    with team.office.reading() as session:
        names = dict(session.connection().exec_driver_sql("select id, code from client").all())
        found = {names[one.client_id]: one for one in owed_by_age(session, day)}
    one = found[client]
    return one.owed_fen, one.by_age, one.since


def test_payments_go_against_the_oldest(team: Team) -> None:
    sell(team, "C1", 1, 0)
    sell(team, "C1", 2, 31)
    sell(team, "C1", 4, 62)
    team.day = after(92)
    record_collection(team.k1, "C1", APIECE + 1000)
    last, left = 4 * APIECE, 2 * APIECE - 1000
    assert owing(team, "C1", after(92)) == (last + left, (last, 0, left, 0), after(31))
    # The thirtieth day is the last of the first age, the ninetieth of the third.
    assert owing(team, "C1", after(93))[1] == (0, last, left, 0)
    assert owing(team, "C1", after(122))[1] == (0, last, 0, left)
    # As of an earlier day nothing of what came afterwards counts.
    assert owing(team, "C1", after(91))[1] == (last, 2 * APIECE, 0, APIECE)


def test_what_was_cancelled_was_never_owed_nor_paid(team: Team) -> None:
    sell(team, "C1", 1, 0)
    wrong = sell(team, "C1", 5, 40)
    taken = record_collection(team.k1, "C1", APIECE)
    team.day = after(41)
    cancel_delivery(team.d1, wrong, "送错店")
    cancel_collection(team.k1, taken, "记错店")
    assert owing(team, "C1", after(41)) == (APIECE, (0, APIECE, 0, 0), MONDAY)


def test_who_owes_longest_stands_first_and_credit_is_taken_off_nobody(team: Team) -> None:
    sell(team, "C2", 1, 0)
    sell(team, "C1", 3, 10)
    team.day = after(12)
    record_collection(team.k1, "C2", 2 * APIECE)
    told = report(team, "receivables", MONDAY, after(400))
    assert [(row[0], row[-4], row[-3]) for row in rows(told, "client")] == [
        ("C1", 3 * APIECE, 0),
        ("C2", 0, APIECE),
    ]
    assert rows(told, "client")[0][-2:] == (after(10), 2)
    assert rows(told, "age")[0] == ("30 天以内", 1, 3 * APIECE)
    assert table(told, "age").total == ("合计", 1, 3 * APIECE)
    chart = table(told, "age").chart
    assert chart is not None
    assert chart.series[0].values == (3 * APIECE, 0, 0, 0)
    way = table(told, "rep").lines[0].way
    assert isinstance(way, Part)
    of_rep = report(team, "receivables", MONDAY, after(12), *way.scope.only)
    assert len(rows(of_rep, way.table)) >= 1
    of_none = report(team, "receivables", MONDAY, after(12), Only("rep", "nobody", ""))
    assert rows(of_none, "client") == rows(of_none, "age") == []


def test_an_account_opens_its_card_with_what_was_carried_over(team: Team) -> None:
    first = sell(team, "C1", 1, 0)
    second = sell(team, "C2", 2, 10)
    record_collection(team.k1, "C2", 1000)
    told = report(team, "trial-balance", after(1), after(10))
    line = next(one for one in table(told, "account").lines if one.values[1] == "1122")
    assert line.values[2:] == (APIECE, None, 2 * APIECE, 1000, 3 * APIECE - 1000, None)
    assert isinstance(line.way, Part)
    card = table(report(team, "trial-balance", after(1), after(10), *line.way.scope.only), "card")
    assert [one.values[-3:] for one in card.lines] == [
        (None, None, APIECE),
        (2 * APIECE, None, 3 * APIECE),
        (None, 1000, 3 * APIECE - 1000),
    ]
    assert card.total[-3:] == (2 * APIECE, 1000, 3 * APIECE - 1000)
    assert card.lines[1].way == Source("deliveries", second)
    assert first != second
    assert rows(told, "card") == []
    assert "打开" in table(told, "card").none


def test_the_journal_is_narrowed_to_a_kind_or_a_day(team: Team) -> None:
    sell(team, "C1", 1, 0)
    sell(team, "C2", 2, 10)
    record_collection(team.k1, "C2", 1000)
    told = report(team, "journal", MONDAY, after(10))
    assert rows(told, "kind") == [("送货", 2, 3 * APIECE), ("收款", 1, 1000)]
    assert rows(told, "day") == [(MONDAY, 1, APIECE), (after(10), 2, 2 * APIECE + 1000)]
    for name, place, entries in (("kind", 1, 1), ("day", 0, 1)):
        way = table(told, name).lines[place].way
        assert isinstance(way, Part)
        part = report(team, "journal", way.scope.start, way.scope.end, *way.scope.only)
        assert len({row[1] for row in rows(part, way.table)}) == entries
    money = [row for row in rows(told, "entry") if row[2] == "收款"]
    assert [(row[3], row[5], row[6]) for row in money] == [
        ("库存现金及银行存款", 1000, None),
        ("应收货款", None, 1000),
    ]
    assert [bool(row[4]) for row in money] == [False, True]


def test_the_rows_of_a_journal_or_a_card_are_read_as_they_are_looked_at(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(20):
        sell(team, "C1", 1, day)
    read: list[int] = []
    of_facts = postings.Leg

    def leg(*facts: Any) -> postings.Leg:
        read.append(facts[0])
        return of_facts(*facts)

    monkeypatch.setattr(postings, "Leg", leg)
    told = [table(report(team, "journal", MONDAY, after(30)), "entry")]
    only = Only("account", "receivable", "")
    told.append(table(report(team, "trial-balance", MONDAY, after(30), only), "card"))
    assert [len(one.lines) > 19 for one in told] == [True, True]
    assert not read
    for one in told:
        whole = list(one.lines)
        read.clear()
        assert one.lines[17:19] == whole[17:19]
        assert 0 < len(read) < 12, "the postings of two or three entries"
        assert one.lines[-1] == whole[-1]
        assert one.in_order("number", down=False) == sorted(
            range(len(whole)), key=lambda at: (whole[at].values[1] is None, whole[at].values[1])
        )


def test_what_was_charged_to_those_who_owe_nothing_is_not_read(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(5):
        sell(team, "C1", 1, day)
    record_collection(team.k1, "C1", 5 * APIECE)
    sell(team, "C2", 2, 5)
    of_facts, read = receivables.OpenCharge, list[int]()

    def charge(client_id: int, *facts: Any) -> receivables.OpenCharge:
        read.append(client_id)
        return of_facts(client_id, *facts)

    monkeypatch.setattr(receivables, "OpenCharge", charge)
    assert owing(team, "C2", after(5))[0] == 2 * APIECE
    assert len(read) == 1
    team.day = after(9)
    record_collection(team.k1, "C2", 2 * APIECE)
    read.clear()
    assert owing(team, "C2", after(8))[0] == 2 * APIECE, "who pays later owed it then"
    assert len(read) == 1


def test_nothing_booked_says_so(team: Team) -> None:
    for name in ("trial-balance", "journal", "receivables"):
        told = report(team, name, MONDAY, after(1))
        assert all(not one.lines and one.none and not one.total for one in told.tables)


@pytest.mark.parametrize("story", ["every-account-moves", "the-paper-decides-the-rates"])
def test_the_trial_balance_of_any_time_adds_up_what_is_dated_in_it(
    sqlite_url: str, story: str
) -> None:
    office = office_of_story(story, sqlite_url)
    with office.reading() as session:
        posted = session.execute(
            select(Posting.account, Entry.number, Entry.booked_on, Posting.amount_fen)
            .join(Entry, Entry.number == Posting.entry_number)
            .order_by(Entry.number)
        ).all()
        days = sorted({one.booked_on for one in posted})
        assert days
        for start in days:
            for end in (start, *(day for day in days if day > start)):
                told = REPORTS["trial-balance"].report(session, Scope(start, end), end)
                shown = {
                    line.way.scope.key("account"): line.values[2:] for line in told.tables[0].lines
                }
                assert shown == _balance(posted, start, end)


def _balance(posted: Sequence[Any], start: date, end: date) -> dict[str, tuple[int | None, ...]]:
    found = {}
    for account in {one.account for one in posted if one.booked_on <= end}:
        own = [one for one in posted if one.account == account and one.booked_on <= end]
        before = sum(one.amount_fen for one in own if one.booked_on < start)
        sides = [one.amount_fen for one in own if one.booked_on >= start]
        debit, credit = sum(fen for fen in sides if fen > 0), -sum(fen for fen in sides if fen < 0)
        after = before + debit - credit
        opening, closing = ((max(fen, 0) or None, max(-fen, 0) or None) for fen in (before, after))
        found[account] = (*opening, debit or None, credit or None, *closing)
    return found
