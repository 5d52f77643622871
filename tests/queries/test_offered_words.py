"""What a look-up calls a record leads back to it: what was copied can be pasted (any look-up)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.pasted import text_of
from desktop.queries.offers import Offers
from desktop.queries.pasted_goods import read_goods
from desktop.queries.run_offers import find_vehicles, find_waiting_orders
from desktop.queries.search import find_clients, find_products, find_reps, find_staff
from desktop.services.clients import add_client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import add_product
from desktop.services.runs import add_vehicle
from desktop.services.staff import add_staff
from tests.office import Team, new_team

NAMES = {
    "007": "红星超市",
    "7": "红星超市",
    "0070": "红星(东门)店",
    "A-7": "７号  便利店",
    "红星": "金星",
}
FINDERS = (find_clients, find_products, find_staff, find_reps, find_vehicles, find_waiting_orders)


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    for code, name in NAMES.items():
        add_client(made.c1, ClientDraft(code, name, "便利店"))
        spec = "" if code == "7" else "80g (盒)"
        draft = ProductDraft(code, name, "皂角", "香皂", {"块": 1}, {"块": 500}, 800)
        add_product(made.c1, replace(draft, spec=spec))
        if code != "红星":
            add_staff(made.ad, code, name, ["rep"])
            add_vehicle(made.d1, VehicleDraft(f"沪A·{code}", name, 100))
        add_order(made.c1, code, [OrderedLine("P1", "支", 1)])
    return made


@pytest.mark.parametrize("find", FINDERS, ids=lambda one: one.__name__)
def test_what_a_look_up_shows_is_found_again_by_its_own_words(
    team: Team, find: Callable[[Session, str], Offers]
) -> None:
    with team.office.reading() as session:
        for typed in (*NAMES, *NAMES.values(), "p1", "c1", "1"):
            for value, words in find(session, typed):
                for pasted in (words, " ".join(words.split()), f" {words} "):
                    found = find(session, pasted)
                    assert found[:1] == [(value, words)], pasted
                    assert found.equals == 1 or len(found) == 1


def test_goods_that_were_copied_as_they_are_seen_are_the_same_goods(team: Team) -> None:
    heads = ["产品", "单位", "数量", "赠品"]
    with team.office.reading() as session:
        offered = [found[0] for code in NAMES if (found := find_products(session, code))]
        rows = [
            [words, "块", "3", "是" if at % 2 else ""] for at, (_code, words) in enumerate(offered)
        ]
        headed = read_goods(session, text_of([heads, *rows]))
        assert [(one.code, one.free) for one in headed] == [
            (code, bool(at % 2)) for at, (code, _words) in enumerate(offered)
        ]
        bare = read_goods(session, text_of([row[:3] for row in rows]))
        assert [one.code for one in bare] == [code for code, _words in offered]
        assert len({one.code for one in bare}) == len(NAMES)


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("金星　3箱\n７号　便利店　5块", None),  # a name of two words: nobody knows
        ("金星　3箱\n0070　５块　￥5.00", [("红星", "箱", "3"), ("0070", "块", "5")]),
        ("金星*3，007×5 箱", [("红星", "", "3"), ("007", "箱", "5")]),
        (
            "金星：3箱，0070：5块；007：2块",
            [("红星", "箱", "3"), ("0070", "块", "5"), ("007", "块", "2")],
        ),
        ("金星 3箱 0070 5块", None),
        ("老板，金星 3箱", None),
        ("金星 三箱", None),
    ],
)
def test_goods_of_a_message_are_all_taken_or_none(
    team: Team, text: str, goods: list[tuple[str, str, str]] | None
) -> None:
    add_product(
        team.c1, ProductDraft("K", "箱子", "皂角", "香皂", {"块": 1, "箱": 24}, {"块": 1}, 2)
    )
    with team.office.reading() as session:
        found = [(one.code, one.unit, one.quantity) for one in read_goods(session, text)]
    assert found == (goods or [])
