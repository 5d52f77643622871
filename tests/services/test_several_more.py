"""What is done to several benefits, cases, lots, plans and papers at once: all of them, or none."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from desktop.basics.drafts.benefit import PromiseDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.models import Benefit, Case, Client, Delivery, IssuedPaper, Lot, Posting, VisitPlan
from desktop.queries.facts.balances import balance
from desktop.services import benefits, cases, deliveries, orders, payments, stock, visits
from desktop.services.checking import check_office
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import issue_several
from desktop.services.plan_sets import give_day, give_plans_rep, put_back_plans
from desktop.services.staff import add_staff
from tests.office import Team, new_team
from tests.printing import pdf
from tests.services.test_several import asking
from tests.services.through_states import LINES, reported, sold, told


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def all_of(team: Team, column: object) -> list[object]:
    with team.office.reading() as session:
        return list(session.scalars(select(column).order_by("id")))  # type: ignore[call-overload]


def promised(team: Team) -> list[int]:
    return [
        benefits.promise_benefit(team.m1, PromiseDraft(client, kind, 100))
        for client, kind in (("C1", "rebate"), ("C2", "sign"))
    ]


def test_promises_are_kept_together_and_booked_one_by_one(team: Team) -> None:
    keys = promised(team)
    with pytest.raises(Refused) as goods:
        benefits.keep_promises(team.c1, keys, "goods")
    assert goods.value.field == "paid_by"
    assert benefits.keep_promises(team.c1, keys, "setoff") == 2
    assert set(all_of(team, Benefit.state)) == {"delivered"}
    with team.office.reading() as session:
        owed = [balance(session, "receivable", key) for key in session.scalars(select(Client.id))]
        entries = session.scalar(select(func.count(Posting.entry_number.distinct())))
    assert (owed, entries) == ([-100, -100], 2)


def test_a_receipt_older_than_its_benefit_is_named_and_the_others_signed_with_a_yes(
    team: Team,
) -> None:
    first, second = promised(team)
    benefits.keep_promises(team.c1, [first], "cash")
    team.day += timedelta(days=1)
    benefits.keep_promises(team.c1, [second], "cash")
    yesterday = team.day - timedelta(days=1)
    with pytest.raises(NeedsConfirmation) as asked:
        benefits.sign_benefits(asking(team.c1), [first, second], yesterday)
    with team.office.reading() as session:
        number = session.get_one(Benefit, second).number
    assert number in asked.value.message
    both = asking(team.c1, asked.value.name)
    assert benefits.sign_benefits(both, [first, second], yesterday) == 1
    assert all_of(team, Benefit.state) == ["signed", "delivered"]
    with pytest.raises(Refused):
        benefits.sign_benefits(team.c1, [second], team.day + timedelta(days=1))


def test_reports_are_taken_up_together_and_one_that_was_decided_is_named(team: Team) -> None:
    sold(team)
    team.day = date(2026, 1, 12)
    keys = [reported(team, []) for _one in range(3)]
    cases.dismiss_case(team.m1, keys[1])
    with pytest.raises(Refused):
        cases.accept_cases(team.m1, keys)
    assert all_of(team, Case.state) == ["reported", "dismissed", "reported"]
    assert cases.accept_cases(team.m1, [keys[0], keys[2]]) == 2
    with pytest.raises(Refused) as refused:
        cases.accept_cases(team.c1, keys)
    assert refused.value.code == "not_allowed"


def test_what_lies_of_several_lots_is_written_off_and_an_empty_one_named(team: Team) -> None:
    for code in ("L1", "L2", "L3"):
        stock.receive_stock(team.d1, 1, code, date(2027, 12, 31), "支", 1)
    stock.start_stock(team.d1, [stock.CountedLot("P1", "L1", date(2027, 12, 31), 5)])
    stock.receive_stock(team.d1, 1, "L2", date(2027, 12, 31), "支", 3)
    with pytest.raises(Refused) as refused:
        stock.write_off_lots(team.d1, [1, 2, 3], "过期")
    assert "L3" in refused.value.message
    with pytest.raises(Refused) as wordless:
        stock.write_off_lots(team.d1, [1, 2], " ")
    assert wordless.value.field == "reason"
    assert stock.write_off_lots(team.d1, [1, 2], "过期") == 2
    with team.office.reading() as session:
        lots = session.execute(select(Lot.warehouse, Lot.written_off).order_by(Lot.id)).all()
    assert [tuple(one) for one in lots] == [(0, 5), (0, 3), (0, 0)]


def test_plans_go_to_another_day_and_rep_and_back(team: Team) -> None:
    keys = [
        visits.plan_visits(team.r1, VisitPlanDraft("r1", team.day, [code])) for code in ("C1", "C2")
    ]
    add_staff(team.ad, "r9", "员工r9", ["rep"])
    later = team.day + timedelta(days=3)
    days = give_day(team.r1, keys, later)
    assert set(all_of(team, VisitPlan.day)) == {later}
    give_plans_rep(team.m1, keys, "r9")
    assert len(set(all_of(team, VisitPlan.rep_id))) == 1
    with pytest.raises(Refused) as since:  # each has another rep since
        put_back_plans(team.r1, days)
    assert since.value.code == "changed"
    with pytest.raises(Refused) as past:
        give_day(team.r1, keys, team.day - timedelta(days=1))
    assert past.value.field == "date"
    with pytest.raises(Refused) as nobody:
        give_plans_rep(team.r1, keys, "nobody")
    assert nobody.value.field == "rep"
    put_back_plans(team.r1, give_day(team.r1, keys, later + timedelta(days=1)))
    assert set(all_of(team, VisitPlan.day)) == {later}


def test_a_released_plan_stays_on_its_day_and_is_named(team: Team) -> None:
    told(team, "C1")
    keys = [
        visits.plan_visits(team.r1, VisitPlanDraft("r1", team.day, [code])) for code in ("C1", "C2")
    ]
    visits.release_plan(team.r1, keys[0])
    with pytest.raises(Refused) as refused:
        give_day(team.r1, keys, team.day + timedelta(days=1))
    assert str(team.day) in refused.value.message
    assert set(all_of(team, VisitPlan.day)) == {team.day}


def test_of_several_papers_each_that_cannot_be_is_named_and_none_is_counted(team: Team) -> None:
    numbers = []
    for amount in (100, 200, 300):
        key = payments.record_collection(team.k1, "C1", amount)
        with team.office.reading() as session:
            numbers.append(session.get_one(payments.Collection, key).number)
        if amount != 100:
            payments.cancel_collection(team.k1, key)
    with pytest.raises(Refused) as refused:
        issue_several(team.k1, "receipt", [WhichPaper(one) for one in numbers])
    assert all(one in refused.value.message for one in numbers[1:])
    assert numbers[0] not in refused.value.message
    with team.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(IssuedPaper)) == 0
    assert numbers[0] in pdf.text(issue_several(team.k1, "receipt", [WhichPaper(numbers[0])]))


def test_a_hundred_thousand_papers_are_refused_before_one_is_drawn(team: Team) -> None:
    with pytest.raises(Refused, match="100,000"):
        issue_several(team.k1, "receipt", [WhichPaper(str(one)) for one in range(100_000)])


def test_the_notes_of_several_deliveries_are_one_pdf_without_a_cancelled_one(team: Team) -> None:
    _order, first = sold(team)
    second = deliveries.record_delivery(team.d1, orders.add_order(team.r1, "C2", LINES))
    which = [WhichPaper(key=key) for key in (first, second)]
    words = pdf.text(issue_several(team.d1, "delivery_note", which))
    for note in all_of(team, Delivery.note):
        assert str(note) in words
    assert check_office(team.office) is None
    deliveries.cancel_delivery(team.d1, second)
    with pytest.raises(Refused) as refused:
        issue_several(team.d1, "delivery_note", which)
    assert refused.value.code == "wrong_state"
