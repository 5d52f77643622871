"""The day board (D4): what is read, reckoned, planned again and kept, with a real office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from desktop.basics.day_plan import DayPlan
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.models import Client, OfficeProfile, Order, Run
from desktop.queries.day_board import DayBoard, arranged, day_board
from desktop.queries.day_rows import PlannedDay
from desktop.queries.facts.drops import driven
from desktop.queries.facts.run_ways import planned_way
from desktop.queries.papers.manifest import manifest
from desktop.services.clients import add_client
from desktop.services.day_plans import ArrangedRun, arrange_day
from desktop.services.orders import OrderedLine, add_order, cancel_order
from desktop.services.runs import add_vehicle, change_run, discard_run, load_run, plan_run
from desktop.services.settings import edit_office
from desktop.services.stock import CountedLot, start_stock
from desktop.views.board.words import planned_words, short_words
from tests.office import MONDAY, Team, new_team

TUESDAY = MONDAY + timedelta(days=1)
SHOPS = ("C7", "C8", "C9", "C10", "C11", "C12")


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """Six shops in two villages with an order each, two vehicles, and the office between."""
    team = new_team(database_url)
    place = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    edit_office(team.ad, 1, ProfileDraft("测试办事处", **place, opens="07:00", closes="19:00"))
    vehicle = VehicleDraft("川B001", "老赵", 40, starts="08:00", ends="12:00", runs=2)
    vehicle = replace(vehicle, per_run_fen=8000, per_km_fen=120, per_hour_fen=2000)
    add_vehicle(team.d1, vehicle)
    add_vehicle(team.d1, replace(vehicle, code="川B002", driver="老钱"))
    for at, code in enumerate(SHOPS):
        shop = ClientDraft(code, f"小店{code}", "学校店", area="东片" if at < 3 else "西片")
        east = Decimal("104.80") if at < 3 else Decimal("104.68")
        where = {"lat": Decimal("31.46") + at * Decimal("0.001"), "lon": east}
        add_client(team.r1, replace(shop, **where, opens="08:00", closes="20:00"))
        add_order(team.r1, code, [OrderedLine("P1", "箱", 5)])
    yield team
    team.office.engine.dispose()


def board_of(team: Team) -> DayBoard:
    with team.office.reading() as session:
        return day_board(session, TUESDAY)


def save(team: Team, board: DayBoard, plan: DayPlan) -> None:
    runs = arranged(board.reckoned(plan), board)
    wanted = [ArrangedRun(**one) for one in runs]
    arrange_day(team.d1, TUESDAY, board.seen, wanted)


def by_hand(board: DayBoard) -> DayPlan:
    """East with the first vehicle, west with the second."""
    plan = board.start.begun("川B001").moved(SHOPS[:3], 1, 0).begun("川B002")
    return plan.moved(SHOPS[3:], 2, 0)


def test_a_hand_edit_is_reckoned_and_says_what_it_breaks(team: Team) -> None:
    board = board_of(team)
    assert [drop.code for drop in board.reckoned(board.start).waiting] == list(SHOPS)
    day = board.reckoned(by_hand(board))
    east, west = day.lines
    assert (east.name, west.name, day.waiting) == ("东片", "西片", ())
    assert [stop.arrives for stop in east.stops] == sorted(stop.arrives for stop in east.stops)
    assert (east.cartons, east.room, east.broken) == (Decimal(15), Decimal(40), ())
    assert day.figures.cost_fen == east.cost_fen + west.cost_fen > 16000
    more = board.reckoned(by_hand(board).moved(SHOPS[3:], 1, 3))
    assert more.figures.runs == 1
    assert more.figures.cost_fen < day.figures.cost_fen
    place = board.place_on(by_hand(board), "C9", 1)
    assert by_hand(board).moved(["C9"], 1, place).on("C9") is not None


def test_what_a_run_breaks_is_told_in_words(team: Team) -> None:
    with team.office.engine.begin() as connection:
        connection.execute(update(Order).values(state="cancelled"))
    for code in SHOPS:
        add_order(team.r1, code, [OrderedLine("P1", "箱", 9)])
    board = board_of(team)
    plan = board.start.begun("川B001").moved(SHOPS, 1, 0)
    line, idle = board.reckoned(plan).lines
    assert "14.0" in line.broken[0]
    assert (idle.vehicle, idle.stops, idle.key < 0) == ("川B002", (), True)


def test_saving_makes_the_runs_of_the_day_all_at_once_and_they_come_back(team: Team) -> None:
    board = board_of(team)
    plan = by_hand(board).held_or_not(["C8"])
    save(team, board, plan)
    again = board_of(team)
    assert [(one.name, one.drops) for one in again.start.tours] == [
        ("东片", SHOPS[:3]), ("西片", SHOPS[3:])
    ]  # fmt: skip
    assert again.start.held == {"C8"}
    assert all(one.departs for one in again.start.tours)
    versions = again.seen
    changed = again.start.moved(["C9"], 2, 0).taken_off(["C10"]).locked_or_not(1, "08:00")
    save(team, again, changed)
    last = board_of(team)
    assert [one.drops for one in last.start.tours] == [("C7", "C8"), ("C9", "C11", "C12")]
    assert (last.start.tours[0].locked, last.start.tours[0].departs) == (True, "08:00")
    assert [drop.code for drop in last.reckoned(last.start).waiting] == ["C10"]
    assert last.seen.keys() == versions.keys() != {}
    save(team, last, last.start.locked_or_not(1).held_or_not(["C8"]).without(1))
    with team.office.reading() as session:
        assert sorted(session.scalars(select(Run.state))) == ["discarded", "planned"]


def test_another_person_s_change_is_told_and_nothing_is_made(team: Team) -> None:
    board = board_of(team)
    with team.office.reading() as session:
        first = session.scalars(select(Order.id)).first()
    assert first is not None
    run = plan_run(team.d1, RunDraft("川B002", TUESDAY, [first]))
    with pytest.raises(ChangedElsewhere):
        save(team, board, by_hand(board))
    board = board_of(team)
    change_run(team.d1, run, 1, RunDraft("川B001", TUESDAY, [first]))
    with pytest.raises(ChangedElsewhere):
        save(team, board, board.start.moved(["C8"], 1, 0))
    board = board_of(team)
    with team.office.reading() as session:
        last = max(session.scalars(select(Order.id)))
    cancel_order(team.c1, last)
    with pytest.raises(ChangedElsewhere):
        save(team, board, board.start.moved(["C12"], 1, 0))
    with team.office.reading() as session:
        states = [run.state for run in session.scalars(select(Run))]
        assert (states, session.get_one(Run, run).vehicle.code) == (["planned"], "川B001")
    again = board_of(team)
    laid = again.laid_over(board.start.moved(["C12", "C8"], 1, 0), board.read)
    assert [one.drops for one in laid.tours] == [("C8", "C7")]


def test_what_was_arranged_means_the_same_order_when_its_code_became_another(team: Team) -> None:
    with team.office.reading() as session:
        first = min(session.scalars(select(Order.id)))
    second = add_order(team.r1, "C7", [OrderedLine("P1", "箱", 2)])
    run = plan_run(team.d1, RunDraft("川B002", TUESDAY, [first]))
    board = board_of(team)
    assert (board.ground.drops["C7"].orders, board.ground.drops["C7/2"].orders) == (
        (first,),
        (second,),
    )
    mine = board.start.begun("川B001").moved(["C7/2"], 2, 0)
    discard_run(team.d1, run)
    cancel_order(team.c1, first)
    again = board_of(team)
    saved = arranged(again.reckoned(again.laid_over(mine, board.read)), again)
    assert [(one["vehicle"], one["orders"]) for one in saved] == [("川B001", (second,))]


def test_planning_keeps_what_is_locked_and_names_and_drivers(team: Team) -> None:
    board = board_of(team)
    made = board.planned(board.start, "anew", lambda _day: False)
    day = board.reckoned(made.plan)
    assert (day.waiting, dict(made.why)) == ((), {})
    assert all(not line.broken for line in day.lines)
    # Who came last comes again, where that costs little: the other vehicle is as good.
    save(team, board, by_hand(board))
    with team.office.engine.begin() as connection:
        connection.execute(update(Run).values(day=MONDAY, state="closed"))
        connection.execute(update(Order).values(state="confirmed"))
    board = board_of(team)
    assert board.start.tours == ()
    made = board.planned(board.start, "anew", lambda _day: False)
    assert (made.kept, made.known) in {(6, 6), (3, 6)}
    lines = [line for line in board.reckoned(made.plan).lines if line.stops]
    assert {line.name for line in lines} <= {"东片", "西片"}
    held = by_hand(board).held_or_not(["C12"]).locked_or_not(1, "09:00")
    for freedom in ("anew", "refit", "fill"):
        again = board.planned(held, freedom, lambda _day: False).plan
        first = again.tour(1)
        assert first is not None
        assert (first.drops, first.departs) == (SHOPS[:3], "09:00")
        assert "C12" in next(one for one in again.tours if one.key == 2).drops
    filled = board.planned(by_hand(board).taken_off(["C9"]), "fill", lambda _day: False).plan
    kept = [code for code in filled.tours[0].drops if code != "C9"]
    assert (kept, filled.placed) == (["C7", "C8"], set(SHOPS))


class Closed(Exception):
    """The page was closed."""


def test_planning_is_broken_off_when_who_asked_is_gone(team: Team) -> None:
    def gone(_day: object) -> bool:
        raise Closed

    with pytest.raises(Closed):
        board_of(team).planned(DayPlan(), "anew", gone)


def test_what_is_out_stands_on_the_board_and_is_not_changed(team: Team) -> None:
    board = board_of(team)
    save(team, board, by_hand(board))
    board = board_of(team)
    assert board.start.tours[0].run_id is not None
    load_run(team.d1, board.start.tours[0].run_id)
    board = board_of(team)
    out, west, again = board.reckoned(board.start).lines
    assert (again.vehicle, again.stops) == ("川B001", ())  # it may make another run
    assert (out.out is not None, out.locked, len(out.stops)) == (True, True, 3)
    assert (west.vehicle, board.ground.vehicles["川B001"].asked.runs) == ("川B002", 1)


def test_goods_that_do_not_go_round_are_told(team: Team) -> None:
    assert board_of(team).short == ()
    start_stock(team.d1, [CountedLot("P1", "2601A", MONDAY + timedelta(days=300), 100)])
    (short,) = board_of(team).short
    assert (short.there, short.wanted) == (100, 6 * 5 * 24)


def test_goods_that_other_days_want_too_are_told_with_the_fair_share(team: Team) -> None:
    add_order(team.r1, "C7", [OrderedLine("P1", "箱", 40)], wanted=TUESDAY + timedelta(days=7))
    start_stock(team.d1, [CountedLot("P1", "2601A", MONDAY + timedelta(days=300), 1000)])
    board = board_of(team)
    (short,) = board.short
    assert short.wanted < short.there < (30 + 40) * 24
    assert f"库存 1000 里公平分得 {short.share}" in short_words(board.short)


def test_a_run_by_itself_has_the_times_that_the_board_showed(team: Team) -> None:
    board = board_of(team)
    save(team, board, by_hand(board))
    board = board_of(team)
    east = board.reckoned(board.start).lines[0]
    with team.office.reading() as session:
        assert east.run_id is not None
        times = planned_way(session, session.get_one(Run, east.run_id))
    assert list(times.arrives.values()) == [stop.arrives for stop in east.stops]
    assert (times.departs, times.metres, times.cost_fen) == (
        east.departs, east.metres, east.cost_fen
    )  # fmt: skip


def test_the_manifest_and_the_figures_have_the_planned_way(team: Team) -> None:
    board = board_of(team)
    save(team, board, by_hand(board))
    board = board_of(team)
    east = board.reckoned(board.start).lines[0]
    assert east.run_id is not None
    with team.office.reading() as session:
        paper = manifest(session, session.get_one(Run, east.run_id))
    assert [stop.planned for stop in paper.stops] == [stop.arrives for stop in east.stops]
    assert paper.distance_m == east.metres
    team.day = TUESDAY
    load_run(team.d1, east.run_id)
    with team.office.reading() as session:
        (run,) = driven(session, TUESDAY, TUESDAY)
        again = manifest(session, session.get_one(Run, east.run_id))
    assert (run.planned, run.metres, run.cost_fen) == (True, east.metres, east.cost_fen)
    assert sum(drop.metres for drop in run.drops) == east.metres
    assert [stop.planned for stop in again.stops] == [stop.planned for stop in paper.stops]


def test_a_shop_without_a_place_has_no_arrival_and_makes_no_detour(team: Team) -> None:
    board = board_of(team)
    save(team, board, by_hand(board))
    with team.office.engine.begin() as connection:
        connection.execute(update(Client).where(Client.code == "C8").values(lat=None, lon=None))
    board = board_of(team)
    run_id = board.reckoned(board.start).lines[0].run_id
    with team.office.reading() as session:
        run = session.get_one(Run, run_id)
        way = planned_way(session, run)
        lost = session.scalar(select(Order.id).join(Client).where(Client.code == "C8"))
        assert lost in [stop.order_id for stop in run.stops]
    assert lost not in way.arrives
    assert len(way.arrives) == 2
    assert 0 < way.metres < 20_000


def test_without_the_office_s_place_the_board_is_seen_and_nothing_reckoned(team: Team) -> None:
    with team.office.engine.begin() as connection:
        connection.execute(update(OfficeProfile).values(lat=None))
    board = board_of(team)
    day = board.reckoned(board.start.begun("川B001").moved(SHOPS, 1, 0))
    assert (day.lines[0].departs, len(day.lines[0].stops)) == ("", 6)
    with pytest.raises(Refused) as caught:
        board.planned(board.start, "anew", lambda _day: False)
    assert caught.value.field == "depot"


def test_a_run_changed_in_its_form_keeps_the_locks_of_the_stops_that_stay(team: Team) -> None:
    board = board_of(team)
    save(team, board, by_hand(board).held_or_not(["C7", "C8"]))
    kept = board_of(team)
    east = kept.start.tours[0]
    orders = [key for code in ("C9", "C8") for key in kept.ground.drops[code].orders]
    draft = RunDraft("川B001", TUESDAY, orders, "08:00")
    assert east.run_id is not None
    change_run(team.d1, east.run_id, kept.seen[east.run_id], draft)
    again = board_of(team).start
    assert (again.tours[0].drops, again.held) == (("C9", "C8"), {"C8"})


def test_an_arrival_in_a_shop_s_break_is_told(team: Team) -> None:
    with team.office.engine.begin() as connection:
        rest = update(Client).where(Client.code.in_(("C7", "C8", "C9", "C10")))
        connection.execute(rest.values(break_from="08:01", break_to="11:30"))
    board = board_of(team)
    east, west = board.reckoned(by_hand(board).locked_or_not(1, "08:00")).lines
    assert [stop.in_break for stop in east.stops] == [True] * 3
    (said,) = east.broken
    assert said.startswith(f"小店C7 {east.stops[0].arrives}、小店C8 {east.stops[1].arrives}、")
    assert said.endswith("到店时正在午休")
    assert [stop.in_break for stop in west.stops] == [True, False, False]


def test_planning_keeps_off_a_shop_s_break_where_that_costs_little(team: Team) -> None:
    with team.office.engine.begin() as connection:
        rest = update(Client).where(Client.code.in_(("C7", "C9", "C10", "C12")))
        connection.execute(rest.values(break_from="08:01", break_to="08:25"))
    board = board_of(team)
    made = board.planned(board.start, "anew", lambda _day: False)
    lines = board.reckoned(made.plan).lines
    assert {line.stops[0].drop.code for line in lines if line.stops} <= {"C8", "C11"}
    assert not any(stop.in_break for line in lines for stop in line.stops)


def test_what_familiar_drivers_cost_is_told_only_where_it_costs(team: Team) -> None:
    found = PlannedDay(by_hand(board_of(team)), {}, 3, 4, 0)
    assert planned_words(found, None) == "4 家里有 3 家仍由原来的司机送"
    dearer = replace(found, dearer_fen=1_250)
    assert planned_words(dearer, None) == "4 家里有 3 家仍由原来的司机送，为此多花 ¥ 12.50"
