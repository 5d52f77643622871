"""Service and drops: on time in full, what a drop cost, and what would mend a dear one (D7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.report import Scope, Source, Table
from desktop.queries.facts.drops import driven
from desktop.queries.facts.service import Service, service
from desktop.queries.reports.registry import REPORTS
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, leave_unserved, load_run, plan_run
from tests.office import MONDAY, Team, copy_of, fill_team

FRIDAY = MONDAY + timedelta(days=4)
WEEK = Scope(MONDAY, FRIDAY)


def _fill(office: Office) -> None:
    """Tuesday's run serves C1 and finds C2 shut; Wednesday's serves both, C2 a day late."""
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, "", per_run_fen=8_000))
    lines = [OrderedLine("P1", "支", 3)]
    orders = [add_order(team.r1, client, lines) for client in ("C1", "C2")]
    third = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 2)])
    team.day = MONDAY + timedelta(days=1)
    run = plan_run(team.d1, RunDraft("V1", team.day, orders, "08:00"))
    load_run(team.d1, run)
    record_delivery(team.d1, orders[0], arrived="09:30")
    leave_unserved(team.d1, run, orders[1], "关门")
    team.day = MONDAY + timedelta(days=2)
    run = plan_run(team.d1, RunDraft("V1", team.day, [orders[1], third], "08:00"))
    load_run(team.d1, run)
    record_delivery(team.d1, orders[1], [2], refused_because="外箱破损")
    record_delivery(team.d1, third)


@pytest.fixture
def team(database_url: str) -> Team:
    return Team(copy_of("a week of drops", _fill, database_url), FRIDAY)


def tables(team: Team, name: str, scope: Scope = WEEK) -> dict[str, Table]:
    with team.office.reading() as session:
        return {one.name: one for one in REPORTS[name].report(session, scope, team.day).tables}


def told(table: Table, *columns: str) -> list[tuple[object, ...]]:
    places = [[one.name for one in table.columns].index(name) for name in columns]
    return [tuple(line.values[place] for place in places) for line in table.lines]


def test_what_was_due_counts_once_and_is_judged_by_its_paper(team: Team) -> None:
    with team.office.reading() as session:
        assert service(session, FRIDAY, FRIDAY, MONDAY) == Service(3, 1, 2, 1)
    found = tables(team, "service")
    assert told(found["month"], "month", "orders", "on_time", "in_full", "on_time_in_full") == [
        ("2026-01", 3, Decimal("0.3333"), Decimal("0.6667"), Decimal("0.3333"))
    ]
    assert told(found["vehicle"], "vehicle", "orders", "drops") == [("V1", 3, 3)]
    assert told(found["driver"], "driver", "drops", "drop_cost") == [("骆师傅", 3, 5_333)]
    assert told(found["client"], "code", "orders", "on_time_in_full") == [
        ("C1", 2, Decimal("0.5000")),
        ("C2", 1, Decimal("0.0000")),
    ]


def test_who_is_late_or_short_is_told_with_why(team: Team) -> None:
    late = tables(team, "service")["late"]
    assert told(late, "client", "days", "why") == [
        ("小店C2", 1, "未送达：关门；部分拒收或缺货（外箱破损）"),
        ("小店C1", 1, "晚于应送日送达"),
    ]
    assert isinstance(late.lines[0].way, Source)


def test_a_run_costs_what_its_vehicle_says_shared_to_the_fen(team: Team) -> None:
    with team.office.reading() as session:
        first, second = driven(session, MONDAY, FRIDAY)
    assert [one.cost_fen for one in (first, second)] == [8_000, 8_000]
    assert [(one.client_id, one.served, one.cost_fen) for one in first.drops] == [
        (1, True, 4_000),
        (2, False, 4_000),
    ]
    assert sum(one.cost_fen for one in second.drops) == 8_000


def test_way_and_time_fall_to_the_drop_that_needs_them(team: Team) -> None:
    from desktop.queries.facts.drops import _shares

    assert _shares(10_000, 1_000, [100, 300]) == [500 + 2_250, 500 + 6_750]
    assert sum(_shares(9_999, 1, [1, 1, 1])) == 9_999
    assert _shares(7, 0, [0, 0]) == [4, 3]
    assert _shares(7, 7, []) == []


def test_dear_drops_say_what_would_mend_them(team: Team) -> None:
    found = tables(team, "drops")
    losing = found["losing"]
    assert told(losing, "client", "earned", "cost", "lost", "mend") == [
        ("小店C2", 0, 4_000, 4_000, "送前先打电话：这次什么也没收"),
        ("小店C2", 756, 4_000, 3_244, "每次至少 400.00，或减少送货次数"),
        ("小店C1", 1_134, 4_000, 2_866, "与 2026-01-07 那次合并送"),
    ]
    assert losing.total[-2] == 4_000 + 3_244 + 2_866
    assert told(found["run"], "drops", "cost", "drop_cost") == [
        (2, 8_000, 4_000),
        (1, 8_000, 8_000),
    ]
    assert told(found["area"], "area", "losing") == [("无片区", 3)]


def test_a_minimum_that_would_carry_a_drop_is_named_before_a_larger_one(team: Team) -> None:
    with team.office.reading() as session:
        from desktop.queries.reports.drops import _Mending, _Shop

        runs = driven(session, MONDAY, FRIDAY)
    shops = {key: _Shop(key, f"C{key}", "", "城南") for key in (1, 2)}
    mending = _Mending(runs[1:], shops, {"城南": 50_000}, Decimal("0.1"))
    drop = next(one for one in runs[1].drops if one.client_id == 2)
    assert mending.words(drop, shops[2]) == "守住起送额 500.00"


def test_no_drop_is_told_to_go_before_it_was_ordered(team: Team) -> None:
    with team.office.reading() as session:
        from desktop.queries.reports.drops import _Mending, _Shop

        tuesday, wednesday = driven(session, MONDAY, FRIDAY)
    assert [one.ordered_on for one in wednesday.drops] == [MONDAY, MONDAY]
    shops = {key: _Shop(key, f"C{key}", "", "城南") for key in (1, 2)}
    alone = replace(wednesday, drops=wednesday.drops[:1])
    drop = replace(alone.drops[0], client_id=2)
    mending = _Mending([tuesday, replace(alone, drops=(drop,))], shops, {}, Decimal("0.1"))
    assert mending._better_day(drop, shops[2]) == (MONDAY + timedelta(days=1), 2)
    later = replace(drop, ordered_on=MONDAY + timedelta(days=1))
    assert mending._better_day(later, shops[2]) is None


def test_nothing_in_the_time_is_said_in_words(team: Team) -> None:
    before = Scope(date(2025, 1, 1), date(2025, 1, 31))
    assert all(not one.lines for one in tables(team, "service", before).values())
    assert all(not one.lines for one in tables(team, "drops", before).values())
