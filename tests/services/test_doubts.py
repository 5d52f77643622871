"""What a person is asked about once: too much, or the same again; nobody else is asked."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import NeedsConfirmation
from desktop.queries.today import desk_day
from desktop.services.agreements import (
    UNREVIEWED,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.areas import set_holiday
from desktop.services.benefits import deliver_benefit
from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order, change_order
from desktop.services.payments import pay_refund, record_collection
from desktop.services.products import ProductDraft, add_product, set_price
from desktop.services.results import StopResult, record_results
from desktop.services.returns import record_return
from desktop.services.runs import add_vehicle, change_run, load_run, plan_run
from desktop.services.staff import edit_staff
from desktop.services.stock import receive_stock, start_stock
from tests.office import MONDAY, Team, new_team


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


class Forms:
    """Saves one form after the other, as a person who is asked and says yes or no."""

    def __init__(self) -> None:
        self._made = 0

    def save(self, office: Office, work: Callable[[Office], object]) -> list[str]:
        """What was asked until it was saved."""
        self._made += 1
        asked: list[str] = []
        while True:
            try:
                work(office.saving(f"form {self._made}", {}, set(asked)))
            except NeedsConfirmation as question:
                if question.name in asked:
                    raise
                asked.append(question.name)
            else:
                return asked


def order(client: str, quantity: int) -> Callable[[Office], object]:
    return lambda office: add_order(office, client, [OrderedLine("P1", "支", quantity)])


def test_a_slip_in_the_very_first_order_is_asked_about(team: Team) -> None:
    forms = Forms()
    assert forms.save(team.r1, order("C1", 99_999_999)) == ["far too much"]


def test_terms_that_give_too_much_away_are_asked_about(team: Team) -> None:
    forms = Forms()
    add_product(team.c1, ProductDraft("P7", "润肤霜", "白石", "护肤", {"支": 1}, retail_fen=1500))

    def agreed(
        basic: str, fund: str, price_fen: int, own: tuple[Decimal | None, Decimal | None] | None
    ) -> Callable[[Office], object]:
        draft = AgreementDraft(
            "C1",
            MONDAY,
            MONDAY + timedelta(364),
            Decimal(basic),
            Decimal(fund),
            {} if own is None else {"P7": own},
            {"P7": price_fen},
        )
        return lambda office: draft_agreement(office, draft)

    assert forms.save(team.c1, agreed("0.125", "0.05", 1500, None)) == []
    assert forms.save(team.c1, agreed("0.125", "0.375", 1500, None)) == []
    assert forms.save(team.c1, agreed("0.125", "0.5", 1500, None)) == ["rates"]
    assert forms.save(team.c1, agreed("0.125", "0.05", 1500, (Decimal("0.46"), None))) == ["rates"]
    assert forms.save(team.c1, agreed("0.125", "0.05", 1501, None)) == ["above retail"]
    agreed("0.9", "0.9", 1501, None)(team.c1)  # nobody is asked where nobody can answer


def test_a_price_that_is_likely_a_slip_is_asked_about(team: Team) -> None:
    forms = Forms()
    draft = ProductDraft("P7", "润肤霜", "白石", "护肤", {"支": 1, "箱": 10}, {"支": 1000}, 1500)
    product = add_product(team.c1, draft)

    def priced(fen: int, unit: str = "支") -> Callable[[Office], object]:
        return lambda office: set_price(office, product, unit, fen, MONDAY)

    assert forms.save(team.c1, priced(1500)) == []
    assert forms.save(team.c1, priced(749)) == ["price"], "under half of what it was"
    assert forms.save(team.c1, priced(1498)) == []
    assert forms.save(team.c1, priced(1501)) == ["price"], "above the suggested retail price"
    assert forms.save(team.c1, priced(15_000, "箱")) == []
    assert forms.save(team.c1, priced(15_010, "箱")) == ["price"]
    assert forms.save(team.c1, priced(1400)) == []
    rates = Decimal("0.125"), Decimal("0.05")
    ends = MONDAY + timedelta(364)
    agreed = AgreementDraft("C1", MONDAY, ends, *rates, protected_prices={"P7": 1390})
    agreement = draft_agreement(team.c1, agreed)
    submit_agreement(team.c1, agreement)
    approve_agreement(team.m1, agreement)
    assert forms.save(team.c1, priced(1399)) == [], "nothing is promised yet"
    sign_agreement(team.c1, agreement, confirmed=frozenset({UNREVIEWED}))
    assert forms.save(team.c1, priced(1390)) == []
    assert forms.save(team.c1, priced(1391)) == ["price"], "the client may sell at less"
    priced(1)(team.c1)  # nobody is asked where nobody can answer


def test_far_more_than_is_there_is_asked_about(team: Team) -> None:
    forms = Forms()
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", date(2027, 1, 1), "支", 1704)
    assert forms.save(team.r1, order("C1", 900)) == []
    assert forms.save(team.r1, order("C2", 2000)) == []
    assert forms.save(team.r1, order("C1", 99_999)) == ["far too much"]


def test_far_more_than_was_ever_taken_is_asked_about_also_without_stock(team: Team) -> None:
    forms = Forms()
    assert forms.save(team.r1, order("C1", 6)) == []
    assert forms.save(team.r1, order("C1", 50)) == []
    assert forms.save(team.r1, order("C1", 999)) == ["far too much"]
    lines = [OrderedLine("P1", "箱", 500)]
    change = forms.save(team.r1, lambda office: change_order(office, 1, 1, lines))
    assert change == ["far too much"]


def test_far_more_than_of_anything_else_is_asked_about_of_goods_nobody_ever_had(
    team: Team,
) -> None:
    draft = ProductDraft("P2", "新品", "清泉", "洁面", {"支": 1}, {"支": 100}, 200)
    add_product(team.c1, draft)
    forms = Forms()

    def fresh(quantity: int) -> Callable[[Office], object]:
        return lambda office: add_order(office, "C1", [OrderedLine("P2", "支", quantity)])

    add_order(team.r1, "C1", [OrderedLine("P1", "箱", 2)])
    assert forms.save(team.r1, fresh(99_999)) == ["far too much"]
    add_order(team.r1, "C2", [OrderedLine("P2", "支", 3)])
    assert forms.save(team.r1, order("C1", 24)) == []


def test_goods_that_are_not_there_are_asked_about_as_they_leave(team: Team) -> None:
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", date(2027, 1, 1), "支", 100)
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 9999)])
    with team.office.reading() as session:
        for code, roles in (("d1", {"dispatcher"}), ("k1", {"cashier"})):
            person = team.office.find_person(code)
            day = desk_day(session, MONDAY, person.id, frozenset(roles))
            below = [line.under for one in day.sections for line in one.lines if one.urgent]
            assert ("-9899 支" in below) is (code == "d1")
    asked = Forms().save(team.d1, lambda office: record_delivery(office, key))
    assert asked == ["far too much"]


def test_the_same_goods_again_on_one_day_are_asked_about(team: Team) -> None:
    forms = Forms()
    assert forms.save(team.r1, order("C1", 6)) == []
    assert forms.save(team.r1, order("C1", 6)) == ["same again"]
    assert forms.save(team.r1, order("C2", 6)) == []
    team.day = date(2026, 1, 6)
    assert forms.save(team.r1, order("C1", 6)) == []


def test_money_above_the_debt_or_taken_again_is_asked_about(team: Team) -> None:
    forms = Forms()
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 10)])
    record_delivery(team.d1, key)

    def take(amount_fen: int) -> list[str]:
        return forms.save(team.k1, lambda office: record_collection(office, "C1", amount_fen))

    assert take(10000) == []
    assert take(10000) == ["same again"]
    assert take(17800) == []
    assert take(1) == ["above the debt"]


def test_money_taken_with_a_delivery_is_held_against_what_is_due(team: Team) -> None:
    forms = Forms()
    keys = [add_order(team.r1, "C1", [OrderedLine("P1", "支", one)]) for one in (1, 2, 3, 4)]

    def deliver(place: int, fen: int, why: str = "") -> list[str]:
        return forms.save(
            team.d1,
            lambda office: record_delivery(office, keys[place], collected_fen=fen, difference=why),
        )

    assert deliver(0, 3780) == []
    assert deliver(1, 0) == []
    assert deliver(2, 5000) == ["difference"]
    assert deliver(3, 20000, "连上次的一起付") == []


def test_results_of_a_day_before_their_run_are_asked_about(team: Team) -> None:
    forms = Forms()
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    orders = [add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)]) for _times in range(3)]
    tomorrow = team.d1.on(MONDAY + timedelta(days=1), team.d1.person)
    load_run(team.d1, plan_run(team.d1, RunDraft("V1", tomorrow.today, orders)))

    def served(office: Office, *of: int) -> list[str]:
        seen = [("P1", "支", 1)]
        said = [StopResult(one, [1] if one != orders[2] else None, seen) for one in of]
        return forms.save(office, lambda saving: record_results(saving, 1, said))

    assert served(team.d1, orders[0]) == ["before its run"]
    assert served(team.d1, orders[2]) == ["before its run"], "nor is it known as not served"
    assert served(tomorrow, orders[1]) == []


def test_whoever_leaves_clients_behind_is_asked_about(team: Team) -> None:
    forms = Forms()
    add_client(team.c1, ClientDraft("C9", "街角店", "街边店", rep="r1"))

    def leaves(code: str, role: str) -> list[str]:
        left = {"active": False}
        return forms.save(
            team.ad, lambda office: edit_staff(office, code, 1, "小李", [role], **left)
        )

    assert leaves("d1", "dispatcher") == []
    assert leaves("r1", "rep") == ["leaves work"]


def test_what_goes_out_twice_within_minutes_is_asked_about(team: Team) -> None:
    forms = Forms()
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 9)]))
    record_collection(team.k1, "C2", 10000)
    for person, work in (
        ("k1", lambda office: pay_refund(office, "C2", 500)),
        ("c1", lambda office: deliver_benefit(office, BenefitDraft("C1", "rack", 5000))),
        ("d1", lambda office: record_return(office, 1, 1, 2)),
    ):
        assert forms.save(getattr(team, person), work) == []
        assert forms.save(getattr(team, person), work) == ["same again"]


def test_a_command_or_a_replay_is_not_asked(team: Team) -> None:
    assert add_order(team.r1, "C1", [OrderedLine("P1", "支", 99_999)]) == 1
    assert record_collection(team.k1, "C1", 10**9) == 1


def test_a_run_on_a_day_that_is_a_slip_is_asked_about(team: Team) -> None:
    forms = Forms()
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    orders = [add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)]) for _times in range(3)]
    tuesday, friday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
    set_holiday(team.d1, friday)

    def plan(day: date, order_id: int) -> list[str]:
        draft = RunDraft("V1", day, [order_id])
        return forms.save(team.d1, lambda office: plan_run(office, draft))

    assert plan(tuesday, orders[0]) == []
    assert plan(friday, orders[1]) == ["holiday"]
    assert plan(MONDAY - timedelta(days=2), orders[2]) == ["before its orders"]
    # What stays on its day is not asked about again, what is moved is.
    kept = RunDraft("V1", friday, [orders[1]])
    assert forms.save(team.d1, lambda office: change_run(office, 2, 1, kept)) == []
    moved = RunDraft("V1", friday, [orders[0]])
    assert forms.save(team.d1, lambda office: change_run(office, 1, 1, moved)) == ["holiday"]
