"""What no replay reaches: editing, closing, passwords, changes of orders, refusals' fields."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import ChangedElsewhere, NeedsConfirmation, Refused
from desktop.models import Client, Order, Staff
from desktop.services.agreements import (
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.clients import ClientDraft, add_client, close_client, edit_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order, change_order
from desktop.services.payments import pay_refund, record_collection
from desktop.services.products import ProductDraft, add_product
from desktop.services.settings import name_office, review_clauses
from desktop.services.staff import first_administrator, password_fits, set_password
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
    withdraw_suggestion,
)
from desktop.services.visits import plan_visits, record_patrol, release_plan
from tests.office import MONDAY, Team, new_team


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office."""
    return new_team(sqlite_url)


def code_of(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.code


def test_a_client_file_is_saved_and_the_second_to_save_is_told(team: Team) -> None:
    draft = ClientDraft("C1", "新名字", "小区店", rep="r1", lat=Decimal("31.46"))
    edit_client(team.r1, 1, 1, draft)
    with team.office.reading() as session:
        assert session.get_one(Client, 1).name == "新名字"
    with pytest.raises(ChangedElsewhere):
        edit_client(team.c1, 1, 1, draft)


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        ("name", ClientDraft("C1", " ", "店")),
        ("class", ClientDraft("C1", "店", "店", client_class="D")),
        ("lat", ClientDraft("C1", "店", "店", lat=Decimal(91))),
        ("lon", ClientDraft("C1", "店", "店", lon=Decimal(181))),
        ("households", ClientDraft("C1", "店", "店", households=-1)),
    ],
)
def test_a_bad_client_file_is_pointed_at(team: Team, field: str, draft: ClientDraft) -> None:
    with pytest.raises(Refused) as caught:
        edit_client(team.r1, 1, 1, draft)
    assert (code_of(caught), caught.value.field) == ("invalid", field)


def test_a_client_is_closed_only_when_nothing_is_left(team: Team) -> None:
    order_id = add_order(team.r1, "C1", [OrderedLine("P1", "支", 2)])
    with pytest.raises(Refused, match=r".") as caught:
        close_client(team.r1, 1)
    assert code_of(caught) == "wrong_state"
    record_delivery(team.d1, order_id)
    with pytest.raises(Refused):
        close_client(team.r1, 1)
    record_collection(team.k1, "C1", 7560)
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店"))
    close_client(team.r1, 3)
    for successor, code in (("C1", "invalid"), ("C3", "wrong_state"), ("C9", "not_found")):
        with pytest.raises(Refused) as caught:
            close_client(team.r1, 1, "搬走", successor=successor)
        assert (code_of(caught), caught.value.field) == (code, "successor")
    close_client(team.r1, 1, "搬走", successor="C2")
    with pytest.raises(Refused) as caught:
        add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    assert code_of(caught) == "wrong_state"


def test_an_order_is_changed_before_it_is_delivered(team: Team) -> None:
    order_id = add_order(team.r1, "C1", [OrderedLine("P1", "支", 2)])
    change_order(team.r1, order_id, 1, [OrderedLine("P1", "箱", 1)])
    with pytest.raises(ChangedElsewhere):
        change_order(team.r1, order_id, 1, [OrderedLine("P1", "箱", 2)])
    with team.office.reading() as session:
        assert session.get_one(Order, order_id).lines[0].price_fen == 90000
    record_delivery(team.d1, order_id)
    with pytest.raises(Refused):
        change_order(team.r1, order_id, 3, [OrderedLine("P1", "箱", 2)])


def test_a_password_is_kept_only_as_its_salted_hash(team: Team) -> None:
    set_password(team.ad, "c1", "又好又长的一个密码")
    with team.office.reading() as session:
        clerk = session.scalars(select(Staff).where(Staff.code == "c1")).one()
        kept = clerk.password
    assert kept is not None
    assert "又好又长的一个密码" not in kept
    assert password_fits("又好又长的一个密码", kept)
    assert not password_fits("坏密码", kept)
    assert password_fits("", None)


def test_an_office_is_named_once(team: Team) -> None:
    assert first_administrator(team.office) == "ad"
    with pytest.raises(Refused) as caught:
        name_office(team.ad, ProfileDraft("又一个"))
    assert code_of(caught) == "duplicate"
    with pytest.raises(Refused) as caught:
        name_office(team.ad, ProfileDraft("又一个"), numbers={"nonsense": 1})
    assert code_of(caught) == "invalid"


def agreed(team: Team) -> int:
    draft = AgreementDraft(
        "C1", MONDAY, MONDAY.replace(year=2027), Decimal("0.125"), Decimal("0.05")
    )
    agreement_id = draft_agreement(team.c1, draft)
    submit_agreement(team.c1, agreement_id)
    assert approve_agreement(team.m1, agreement_id) == "XY-2026-0001"
    return agreement_id


def test_signing_without_a_legal_review_asks_and_names_the_reason(team: Team) -> None:
    agreement_id = agreed(team)
    with pytest.raises(NeedsConfirmation) as caught:
        sign_agreement(team.c1, agreement_id)
    assert caught.value.name == "unreviewed"
    sign_agreement(team.c1, agreement_id, confirmed=frozenset({"unreviewed"}))


def test_under_a_legal_review_signing_asks_nothing(team: Team) -> None:
    review_clauses(team.m1, "律师", "市场份额小", MONDAY.replace(year=2027))
    sign_agreement(team.c1, agreed(team))


def test_a_credit_is_refunded_at_most(team: Team) -> None:
    record_collection(team.k1, "C1", 500)
    with pytest.raises(Refused) as caught:
        pay_refund(team.k1, "C1", 501)
    assert code_of(caught) == "over_quantity"
    pay_refund(team.k1, "C1", 500)


def test_a_confirmed_suggestion_is_withdrawn_unless_a_visit_carries_it(team: Team) -> None:
    for client in ("C1", "C2"):
        suggestion_id = prepare_suggestion(
            team.r1, SuggestionDraft(client, "display", "香皂放收银台", ["P1"])
        )
        submit_suggestion(team.r1, suggestion_id)
        confirm_suggestion(team.m1, suggestion_id)
    withdraw_suggestion(team.m1, suggestion_id, "换季")
    plan_id = plan_visits(team.r1, VisitPlanDraft("r1", MONDAY, ["C1"]))
    release_plan(team.r1, plan_id)
    with pytest.raises(Refused):
        withdraw_suggestion(team.m1, suggestion_id - 1)
    assert record_patrol(team.r1, "C1", {"P1": 100})


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("units", {"units": {"支": 2}}),
        ("units", {"units": {}}),
        ("prices", {"prices": {"盒": 100}}),
        ("prices", {"prices": {"支": 0}}),
        ("retail", {"retail_fen": 0}),
        ("name", {"name": ""}),
    ],
)
def test_a_bad_product_is_pointed_at(team: Team, field: str, change: dict[str, object]) -> None:
    given: dict[str, object] = {"code": "P9", "name": "皂", "line": "线", "category": "类"}
    given |= {"units": {"支": 1}} | change
    with pytest.raises(Refused) as caught:
        add_product(team.c1, ProductDraft(**given))  # type: ignore[arg-type]
    assert (code_of(caught), caught.value.field) == ("invalid", field)


def test_nobody_does_anything_without_signing_in(team: Team) -> None:
    with pytest.raises(Refused) as caught:
        add_order(team.office.on(MONDAY, None), "C1", [OrderedLine("P1", "支", 1)])
    assert code_of(caught) == "not_allowed"
