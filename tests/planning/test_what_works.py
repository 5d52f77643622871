"""What works: figures by hand, small numbers shrunk, and no lucky shop in the lead (G8)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.planning import what_works as planning
from desktop.planning.what_works import (
    Brought,
    Cell,
    Experience,
    Figures,
    Proposed,
    cautious,
    figures,
)

SOAP, GIFT = 1, 2


@dataclass(frozen=True)
class Told:
    """One suggestion that was presented."""

    suggestion_id: int
    client_id: int
    segment: str
    category: str
    products: frozenset[int]
    adopted: bool
    effect: Fraction | None

    @property
    def cell(self) -> Cell:
        return self.category, self.segment


def counted(several: Iterable[Told]) -> Experience:
    """Some suggestions as they are counted."""
    ones = list(several)
    adopted = [one for one in ones if one.adopted]
    return Experience(
        len(ones),
        len(adopted),
        len({one.client_id for one in ones}),
        len({one.client_id for one in adopted}),
        max((one.suggestion_id for one in adopted), default=0),
        tuple(
            Brought(one.suggestion_id, one.client_id, one.effect)
            for one in ones
            if one.effect is not None
        ),
    )


def cells_of(several: Iterable[Told]) -> dict[Cell, Experience]:
    found: dict[Cell, list[Told]] = defaultdict(list)
    for one in several:
        found[one.cell].append(one)
    return {cell: counted(ones) for cell, ones in found.items()}


def what_works(several: Iterable[Told]) -> list[tuple[Cell, Figures]]:
    return planning.what_works(cells_of(several))


def whole_of(several: Iterable[Told]) -> planning.Whole:
    return planning.whole_of(cells_of(several))


def next_for(
    several: list[Told], segment: str, taken: set[tuple[str, int | None]]
) -> list[Proposed]:
    topics: dict[Cell, dict[int | None, Experience]] = defaultdict(dict)
    for told_one in several:
        for product in told_one.products or {None}:
            about = [
                one
                for one in several
                if one.cell == told_one.cell
                and (product in one.products or (product is None and not one.products))
            ]
            topics[told_one.cell][product] = counted(about)
    return planning.next_for(cells_of(several), topics, segment, taken)


def told(
    client_id: int,
    effect: int | None,
    category: str = "push",
    segment: str = "学校店",
    *products: int,
    adopted: bool = True,
) -> Told:
    exact = None if effect is None else Fraction(effect)
    number = client_id * 10 + len(products)
    return Told(number, client_id, segment, category, frozenset(products), adopted, exact)


def test_figures_by_hand() -> None:
    group = [told(1, 100), told(2, 60), told(3, 20), told(4, None, adopted=False)]
    whole = whole_of(group)
    # The best of the three counts as the next best: 60, 60, 20.
    assert whole.effect == Fraction(140, 3)
    assert whole.rate == Fraction(3, 4)
    seen = figures(counted(group), whole)
    assert (seen.presented, seen.adopted, seen.shops, seen.adopters) == (4, 3, 4, 3)
    assert (seen.measured, seen.mean, seen.rate) == (3, 60, Fraction(3, 4))
    assert (seen.shrunk, seen.shrunk_rate) == (Fraction(140, 3), Fraction(3, 4))


def test_a_small_number_is_shrunk_towards_the_whole() -> None:
    many = [told(number, 40) for number in range(10)]
    few = [told(20, 400, "display"), told(21, 400, "display")]
    shown = dict(what_works(many + few))
    # Whole: (10 × 40 + 2 × 400) / 12 = 100. Two shops beside five like the whole, ten beside five.
    assert shown["display", "学校店"].mean == 400
    assert shown["display", "学校店"].shrunk == Fraction(2 * 400 + 5 * 100, 7)
    assert shown["push", "学校店"].shrunk == Fraction(10 * 40 + 5 * 100, 15)


def test_a_shop_that_was_told_often_counts_once() -> None:
    group = [told(1, 90), replace(told(1, 30), suggestion_id=2), told(2, 40)]
    assert cautious(counted(group).brought) == [40, 40]


def test_one_lucky_shop_does_not_lead() -> None:
    good = [told(number, 50 + number) for number in range(8)]
    lucky = told(99, 1_000_000, "display")
    assert [key[0] for key, _figures in what_works([*good, lucky])] == ["push", "display"]


effects = st.integers(-10_000, 10_000)
groups = st.dictionaries(
    st.sampled_from(["push", "display", "stock", "service"]),
    st.lists(effects, min_size=1, max_size=6),
    min_size=2,
)


@given(groups, st.integers(1, 10**6))
def test_more_luck_for_the_luckiest_shop_changes_no_shrunk_figure(
    drawn: dict[str, list[int]], luck: int
) -> None:
    def shrunk(more: int) -> dict[tuple[str, str], Fraction]:
        told_all = [
            told(number, effect + (more if number == several.index(max(several)) else 0), category)
            for category, several in drawn.items()
            for number, effect in enumerate(several)
        ]
        return {key: shown.shrunk for key, shown in what_works(told_all)}

    assert shrunk(0) == shrunk(luck)


@given(groups)
def test_a_lone_shop_is_ranked_as_the_whole(drawn: dict[str, list[int]]) -> None:
    told_all = [
        told(number, effect, category)
        for category, several in drawn.items()
        for number, effect in enumerate(several)
    ]
    whole = whole_of(told_all)
    for (category, _segment), shown in what_works(told_all):
        if len(drawn[category]) == 1:
            assert shown.shrunk == whole.effect


def test_the_next_suggestion_is_what_brought_most_and_about_the_best_product() -> None:
    group = [told(number, 40, "push", "学校店", SOAP) for number in range(6)]
    group += [told(10 + number, 80, "push", "学校店", GIFT) for number in range(6)]
    group += [told(20 + number, 10, "service") for number in range(6)]
    first, second = next_for(group, "学校店", set())
    assert (first.category, first.product_id, first.elsewhere) == ("push", GIFT, False)
    assert (first.figures.adopters, first.figures.shops) == (12, 12)
    assert (second.category, second.product_id) == ("service", None)
    assert first.example_id in {one.suggestion_id for one in group if GIFT in one.products}


def test_what_a_client_was_told_lately_is_not_offered() -> None:
    group = [told(number, 40, "push", "学校店", SOAP) for number in range(6)]
    group += [told(10 + number, 80, "push", "学校店", GIFT) for number in range(6)]
    (only,) = next_for(group, "学校店", {("push", GIFT)})
    assert only.product_id == SOAP
    assert next_for(group, "学校店", {("push", GIFT), ("push", SOAP)}) == []


def test_what_brings_nothing_or_was_never_adopted_is_not_offered() -> None:
    bad = [told(number, -40) for number in range(6)]
    never = [told(number, None, "display", adopted=False) for number in range(6)]
    assert next_for(bad + never, "学校店", set()) == []
    assert next_for([], "学校店", set()) == []


def test_a_suggestion_about_two_products_tells_of_each() -> None:
    both = [told(number, 80, "push", "学校店", SOAP, GIFT) for number in range(3)]
    soap = [told(10 + number, 20, "push", "学校店", SOAP) for number in range(3)]
    (only,) = next_for(both + soap, "学校店", set())
    assert (only.product_id, only.figures.presented, only.figures.shops) == (GIFT, 6, 6)
    assert only.example_id == both[-1].suggestion_id


def test_a_segment_without_experience_is_offered_what_worked_elsewhere() -> None:
    group = [told(number, 40) for number in range(6)]
    (only,) = next_for(group, "村店", set())
    assert only.elsewhere
