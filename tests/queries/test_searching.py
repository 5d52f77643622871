"""Whatever the input method makes of the signs, and however they are written, lists find it."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.queries.audit import audit_ids
from desktop.queries.clients import client_ids
from desktop.queries.found import Found
from desktop.queries.listing import Wanted
from desktop.queries.orders import order_ids
from desktop.queries.products import product_ids
from desktop.queries.run_offers import find_vehicles
from desktop.queries.runs import run_ids
from desktop.queries.search import find_anything, find_clients, find_staff
from desktop.queries.staff import staff_ids
from desktop.queries.suggestions import suggestion_ids
from desktop.services.clients import ClientDraft, add_client
from desktop.services.office import Office, Reading
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, plan_run
from desktop.services.suggestions import prepare_suggestion
from tests.office import MONDAY, new_team

Ask = Callable[[Reading, Wanted], list[int]]


@pytest.fixture
def office(database_url: str) -> Office:
    """A small office with one more client, whose name is written in wide signs, and its order."""
    team = new_team(database_url)
    shop = ClientDraft("K7", "好又来ＡＢ（南路店）", "社区店", phone="138-0000-0007")
    add_client(team.r1, shop)
    add_vehicle(team.d1, VehicleDraft("川B·A1027", "骆师傅Leo", 40, ""))
    plan_run(
        team.d1,
        RunDraft("川B·A1027", MONDAY, [add_order(team.r1, "K7", [OrderedLine("P1", "支", 3)])]),
    )
    prepare_suggestion(
        team.r1, SuggestionDraft("K7", "display", "把洗面奶（大瓶）和OMO放到第二层，正对着门")
    )
    return team.office


def all_found(office: Office, ask: Ask, *typed: str) -> bool:
    """Whether each of these finds one record, and always the same."""
    with office.reading() as session:
        found = [ask(session, Wanted(search=words)) for words in typed]
    return len(found[0]) == 1 and found == [found[0]] * len(typed)


def clients(session: Reading, wanted: Wanted) -> list[int]:
    return client_ids(session, wanted, None, MONDAY)


def test_clients_by_plain_and_wide_signs(office: Office) -> None:
    names = (
        "好又来AB(南路店)",
        "好又来ＡＢ（南路店）",
        "ab（南",
        "ＨＹＬＡＢ",
        "hylabnld",
        "nanlu",
    )
    assert all_found(office, clients, *names, "ｋ７", "１３８０００００００７", "好又来　南路")


def test_blanks_alone_find_everything(office: Office) -> None:
    with office.reading() as session:
        assert clients(session, Wanted(search=" 　")) == clients(session, Wanted())


def test_documents_by_wide_numbers_and_clients(office: Office) -> None:
    assert all_found(office, order_ids, "DD-2026-00001", "ｄｄ－２０２６", "ｈｙｌ", "dd-2026")


def test_runs_by_plate_and_driver_in_any_case(office: Office) -> None:
    plates = ("川B·A1027", "a10", "ｂ·ａ１", "leo", "ＬＥＯ", "cc-2026", "ＣＣ－")
    assert all_found(office, lambda session, wanted: run_ids(session, wanted, MONDAY), *plates)
    with office.reading() as session:
        assert [code for code, _words in find_vehicles(session, "ａ１０")] == ["川B·A1027"]


def test_people_by_code_in_any_case(office: Office) -> None:
    assert all_found(office, staff_ids, "r1", "R1", "Ｒ１", "员工R1")


def test_words_that_people_wrote(office: Office) -> None:
    def suggestions(session: Reading, wanted: Wanted) -> list[int]:
        return suggestion_ids(session, wanted, None, MONDAY)

    assert all_found(office, suggestions, "（大瓶）", "omo", "ＯＭＯ", "ab(南")


def test_products_and_the_trail(office: Office) -> None:
    def products(session: Reading, wanted: Wanted) -> list[int]:
        return product_ids(session, wanted, MONDAY)

    assert all_found(office, products, "p1", "Ｐ１", "xmn", "ＸＭＮ")
    with office.reading() as session:
        trails = [audit_ids(session, Wanted(search=one), None) for one in ("K7", "k7", "Ｋ７")]
    assert trails[0]
    assert trails == [trails[0]] * 3


def test_what_is_looked_up(office: Office) -> None:
    places = dict.fromkeys(("clients", "orders"), "")
    with office.reading() as session:
        assert [code for code, _words in find_clients(session, "Ｋ７")] == ["K7"]
        assert [code for code, _words in find_staff(session, "Ｒ１")] == ["r1"]
        for typed in ("ＨＹＬＡＢ", "好又来ａｂ（"):
            found = find_anything(session, typed, places, lambda _action: False)
            assert [one.page for one in found] == ["clients"]


def heard_of_staff(office: Office, typed: str) -> tuple[list[Found], list[str]]:
    """What Ctrl+K finds, and what it asked about people for it."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, said: str, *_rest: object) -> None:
        if said.partition("FROM")[2].lstrip().startswith("staff"):
            heard.append(said)

    event.listen(office.engine, "before_cursor_execute", hear)
    try:
        with office.reading() as session:
            found = find_anything(session, typed, {"staff": ""}, lambda _action: True)
    finally:
        event.remove(office.engine, "before_cursor_execute", hear)
    return found, heard


def test_of_people_no_more_than_names_is_read_unless_one_is_so_called(office: Office) -> None:
    nobody, asked = heard_of_staff(office, "洗衣粉")
    assert (nobody, len(asked)) == ([], 1)
    assert "password" not in asked[0]
    somebody, asked = heard_of_staff(office, "ygk1")
    assert [one.words for one in somebody] == ["员工k1"]
    assert len(asked) == 3  # names of all, then the one with his roles


def test_a_page_that_is_called_so_comes_before_those_of_its_family(office: Office) -> None:
    places = {"board": "车次与送货 · 排车板", "runs": "车次与送货 · 车次", "stock": "批号库存"}
    with office.reading() as session:
        first, *rest = find_anything(session, "车次", places, lambda _action: False)
    assert first.page == "runs"
    assert "board" in {one.page for one in rest}
