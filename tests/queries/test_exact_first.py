"""What a list's search box is told exactly stands first in the list, on both databases."""

from collections.abc import Callable

import pytest

from desktop.models import Client, Order, Product, Staff
from desktop.queries.clients import client_ids
from desktop.queries.listing import Wanted
from desktop.queries.orders import order_ids
from desktop.queries.products import product_ids
from desktop.queries.staff import staff_ids
from desktop.services.clients import ClientDraft, add_client
from desktop.services.office import Office, Reading
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.staff import add_staff
from tests.office import MONDAY, new_team

Ask = Callable[[Reading, Wanted], list[int]]


@pytest.fixture
def office(database_url: str) -> Office:
    """Codes and names of which one begins, ends or holds another, the longer ones first."""
    team = new_team(database_url)
    for code in ("K10", "K11", "AK1", "k1"):
        add_client(team.r1, ClientDraft(code, f"便民店{code}", "学校店"))
        add_order(team.r1, code, [OrderedLine("P1", "支", 3)])
    for code, name in (("A0", "ＯＭＯ皂（大）"), ("A1", "香皂礼盒"), ("A9", "ＯＭＯ皂")):
        add_client(team.r1, ClientDraft(f"N{code}", name, "学校店", address="香皂路 K1 弄"))
    for code, name, barcode in (
        ("XM-20", "香皂礼盒", "16901234567892"),
        ("XM-21", "香皂（大）", "6901234567892"),
        ("xm-2", "皂", ""),
        ("ZZ", "香皂香", ""),
    ):
        add_product(
            team.c1,
            ProductDraft(code, name, "清泉", "皂", {"块": 1}, {"块": 300}, barcode=barcode),
        )
    add_staff(team.ad, "Ar1", "员工Ar1", ["rep"])
    return team.office


def first(office: Office, ask: Ask, kind: type, typed: str, **wanted: object) -> str:
    """The code of the first of several that the search finds."""
    with office.reading() as session:
        found = ask(session, Wanted(search=typed, **wanted))  # type: ignore[arg-type]
        assert len(found) > 1
        return str(session.get_one(kind, found[0]).code)


def clients(session: Reading, wanted: Wanted) -> list[int]:
    return client_ids(session, wanted, None, MONDAY)


def products(session: Reading, wanted: Wanted) -> list[int]:
    return product_ids(session, wanted, MONDAY)


def test_clients_by_code_or_whole_name_in_any_order(office: Office) -> None:
    for typed, code in (("k1", "k1"), ("Ｋ１", "k1"), (" K1 ", "k1"), ("OMO皂", "NA9")):
        for sort in ("", "name", "code", "fund", "visited"):
            for descending in (False, True):
                found = first(office, clients, Client, typed, sort=sort, descending=descending)
                assert found == code, (typed, sort, descending)


def test_products_by_code_barcode_or_whole_name(office: Office) -> None:
    for typed, code in (
        ("xm-2", "xm-2"),
        ("XM-2", "xm-2"),
        ("6901234567892", "XM-21"),
        ("６９０１２３４５６７８９２", "XM-21"),
        ("皂", "xm-2"),
    ):
        for sort in ("", "name", "code"):
            assert first(office, products, Product, typed, sort=sort) == code, (typed, sort)


def test_a_clients_documents_before_those_of_longer_codes(office: Office) -> None:
    with office.reading() as session:
        found = order_ids(session, Wanted(search="k1"))
        orders = [session.get_one(Order, key).client_id for key in found]
        buyers = [session.get_one(Client, key).code for key in orders]
    assert buyers == ["k1", "AK1", "K11", "K10"]  # and then the newest first, as ever


def test_a_number_before_those_that_hold_it(office: Office) -> None:
    with office.reading() as session:
        number = session.get_one(Order, 2).number
        assert order_ids(session, Wanted(search=number.lower()))[0] == 2


def test_a_person_by_code(office: Office) -> None:
    assert first(office, staff_ids, Staff, "R1", sort="code") == "r1"


def test_what_is_typed_in_part_stands_in_its_usual_order(office: Office) -> None:
    with office.reading() as session:
        found = clients(session, Wanted(search="便民店", sort="code"))
        every = clients(session, Wanted(sort="code"))
    assert len(found) == 4
    assert found == [key for key in every if key in found]
