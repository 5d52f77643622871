"""The next free code is offered after the office's own pattern, and named when one is taken."""

from collections.abc import Callable

import pytest

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.queries.codes import next_client_code, next_product_code, next_staff_code
from desktop.services.clients import ClientDraft, add_client
from desktop.services.office import Reading
from desktop.services.products import ProductDraft, add_product
from desktop.services.runs import add_vehicle
from desktop.services.settings import name_office
from desktop.services.staff import add_staff
from tests.office import MONDAY, Team, new_office


@pytest.fixture
def empty(database_url: str) -> Team:
    """An office that was begun just now: its administrator, and nothing else."""
    team = Team(new_office(database_url))
    nobody = team.office.on(MONDAY, None)
    name_office(nobody, ProfileDraft("测试办事处", "C市"))
    add_staff(nobody, "admin", "杨素芬", ["administrator", "clerk"])
    return team


def offered(team: Team, ask: Callable[[Reading], str]) -> str:
    with team.office.reading() as session:
        return ask(session)


def shop(team: Team, code: str) -> None:
    add_client(team.admin, ClientDraft(code, "小店", "学校店"))


def test_an_empty_office_is_offered_the_first_of_each(empty: Team) -> None:
    assert offered(empty, next_client_code) == "K0001"
    assert offered(empty, next_product_code) == "P0001"
    assert offered(empty, next_staff_code) == "Y01"


def test_clients_go_on_in_the_series_of_the_office(empty: Team) -> None:
    for code in ("K0011", "K0012", "老店", "K0003"):
        shop(empty, code)
    assert offered(empty, next_client_code) == "K0013"
    shop(empty, "k0013")  # letter case makes no other code
    assert offered(empty, next_client_code) == "K0014"


def test_what_like_would_take_for_more_than_a_sign_is_a_sign(empty: Team) -> None:
    for code in ("K_1", "KA7", "K_2", "K_3"):
        shop(empty, code)
    assert offered(empty, next_client_code) == "K_4"


def test_who_signs_in_by_initials_is_offered_no_number(empty: Team) -> None:
    add_staff(empty.admin, "Y01", "王小明", ["rep"])
    assert offered(empty, next_staff_code) == "Y02"
    for code in ("li", "chen"):
        add_staff(empty.admin, code, code, ["rep"])
    assert offered(empty, next_staff_code) == ""


def test_products_named_by_their_barcodes_are_offered_no_barcode(empty: Team) -> None:
    for code in ("6901234567892", "6901234567908"):
        add_product(empty.admin, ProductDraft(code, "洗面奶", "清泉", "洁面", {"支": 1}))
    assert offered(empty, next_product_code) == ""


def test_a_taken_code_is_refused_and_the_next_free_one_is_named(empty: Team) -> None:
    shop(empty, "K0012")
    with pytest.raises(Refused) as client:
        shop(empty, "K0012")
    add_product(empty.admin, ProductDraft("XZ08", "香皂", "清泉", "香皂", {"块": 1}))
    with pytest.raises(Refused) as product:
        add_product(empty.admin, ProductDraft("XZ08", "香皂", "清泉", "香皂", {"块": 1}))
    with pytest.raises(Refused) as person:
        add_staff(empty.admin, "admin", "又一个", ["rep"])
    for refused, free in ((client, "K0013"), (product, "XZ09"), (person, "admin2")):
        assert (refused.value.code, refused.value.field) == ("duplicate", "code")
        assert free in refused.value.message


def test_a_code_in_another_letter_case_or_width_is_no_other_code(empty: Team) -> None:
    """Somebody who types k1 means K1; as two records they would be mixed up for ever."""
    soap = {"瓶": 1}
    made: dict[str, Callable[[str], object]] = {
        "K1": lambda code: shop(empty, code),
        "Sp7": lambda code: add_product(empty.admin, ProductDraft(code, "皂", "线", "类", soap)),
        "Wang": lambda code: add_staff(empty.admin, code, "王五", ["rep"]),
        "川Z·a1": lambda code: add_vehicle(empty.admin, VehicleDraft(code, "骆师傅", 9, "")),
    }
    for code, make in made.items():
        make(code)
        wide = code.replace("1", "１").replace("7", "７").replace("W", "Ｗ")
        for typed in (code, code.upper(), code.lower(), wide):
            with pytest.raises(Refused, match=code) as said:
                make(typed)
            assert (said.value.code, said.value.field) == ("duplicate", "code")
    shop(empty, "K01")  # a zero more is another code
