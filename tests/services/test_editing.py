"""Changing what was written down: staff, products, drafts; and the second to save is told (E2)."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.errors import ChangedElsewhere, NeedsConfirmation, Refused
from desktop.models import (
    Agreement,
    Audit,
    ClauseTemplate,
    Client,
    Order,
    Product,
    Staff,
    Suggestion,
)
from desktop.queries.client_papers import client_papers
from desktop.queries.deliveries import delivery_detail
from desktop.queries.facts.stock import on_hand
from desktop.queries.search import find_clients, find_products
from desktop.services.agreements import (
    AgreementDraft,
    approve_agreement,
    discard_agreement_draft,
    draft_agreement,
    edit_agreement_draft,
    submit_agreement,
)
from desktop.services.areas import set_holiday
from desktop.services.clauses import edit_clauses
from desktop.services.clients import ClientDraft, add_client, edit_client
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order, change_order
from desktop.services.products import (
    SHARED_BARCODE,
    ProductDraft,
    add_product,
    edit_product,
    set_price,
)
from desktop.services.staff import edit_staff, set_password, sign_in
from desktop.services.stock import CountedLot, receive_stock, start_stock
from desktop.services.suggestions import (
    discard_suggestion_draft,
    edit_suggestion_draft,
    prepare_suggestion,
    submit_suggestion,
)
from tests.office import Team, new_team


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def version(team: Team, kind: type, key: object = 1) -> int:
    with team.office.reading() as session:
        return int(session.get_one(kind, key).version)


def staff_version(team: Team, code: str) -> int:
    with team.office.reading() as session:
        return session.scalars(select(Staff).where(Staff.code == code)).one().version


def refused(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        work()
    return caught.value


DRAFT = AgreementDraft(
    "C1",
    date(2026, 1, 5),
    date(2026, 12, 31),
    Decimal("0.05"),
    Decimal("0.02"),
    {"P1": (Decimal("0.1"), None)},
    {"P1": 4500},
    ("清泉",),
)


def test_a_person_gets_other_roles_and_leaves(team: Team) -> None:
    phone = "0816 2280000 转 12"
    edit_staff(team.ad, "r1", staff_version(team, "r1"), "新名", ["rep", "clerk"], phone=phone)
    assert team.office.find_person("r1").roles == {"rep", "clerk"}
    edit_staff(team.ad, "r1", staff_version(team, "r1"), "新名", ["rep"], active=False)
    assert team.office.find_person("r1") is None


def test_a_day_that_nobody_can_mean_is_refused_where_it_stands(team: Team) -> None:
    far, old = date(2999, 12, 31), date(1900, 1, 1)
    terms = replace(DRAFT, ends_on=far)
    for field, attempt in (
        ("to", lambda: draft_agreement(team.c1, terms)),
        ("from", lambda: draft_agreement(team.c1, replace(terms, starts_on=old, ends_on=old))),
        ("from", lambda: set_price(team.c1, 1, "支", 100, old)),
        ("expires", lambda: receive_stock(team.d1, 1, "L1", far, "支", 1)),
        ("lots", lambda: start_stock(team.d1, [CountedLot("P1", "L1", old, 1)])),
        ("date", lambda: set_holiday(team.d1, far)),
        ("wanted", lambda: add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)], wanted=far)),
    ):
        said = refused(attempt)
        assert (said.code, said.field) == ("invalid", field)
        assert "核对年份" in said.message


def test_a_phone_is_a_number_unless_a_list_brought_it_in(team: Team) -> None:
    draft = ClientDraft("K1", "新店", "社区店", phone="abc")
    said = refused(lambda: add_client(team.c1, draft))
    assert (said.code, said.field) == ("invalid", "phone")
    key = add_client(team.c1, replace(draft, phone="+86 138-0000-0001"))
    with team.c1.transaction("client.edit") as session:  # as a list brought it in
        session.allow()
        client = session.get_one(Client, key)
        assert client.phone == "13800000001"
        client.phone = "问老板"
    for phone, kept in (("问老板", "问老板"), ("13800000001/2280001", "13800000001 / 2280001")):
        with team.office.reading() as session:
            seen = session.get_one(Client, key).version
        edit_client(team.c1, key, seen, replace(draft, phone=phone))
        with team.office.reading() as session:
            client = session.get_one(Client, key)
            assert client.phone == kept
            seen = client.version
    said = refused(lambda: edit_client(team.c1, key, seen, replace(draft, phone="问老板")))
    assert (said.code, said.field) == ("invalid", "phone")


def test_the_last_administrator_stays(team: Team) -> None:
    said = refused(
        lambda: edit_staff(team.ad, "ad", staff_version(team, "ad"), "员工ad", ["clerk"])
    )
    assert (said.code, said.field) == ("wrong_state", "roles")
    assert team.office.find_person("ad").roles == {"administrator"}


def test_two_who_edit_a_person_are_told(team: Team) -> None:
    seen = staff_version(team, "r1")
    edit_staff(team.ad, "r1", seen, "甲", ["rep", "clerk"])
    with pytest.raises(ChangedElsewhere):
        edit_staff(team.ad, "r1", seen, "乙", ["rep"])
    assert team.office.find_person("r1").name == "甲"


def test_only_the_right_password_lets_in(team: Team) -> None:
    set_password(team.ad, "r1", "三月春风又绿江南")
    mine = "江南可采莲，莲叶何田田"
    assert sign_in(team.office, "r1", "三月春风又绿江南", mine).code == "r1"
    assert sign_in(team.office, "r1", mine).code == "r1"
    for code, password in (("r1", ""), ("r1", "三月春风"), ("zz", mine)):
        said = refused(lambda code=code, password=password: sign_in(team.office, code, password))
        assert (said.code, said.field) == ("not_allowed", "password")


def test_a_product_keeps_its_units_and_gains_one(team: Team) -> None:
    units = {"支": 1, "箱": 24, "盒": 6}
    changed = ProductDraft("P1", "洗面奶二代", "清泉", "洁面", units, barcode="690")
    edit_product(team.c1, 1, version(team, Product), changed)
    with team.office.reading() as session:
        product = session.get_one(Product, 1)
        assert product.name == "洗面奶二代"
        assert [(unit.name, unit.size) for unit in product.units] == [
            ("支", 1),
            ("箱", 24),
            ("盒", 6),
        ]
    smaller = ProductDraft("P1", "洗面奶", "清泉", "洁面", {"支": 1, "箱": 12, "盒": 6})
    said = refused(lambda: edit_product(team.c1, 1, version(team, Product), smaller))
    assert (said.code, said.field) == ("invalid", "units")


def test_every_field_of_a_client_is_saved_by_editing_it(team: Team) -> None:
    changes = ClientDraft(
        "C1",
        "红星副食店",
        "社区店",
        rep="r1",
        client_class="A",
        contact="王老板",
        phone="13800001234",
        address="米市街 3 号",
        area="城东",
        lat=Decimal("30.5"),
        lon=Decimal("114.3"),
        households=800,
        opens="07:30",
        closes="22:00",
        break_from="12:00",
        break_to="13:30",
        density_reason="市场入口，两家都要",
    )
    unset = [one.name for one in fields(changes) if getattr(changes, one.name) in (None, "")]
    assert unset == []
    edit_client(team.r1, 1, version(team, Client), changes)
    with team.office.reading() as session:
        client = session.get_one(Client, 1)
        for one in fields(changes):
            if one.name != "rep":
                assert getattr(client, one.name) == getattr(changes, one.name), one.name
        assert session.get_one(Staff, client.rep_id).code == "r1"


def test_every_field_of_a_product_is_saved_by_editing_it(team: Team) -> None:
    changes = ProductDraft(
        "P1",
        "洗面奶二代",
        "新线",
        "护肤",
        {"支": 1, "箱": 24},
        retail_fen=4900,
        barcode="6901234567892",
        spec="120 g",
        width_mm=60,
        height_mm=170,
        trade_margin=Decimal("0.2"),
    )
    edit_product(team.c1, 1, version(team, Product), changes)
    with team.office.reading() as session:
        product = session.get_one(Product, 1)
        for one in fields(changes):
            if one.name not in ("units", "prices"):
                assert getattr(product, one.name) == getattr(changes, one.name), one.name


def test_a_draft_is_no_contract_among_a_clients_papers(team: Team) -> None:
    first = draft_agreement(team.c1, DRAFT)
    with team.office.reading() as session:
        assert client_papers(session, 1) == []
    submit_agreement(team.c1, first)
    approve_agreement(team.m1, first)
    draft_agreement(team.c1, DRAFT)
    with team.office.reading() as session:
        assert [one.name for one in client_papers(session, 1)] == ["XY-2026-0001"]


def test_a_cancelled_delivery_keeps_its_own_unit_and_what_was_ordered(team: Team) -> None:
    order_id = add_order(team.c1, "C1", [OrderedLine("P1", "箱", 2)])
    delivery_id = record_delivery(team.d1, order_id, [1])
    cancel_delivery(team.d1, delivery_id, "记错了")
    change_order(team.c1, order_id, version(team, Order, order_id), [OrderedLine("P1", "支", 7)])
    with team.office.reading() as session:
        line = delivery_detail(session, delivery_id).lines[0]
        assert (line.ordered, line.unit, line.accepted) == (2, "箱", 1)
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", date(2027, 1, 1), "支", 100)
    record_delivery(team.d1, order_id)
    with team.office.reading() as session:
        assert on_hand(session, [1]) == {1: 93}


def test_a_draft_agreement_is_changed_and_frozen_when_it_is_approved(team: Team) -> None:
    agreement_id = draft_agreement(team.c1, DRAFT)
    seen = version(team, Agreement)
    changed = AgreementDraft(
        "C1",
        date(2026, 2, 1),
        date(2026, 11, 30),
        Decimal("0.06"),
        Decimal("0.03"),
        protected_prices={"P1": 4400},
        clause_kind="suggested_prices",
    )
    edit_agreement_draft(team.c1, agreement_id, seen, changed)
    with pytest.raises(ChangedElsewhere):
        edit_agreement_draft(team.c1, agreement_id, seen, DRAFT)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    now = version(team, Agreement)
    assert refused(lambda: edit_agreement_draft(team.c1, agreement_id, now, DRAFT)).code == (
        "wrong_state"
    )
    with team.office.reading() as session:
        agreement = session.get_one(Agreement, agreement_id)
        assert agreement.starts_on == date(2026, 2, 1)
        assert agreement.product_rates == agreement.lead_lines == []
        assert [one.price_fen for one in agreement.protected_prices] == [4400]
        assert "建议零售价" in agreement.clause_text
        assert session.scalars(select(Audit.id).where(Audit.action == "agreement.edit")).all()


def test_clauses_changed_later_reach_no_approved_agreement(team: Team) -> None:
    agreement_id = draft_agreement(team.c1, DRAFT)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    seen = version(team, ClauseTemplate, "protected_prices")
    edit_clauses(team.m1, "protected_prices", seen, "第一条。\n\n第二条。")
    with pytest.raises(ChangedElsewhere):
        edit_clauses(team.m1, "protected_prices", seen, "别的。")
    assert refused(lambda: edit_clauses(team.c1, "protected_prices", seen, "别的。")).code == (
        "not_allowed"
    )
    with team.office.reading() as session:
        assert "最低零售价" in session.get_one(Agreement, agreement_id).clause_text
        template = session.get_one(ClauseTemplate, "protected_prices")
        assert template.clauses == ("第一条。", "第二条。")


def test_a_draft_is_thrown_away_and_a_submitted_one_not(team: Team) -> None:
    first, second = draft_agreement(team.c1, DRAFT), draft_agreement(team.c1, DRAFT)
    discard_agreement_draft(team.c1, first)
    submit_agreement(team.c1, second)
    assert refused(lambda: discard_agreement_draft(team.c1, second)).code == "wrong_state"
    with team.office.reading() as session:
        assert session.get(Agreement, first) is None


def test_a_draft_suggestion_is_changed_until_it_is_submitted(team: Team) -> None:
    key = prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "洗面奶放收银台", ["P1"]))
    seen = version(team, Suggestion)
    changes = SuggestionDraft("C1", "push", "主推洗面奶", [], "说给老板听", "多卖两支")
    edit_suggestion_draft(team.r1, key, seen, changes)
    other = SuggestionDraft("C1", "push", "别的")
    with pytest.raises(ChangedElsewhere):
        edit_suggestion_draft(team.r1, key, seen, other)
    submit_suggestion(team.r1, key)
    now = version(team, Suggestion)
    assert refused(lambda: edit_suggestion_draft(team.r1, key, now, other)).code == "wrong_state"
    assert refused(lambda: discard_suggestion_draft(team.r1, key)).code == "wrong_state"
    with team.office.reading() as session:
        suggestion = session.get_one(Suggestion, key)
        assert (suggestion.category, suggestion.content) == ("push", "主推洗面奶")
        assert suggestion.products == []
    second = prepare_suggestion(team.r1, SuggestionDraft("C2", "display", "换大价签"))
    discard_suggestion_draft(team.r1, second)
    with team.office.reading() as session:
        assert session.get(Suggestion, second) is None


def test_clients_and_products_are_found_by_pinyin_and_digits(team: Team) -> None:
    with team.office.reading() as session:
        seen = session.scalars(select(Staff.id)).all()
        assert seen
    changes = ClientDraft("C1", "好又来便利店", "学校店", phone="138-0000-1234", address="米市街")
    edit_client(team.r1, 1, 1, changes)
    for typed in ("好又来", "haoyoulai", "hyl", "HYL", "1380000", "米市", "c1"):
        with team.office.reading() as session:
            assert [code for code, _words in find_clients(session, typed)] == ["C1"], typed
    with team.office.reading() as session:
        assert [code for code, _words in find_products(session, "xmn")] == ["P1"]
        assert find_clients(session, "") == []


def test_whose_name_begins_with_what_is_typed_is_offered_first(team: Team) -> None:
    for code, name in (("W1", "心连心文庙店"), ("W2", "文庙小卖部"), ("WM", "最后一家")):
        add_client(team.r1, ClientDraft(code, name, "学校店"))
    with team.office.reading() as session:
        assert [code for code, _words in find_clients(session, "wm")] == ["WM", "W2", "W1"]
        assert [code for code, _words in find_clients(session, "文庙")] == ["W2", "W1"]
        assert find_clients(session, "%") == []


def test_a_barcode_of_another_product_is_asked_about(team: Team) -> None:
    def draft(code: str, barcode: str) -> ProductDraft:
        return ProductDraft(code, f"皂{code}", "清泉", "皂", {"块": 1}, barcode=barcode)

    add_product(team.c1, draft("A1", "6911"))
    with pytest.raises(NeedsConfirmation, match="皂A1") as asked:
        add_product(team.c1, draft("A2", " 6911 "))
    assert asked.value.name == SHARED_BARCODE
    second = add_product(team.c1, draft("A2", ""))
    with pytest.raises(NeedsConfirmation, match="皂A1"):
        edit_product(team.c1, second, 1, draft("A2", "6911"))
    edit_product(team.c1, second, 1, draft("A2", "6911"), frozenset({SHARED_BARCODE}))
    # What was said yes to once isn't asked again.
    edit_product(team.c1, second, 2, draft("A2", "6911"))
    with team.office.reading() as session:
        found = find_products(session, "6911")
    assert ([code for code, _words in found], found.equals) == (["A1", "A2"], 2)
