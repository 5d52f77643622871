"""What to push (G11): gathered from what clients were sold, kept, and named in what is offered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.errors import Refused
from desktop.models import Audit, Client, HistoryLine, Plan, Product
from desktop.planning.next import Problem
from desktop.queries.audit_words import action_words
from desktop.queries.plans.next import next_problem
from desktop.queries.plans.planned import newest_kept, planned, planned_anew
from desktop.queries.what_works import Offer, next_suggestion
from desktop.services.agreements import UNREVIEWED, sign_agreement
from desktop.services.checking import check_office
from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.plans import keep_plan
from desktop.services.products import ProductDraft, add_product
from desktop.services.returns import record_return
from desktop.services.suggestions import prepare_suggestion
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import approved

TODAY = date(2026, 2, 2)


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    """An office with products P1 (soap), P2 (towel), P3 (rice), and shops C1 to C5."""
    yield from _shops(sqlite_url)


@pytest.fixture
def both(database_url: str) -> Iterator[Team]:
    """The same, once on each kind of database."""
    yield from _shops(database_url)


def _shops(url: str) -> Iterator[Team]:
    team = new_team(url)
    for code, name in (("P2", "毛巾"), ("P3", "大米")):
        draft = ProductDraft(
            code, name, "雅集", "日用", {"支": 1, "箱": 12}, {"支": 100, "箱": 999}
        )
        add_product(team.c1, draft)
    for number in range(3, 6):
        add_client(team.r1, ClientDraft(f"C{number}", f"小店C{number}", "学校店"))
    yield team
    team.office.engine.dispose()


def supply(team: Team, client: str, product: str, day: date = MONDAY, unit: str = "支") -> int:
    team.day = day
    return record_delivery(team.d1, add_order(team.r1, client, [OrderedLine(product, unit, 2)]))


def supplied(team: Team) -> None:
    """C1 to C3 buy soap and towels, C4 soap, C5 rice."""
    for number in (1, 2, 3):
        supply(team, f"C{number}", "P1")
        supply(team, f"C{number}", "P2")
    supply(team, "C4", "P1")
    supply(team, "C5", "P3")
    team.day = TODAY


def keep(team: Team) -> None:
    with team.office.reading() as session:
        made = planned(session, "next", team.day)
    keep_plan(team.r1, made)


def problem(team: Team, today: date = TODAY) -> Problem:
    with team.office.reading() as session:
        return next_problem(session, today)


def offers(team: Team, client: str, today: date = TODAY) -> list[Offer]:
    with team.office.reading() as session:
        key = session.scalars(select(Client.id).where(Client.code == client)).one()
        return next_suggestion(session, key, today)


def test_baskets_are_what_clients_took_in_a_year_and_kept(both: Team) -> None:
    supplied(both)
    whole = supply(both, "C4", "P2", unit="箱")
    record_return(both.d1, whole, 1, 2)
    part = supply(both, "C4", "P3", unit="箱")
    record_return(both.d1, part, 1, 1)
    cancel_delivery(both.d1, supply(both, "C5", "P2"))
    assert problem(both) == Problem(
        baskets={
            **{f"C{number}": ("P1", "P2") for number in (1, 2, 3)},
            "C4": ("P1", "P3"),
            "C5": ("P3",),
        },
        offered=("P1", "P2", "P3"),
        number=20,
    )
    last = MONDAY + timedelta(days=364)
    assert problem(both, last).baskets["C5"] == ("P3",)
    assert problem(both, last + timedelta(days=1)).baskets["C5"] == ()


def test_imported_history_of_the_year_counts_too(both: Team) -> None:
    with both.office.reading() as session:
        clients = dict(session.execute(select(Client.code, Client.id)).all())
        products = dict(session.execute(select(Product.code, Product.id)).all())
    lines = [("C1", "P1", 3, 5), ("C1", "P2", 3, 5), ("C1", "P2", 4, -5), ("C2", "P3", 400, 1)]
    with both.ad.transaction("import") as session:
        session.execute(
            insert(HistoryLine),
            [
                {
                    "source": "past", "row": row, "invoice": "", "quantity": quantity, "price": 1,
                    "sold_on": TODAY - timedelta(days=ago),
                    "client_id": clients[client], "product_id": products[product],
                }
                for row, (client, product, ago, quantity) in enumerate(lines)
            ],
        )  # fmt: skip
    assert problem(both).baskets == {"C1": ("P1",)}


def test_only_what_has_a_price_is_offered(both: Team) -> None:
    draft = ProductDraft("P4", "新品", "雅集", "日用", {"支": 1}, {"支": 100})
    both.day = TODAY + timedelta(days=1)
    add_product(both.c1, draft)
    add_product(both.c1, replace(draft, code="P5", prices={}))
    assert problem(both).offered == ("P1", "P2", "P3")
    assert problem(both, both.day).offered == ("P1", "P2", "P3", "P4")


def test_a_kept_plan_is_read_as_it_was_made_and_stands_in_the_trail(both: Team) -> None:
    supplied(both)
    with both.office.reading() as session:
        assert newest_kept(session, "next") is None
        made = planned_anew(session, "next", TODAY)
        assert made is not None
    keep_plan(both.m1, made)
    with both.office.reading() as session:
        assert newest_kept(session, "next") == made
        assert planned_anew(session, "next", TODAY) is None
        later = planned_anew(session, "next", TODAY + timedelta(days=1))
    assert later == made
    both.day = TODAY + timedelta(days=1)
    keep_plan(both.r1, made)
    with both.office.reading() as session:
        rows = session.execute(select(Plan.made_on, Plan.made_by_id)).all()
        about_it = Audit.record_kind == "plan"
        told = session.execute(select(Audit.action, Audit.after).where(about_it)).all()
    assert rows == [(both.day, both.r1.person.id)]
    assert [action for action, _after in told] == ["plan.keep", "plan.keep"]
    assert "P1" not in (told[0][1] or "")
    assert action_words("plan.keep") == "测算主推推荐"
    assert check_office(both.office, []) is None


def test_keeping_a_plan_is_no_deed_of_anybody(team: Team) -> None:
    office = team.r1
    with office.reading() as session:
        made = planned(session, "next", TODAY)
    keep_plan(office, made)
    assert office.deeds.last is None
    with pytest.raises(Refused):
        keep_plan(team.k1, made)


def test_a_plan_in_another_programs_form_is_as_good_as_none(team: Team) -> None:
    supplied(team)
    keep(team)
    with team.r1.transaction("plan.keep") as session:
        session.execute(update(Plan).values(plan='{"later": {}}'))
    assert offers(team, "C4") == []


def test_the_product_that_shops_like_it_buy_is_offered_with_its_reason(both: Team) -> None:
    supplied(both)
    assert offers(both, "C4") == []
    keep(both)
    (offer,) = offers(both, "C4")
    assert (offer.category, offer.products) == ("push", ("P2",))
    assert offer.reason == "毛巾：进洗面奶的 4 家店里，有 3 家也进它；这家一年里没有进过。"
    assert offer.content == "主推毛巾。"


def test_who_buys_nothing_is_offered_what_most_shops_buy(team: Team) -> None:
    supplied(team)
    with team.office.reading() as session:
        year = TODAY + timedelta(days=335)
        assert set(next_problem(session, year).baskets["C5"]) == {"P3"}
    team.day = MONDAY + timedelta(days=300)
    for client in ("C1", "C2", "C3"):
        supply(team, client, "P1", team.day)
    team.day = MONDAY + timedelta(days=366)
    keep(team)
    (offer,) = offers(team, "C5", team.day)
    assert offer.products == ("P1",)
    assert offer.reason == "洗面奶：有 3 家店在进；这家一年里没有进过。"


def test_what_was_bought_since_or_is_being_told_is_not_offered(team: Team) -> None:
    supplied(team)
    supply(team, "C5", "P1")
    team.day = TODAY
    keep(team)
    assert [one.products for one in offers(team, "C5")] == [("P2",)]
    prepare_suggestion(team.r1, SuggestionDraft("C5", "display", "毛巾放外面", ["P2"]))
    assert offers(team, "C5") == []
    assert [one.products for one in offers(team, "C4")] == [("P2",)]
    supply(team, "C4", "P2", TODAY)
    assert [one.products for one in offers(team, "C4")] == [("P3",)]


def test_a_line_that_a_neighbour_leads_is_not_pushed(both: Team) -> None:
    for code, lat in (("C6", "30"), ("C7", "30.001")):
        shop = ClientDraft(code, f"小店{code}", "学校店", lat=Decimal(lat), lon=Decimal(104))
        add_client(both.r1, shop)
    supply(both, "C7", "P1")
    supplied(both)
    keep(both)
    agreement = approved(both, "C6", lead_lines=["雅集"])
    assert [one.products for one in offers(both, "C7")] == [("P2",)]
    sign_agreement(both.c1, agreement, None, UNREVIEWED)
    assert offers(both, "C7") == []
    assert [one.products for one in offers(both, "C4")] == [("P2",)]


def test_nothing_that_nobody_buys_is_pushed(team: Team) -> None:
    supply(team, "C1", "P1")
    team.day = TODAY
    keep(team)
    assert offers(team, "C1") == []
