"""What clients take up next (G11): learned from baskets, the same for whoever asks."""

import csv
import gzip
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.plans import market_with_tastes, most_sold, recall
from desktop.planning import next as planning
from desktop.planning.forms import Unfit
from desktop.planning.next import Because, Problem, because, solve

pytestmark = pytest.mark.untraced

ORDERS = Path(__file__).parents[3] / "shared" / "data" / "orders"
Baskets = Mapping[str, tuple[str, ...]]


def plan(baskets: Baskets, offered: tuple[str, ...], number: int = 20) -> Baskets:
    return solve(Problem(baskets, offered, number)).next


def test_what_is_bought_together_is_offered_first() -> None:
    baskets = {f"school{n}": ("pen", "soap", "wipes") for n in range(5)}
    baskets |= {f"estate{n}": ("oil", "rice", "salt") for n in range(9)}
    baskets |= {"C1": ("pen", "soap"), "C2": ("rice",)}
    found = plan(baskets, ("oil", "pen", "rice", "salt", "soap", "wipes"))
    assert found["C1"][0] == "wipes"
    assert set(found["C2"][:2]) == {"oil", "salt"}
    assert found["C2"][2:] == ("pen", "soap", "wipes")


def test_who_buys_nothing_is_offered_what_most_buy_and_equals_come_by_code() -> None:
    baskets = {"C1": ("B", "D"), "C2": ("D",), "C3": (), "C4": ("gone",)}
    assert plan(baskets, ("E", "A", "B", "D"))["C3"] == ("D", "B", "A", "E")
    assert plan(baskets, ("E", "A", "B", "D"))["C4"] == ("D", "B", "A", "E")


def test_there_may_be_less_than_asked_for() -> None:
    assert plan({}, ("A",)) == {}
    assert plan({"C1": ("A",)}, ()) == {"C1": ()}
    assert plan({"C1": ()}, ("A",)) == {"C1": ("A",)}
    assert plan({"C1": ("A",)}, ("A",)) == {"C1": ()}
    assert plan({"C1": ("A", "A"), "C2": ()}, ("A", "B", "B"), 10**400) == {
        "C1": ("B",),
        "C2": ("A", "B"),
    }


@pytest.mark.parametrize("number", [0, -1, -(10**400)])
def test_none_at_all_is_no_question(number: int) -> None:
    with pytest.raises(Unfit) as caught:
        Problem({}, (), number)
    assert caught.value.place == "number"


CODES = st.sampled_from([f"P{n}" for n in range(12)] + ["", "香皂", "\x00", "P\ud800"])
BASKETS = st.dictionaries(st.text(max_size=3), st.lists(CODES, max_size=14), max_size=12)


@settings(max_examples=60, deadline=None)
@given(BASKETS, st.lists(CODES, max_size=16), st.integers(1, 20), st.randoms())
def test_a_plan_offers_what_may_be_offered_in_whatever_order_one_asks(
    baskets: dict[str, list[str]], offered: list[str], number: int, chance: Random
) -> None:
    asked = {shop: tuple(basket) for shop, basket in baskets.items()}
    found = plan(asked, tuple(offered), number)
    assert found.keys() == baskets.keys()
    for shop, codes in found.items():
        open_to_it = set(offered) - set(baskets[shop])
        assert set(codes) <= open_to_it
        assert len(codes) == len(set(codes)) == min(number, len(open_to_it))
    mixed = list(asked.items())
    chance.shuffle(mixed)
    for at, (shop, basket) in enumerate(mixed):
        mixed[at] = shop, tuple(chance.sample(basket, len(basket)))
    chance.shuffle(offered)
    assert plan(dict(mixed), tuple(offered), number) == found


def test_of_very_many_products_the_best_sold_are_learned_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "MOST_LEARNED", 2)
    baskets = {"C1": ("A", "B"), "C2": ("A", "B"), "C3": ("A", "rare"), "C4": ("A",)}
    assert plan(baskets, ("A", "B", "rare"))["C4"] == ("B", "rare")


def test_the_reason_is_the_product_whose_buyers_buy_it_most() -> None:
    baskets = {
        "C1": ("soap", "towel"),
        "C2": ("soap", "towel"),
        "C3": ("soap",),
        "C4": ("rice", "towel"),
        "C5": ("rice",),
        "C6": ("rice", "soap"),
    }
    problem = Problem(baskets, ("towel",), 20)
    assert because(problem, baskets["C6"], "towel") == Because("soap", both=2, buyers=4)
    assert because(problem, ("rice",), "towel") == Because("rice", both=1, buyers=3)
    assert because(problem, (), "towel") is None
    assert because(problem, ("towel",), "towel") is None


def test_what_nearly_all_buy_speaks_less_than_what_few_buy_who_all_buy_it_too() -> None:
    baskets = {f"C{n}": ("rice",) for n in range(6)}
    baskets |= {"D1": ("rice", "towel"), "D2": ("rice", "soap", "towel"), "D3": ("soap", "towel")}
    baskets |= {"D4": ("rice", "towel")}
    problem = Problem(baskets, ("towel",), 20)
    said = because(problem, ("rice", "soap"), "towel")
    assert said == Because("soap", both=2, buyers=2)  # of rice: 3 of 9


def test_it_beats_what_is_popular_where_shops_have_tastes() -> None:
    market = market_with_tastes(Random(11))
    found = recall(plan(market.baskets, market.offered), market.new)
    assert found > Fraction(13, 10) * recall(most_sold(market.baskets), market.new)


@cache
def bought(quarter: str) -> dict[str, set[str]]:
    """What each customer bought in a quarter."""
    found: dict[str, set[str]] = defaultdict(set)
    with gzip.open(ORDERS / f"online_retail_{quarter}.csv.gz", "rt", encoding="utf-8") as file:
        for number, code, _words, quantity, _day, price, shop, _land in csv.reader(file):
            if shop not in ("", "CustomerID") and not number.startswith("C"):
                found[shop] |= {code} if float(quantity) > 0 and float(price) > 0 else set()
    return found


@pytest.mark.skipif(not ORDERS.exists(), reason="the shared data isn't there")
@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [(["2010Q4"], "2011Q1", 0.145), (["2010Q4", "2011Q1"], "2011Q2", 0.17)],
)
def test_a_real_wholesalers_shops_take_up_what_they_are_offered(
    before: list[str], after: str, wanted: float
) -> None:
    """The first split is the one on which the numbers were chosen."""
    had: dict[str, set[str]] = defaultdict(set)
    for quarter in before:
        for shop, codes in bought(quarter).items():
            had[shop] |= codes
    baskets = {shop: tuple(sorted(codes)) for shop, codes in had.items() if len(codes) >= 5}
    offered = {code for basket in baskets.values() for code in basket}
    later = bought(after)
    new = {
        shop: frozenset(later.get(shop, ())) & offered - set(basket)
        for shop, basket in baskets.items()
    }
    assert recall(plan(baskets, tuple(offered)), new) >= wanted
    assert recall(most_sold(baskets), new) < 0.09


def test_numpy_is_loaded_when_a_plan_is_wanted_and_not_before() -> None:
    program = "import sys, desktop.planning.kinds; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
