"""Exact beats longer: a code, a barcode or a whole name, typed or scanned, comes first."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Client, Order
from desktop.queries.offers import Offers
from desktop.queries.run_offers import find_vehicles, find_waiting_orders
from desktop.queries.search import find_anything, find_clients, find_products, find_staff
from desktop.services.clients import ClientDraft, add_client, close_client
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order, cancel_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.runs import add_vehicle
from desktop.services.staff import add_staff
from tests.office import Team, new_team

Find = Callable[[Session, str], Offers]


def soap(code: str, name: str, barcode: str = "", spec: str = "") -> ProductDraft:
    return ProductDraft(
        code, name, "清泉", "皂", {"块": 1}, {"块": 300}, 500, barcode=barcode, spec=spec
    )


@pytest.fixture
def team(database_url: str) -> Team:
    """An office where everything that begins so comes before what is called so."""
    team = new_team(database_url)
    for number in range(10, 20):
        add_client(team.r1, ClientDraft(f"k{number}", f"便民店{number}", "学校店", rep="r1"))
        add_product(team.c1, soap(f"XM-2{number}", f"香皂礼盒{number}", f"69{number}1234567890"))
    add_client(team.r1, ClientDraft("k1", "自强小卖部", "学校店"))
    add_client(team.r1, ClientDraft("z9", "Ｋ便民店1", "学校店"))
    add_product(team.c1, soap("xm-2", "旧皂"))
    add_product(team.c1, soap("ZZ", "香皂", "6911", "125g"))
    add_staff(team.ad, "r10", "员工r1", ["rep"])
    for plate, driver in (("川B·A10", "骆师傅"), ("川B·A1", "马师傅"), ("川B·A100", "川师傅")):
        add_vehicle(team.d1, VehicleDraft(plate, driver, 100, ""))
    return team


def first(office: Office, find: Find, typed: str) -> str:
    with office.reading() as session:
        found = find(session, typed)
        assert found.equals == 1, found
        return found[0][0]


EXACT: tuple[tuple[Find, str, str], ...] = (
    (find_clients, "k1", "k1"),
    (find_clients, "K1", "k1"),
    (find_clients, "Ｋ１", "k1"),
    (find_clients, " k1 ", "k1"),
    (find_clients, "k便民店1", "z9"),
    (find_clients, "自强小卖部 (k1)", "k1"),
    (find_products, "xm-2", "xm-2"),
    (find_products, "ＸＭ－２", "xm-2"),
    (find_products, "香皂", "ZZ"),
    (find_products, "6911", "ZZ"),
    (find_products, "香皂 125g (ZZ)", "ZZ"),
    (find_staff, "R1", "r1"),
    (find_vehicles, "川b·a1", "川B·A1"),
)


def test_what_is_exactly_so_called_is_the_one(team: Team) -> None:
    assert [first(team.r1, find, typed) for find, typed, _value in EXACT] == [
        value for _find, _typed, value in EXACT
    ]


def test_the_search_box_has_it_first_too(team: Team) -> None:
    places = dict.fromkeys(("clients", "products"), "")
    for typed in ("K1", "ｋ１", "自强小卖部", "香皂", "xm-2", "6911"):
        with team.r1.reading() as session:
            found = find_anything(session, typed, places, lambda _action: False)
        assert found[0].words in ("自强小卖部", "旧皂", "香皂"), typed


def test_an_order_that_waits_is_the_one_of_its_number(team: Team) -> None:
    for code in ("k10", "k1", "k10"):
        add_order(team.r1, code, [OrderedLine("P1", "支", 3)])
    assert first(team.d1, find_waiting_orders, "dd-2026-00003") == "3"
    with team.d1.reading() as session:
        assert find_waiting_orders(session, "k1")[0][0] == "2"


def test_ones_own_clients_come_first_among_equals(team: Team) -> None:
    for code, rep, area in (("A1", None, "东"), ("A2", None, "西"), ("A3", "r1", "西")):
        add_client(team.r1, ClientDraft(code, "好又来", "学校店", rep=rep, area=area))

    def codes(office: Office) -> list[str]:
        with office.reading() as session:
            return [code for code, _words in find_clients(session, "hyl")]

    assert codes(team.r1) == ["A3", "A2", "A1"]
    assert codes(team.c1) == ["A1", "A2", "A3"]
    assert first(team.r1, find_clients, "好又来") == "A3"
    with team.c1.reading() as session:
        assert find_clients(session, "好又来").equals == 3


def test_clients_that_look_alike_show_code_and_address(team: Team) -> None:
    add_client(team.r1, ClientDraft("F1", "福来店", "学校店", address="东街1号"))
    add_client(team.r1, ClientDraft("F2", "富来店", "学校店", address="西街2号"))
    with team.c1.reading() as session:
        words = [words for _code, words in find_clients(session, "fld")]
    assert words == ["富来店 (F2) 西街2号", "福来店 (F1) 东街1号"] or words == [
        "福来店 (F1) 东街1号",
        "富来店 (F2) 西街2号",
    ]


def test_what_is_known_but_not_offered_says_why(team: Team) -> None:
    order = add_order(team.r1, "k1", [OrderedLine("P1", "支", 1)])
    with team.office.reading() as session:
        number = session.get_one(Order, order).number
        assert not find_waiting_orders(session, number).why_not
        other = find_waiting_orders(session, "便民店11")
        assert (other, "便民店11" in other.why_not) == ([], True)
    cancel_order(team.r1, order)
    close_client(team.m1, 2, "不做了")
    with team.office.reading() as session:
        name = session.get_one(Client, 2).name
        assert number in find_waiting_orders(session, number).why_not
        closed = find_clients(session, name)
        assert (closed, "已关闭" in closed.why_not) == ([], True)
        assert find_clients(session, "无此店").why_not == ""
