"""The results of a run's stops are recorded together, or none of them is (D6)."""

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.models import Collection, Delivery, Order, Return, Stop
from desktop.queries.facts.runs import taken_by_means
from desktop.queries.run_results import StopOut, run_results
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.results import StopResult, TakenBack, record_results, row_of
from desktop.services.runs import add_vehicle, load_run, plan_run
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.services.test_change import counted


def _fill(office: Office) -> None:
    """A run that is out with three orders; C1 had goods before."""
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    before = add_order(team.r1, "C1", [OrderedLine("P1", "支", 4)])
    record_delivery(team.d1, before)
    lines = [OrderedLine("P1", "支", 3), OrderedLine("P1", "箱", 1)]
    orders = [add_order(team.r1, client, lines) for client in ("C1", "C2", "C1")]
    run = plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00"))
    load_run(team.d1, run)


@pytest.fixture
def team(database_url: str) -> Team:
    return Team(copy_of("a run out", _fill, database_url))


def stops(team: Team) -> tuple[StopOut, ...]:
    with team.office.reading() as session:
        return run_results(session, 1).stops


def result(stop: StopOut, accepted: list[int] | None = None, **more: object) -> StopResult:
    full = [line.loaded for line in stop.lines]
    seen = [(line.product, line.unit, line.ordered) for line in stop.lines]
    return StopResult(stop.order_id, full if accepted is None else accepted, seen, **more)  # type: ignore[arg-type]


def states(team: Team) -> list[str]:
    with team.office.reading() as session:
        return [session.get_one(Order, one.order_id).state for one in stops_of(session)]


def stops_of(session: object) -> list[Stop]:
    return session.query(Stop).order_by(Stop.position).all()  # type: ignore[attr-defined, no-any-return]


def test_all_kinds_of_results_are_recorded_in_one_change(team: Team) -> None:
    first, second, third = stops(team)
    assert [len(one.back) for one in (first, second, third)] == [1, 0, 1]
    back = (TakenBack(first.back[0].line_id, 2, "bad"),)
    done = record_results(
        team.d1,
        1,
        [
            result(first, collected_fen=101_340, means="wechat", arrived="09:30", back=back),
            StopResult(second.order_id, None, why="关门"),
            result(third, [0, 1], why="外箱破损"),
        ],
    )
    assert done == 3
    assert states(team) == ["delivered", "confirmed", "partly"]
    with team.office.reading() as session:
        assert taken_by_means(session, 1) == {"wechat": 101_340}
        assert [one.condition for one in session.query(Return)] == ["bad"]
        whys = [one.refused_because for one in session.query(Delivery).order_by(Delivery.id)]
        assert whys == ["", "", "外箱破损"]
        assert session.query(Collection).one().means == "wechat"
    assert [one.state for one in stops(team)] == ["delivered", "unserved", "partly"]


def test_what_is_refused_of_one_is_said_at_its_row_and_nothing_is_recorded(team: Team) -> None:
    first, second, third = stops(team)
    with pytest.raises(Refused) as refused:
        record_results(team.d1, 1, [result(first), result(second, [3, 2])])
    assert refused.value.code == "over_quantity"
    assert refused.value.field == "stops"
    assert refused.value.spot is not None
    assert refused.value.spot.line == row_of(second.order_id, 2)
    too_many = (TakenBack(third.back[0].line_id, 5),)
    with pytest.raises(Refused) as refused:
        record_results(team.d1, 1, [result(first), result(third, back=too_many)])
    assert refused.value.spot is not None
    assert refused.value.spot.line == row_of(third.order_id, back=third.back[0].line_id)
    assert states(team) == ["loaded"] * 3


def test_a_stop_that_was_not_served_takes_no_money_and_brings_nothing_back(team: Team) -> None:
    first = stops(team)[0]
    for more in ({"collected_fen": 100}, {"back": (TakenBack(first.back[0].line_id, 1),)}):
        with pytest.raises(Refused) as refused:
            record_results(team.d1, 1, [StopResult(first.order_id, None, **more)])  # type: ignore[arg-type]
        assert refused.value.code == "invalid"
    with pytest.raises(Refused):
        record_results(team.d1, 1, [])


def test_what_is_asked_of_several_stops_is_asked_once_for_all(team: Team) -> None:
    results = [result(one, collected_fen=100 * one.place) for one in stops(team)]
    form = team.d1.saving("key", {}, frozenset())
    with pytest.raises(NeedsConfirmation) as question:
        record_results(form, 1, results)
    assert question.value.name == "difference"
    assert question.value.message.count("小店C") == 3
    record_results(team.d1.saving("key", {}, {"difference"}), 1, results)
    assert states(team) == ["delivered"] * 3


def test_a_result_that_somebody_else_entered_meanwhile_is_refused(team: Team) -> None:
    first, second, _third = stops(team)
    record_delivery(team.d1, second.order_id)
    with pytest.raises(Refused) as refused:
        record_results(team.d1, 1, [result(first), result(second)])
    assert refused.value.code == "duplicate"
    assert states(team)[0] == "loaded"


def test_stops_that_are_recorded_together_are_read_together(team: Team) -> None:
    """However many stops there are, what they rest on is read once."""
    first, *others = stops(team)
    with counted(team.office.engine) as alone:
        record_results(team.d1, 1, [result(first, collected_fen=101_340)])
    with counted(team.office.engine) as both:
        record_results(team.d1, 1, [result(one, collected_fen=101_340) for one in others])

    def read(asked: list[str]) -> list[str]:
        return [one for one in asked if one.startswith(("SELECT", "UPDATE counter"))]

    assert len(others) == 2
    assert len(read(both)) <= len(read(alone)), read(both)


def test_two_payments_at_a_stop_are_booked_each_by_its_means(team: Team) -> None:
    first, second, _third = stops(team)
    record_results(team.d1, 1, [result(first, collected_fen=100_000, also=(1_340, "wechat"))])
    with team.office.reading() as session:
        assert taken_by_means(session, 1) == {"cash": 100_000, "wechat": 1_340}
    with pytest.raises(Refused) as refused:
        record_results(team.d1, 1, [result(second, collected_fen=1, also=(-1, "wechat"))])
    assert refused.value.spot is not None
    assert (refused.value.spot.line, refused.value.spot.column) == (
        row_of(second.order_id, also=True),
        "collected",
    )


def test_a_stop_that_came_back_in_another_window_is_not_delivered_from_here(team: Team) -> None:
    first, second, third = stops(team)
    record_results(team.d1, 1, [StopResult(second.order_id, None, why="关门")])
    other = plan_run(team.d1, RunDraft("V1", MONDAY, [second.order_id], "14:00"))
    with pytest.raises(Refused) as refused:
        record_results(team.d1, 1, [result(first), result(second), result(third)])
    spot = refused.value.spot
    assert spot is not None
    assert (refused.value.code, spot.line) == ("changed", row_of(second.order_id))
    assert sorted(states(team)) == ["loaded", "loaded", "planned", "planned"]
    with team.office.reading() as session:
        assert [one.run_id for one in session.query(Stop).filter(Stop.run_id == other)] == [other]
