"""Lines that two people changed: nobody's is lost, and only the same cell asks (E2)."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.line_merge import Merged, merge_lines, merge_ticks

COLUMNS = ("product", "unit", "quantity")
Lines = list[dict[str, Any]]
line = st.fixed_dictionaries(
    {
        "product": st.sampled_from(("可乐", "雪碧", "冰红茶", "矿泉水", "")),
        "unit": st.sampled_from(("箱", "瓶", "")),
        "quantity": st.sampled_from(("1", "2", "3", "")),
    }
)
lines = st.lists(line, max_size=6)
# An order as an office writes it: each product once.
goods = st.lists(line, max_size=6, unique_by=lambda one: one["product"])


def merged(base: Lines, mine: Lines, theirs: Lines) -> Merged:
    return merge_lines(base, mine, theirs, COLUMNS)


def counted(some: Lines) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(one[name] for name in COLUMNS) for one in some)


def of(product: str, quantity: str, unit: str = "箱") -> dict[str, Any]:
    return {"product": product, "unit": unit, "quantity": quantity}


@given(lines, lines)
def test_what_only_one_changed_is_as_that_one_has_it(base: Lines, other: Lines) -> None:
    assert merged(base, other, base).lines == other
    assert merged(base, base, other).lines == other
    assert not merged(base, other, base).happened
    assert not merged(base, base, other).asks


@given(goods, goods)
def test_what_both_changed_alike_stands_once(base: Lines, other: Lines) -> None:
    both = merged(base, other, other)
    assert both.lines == other
    assert not both.asks


@given(goods, goods, goods)
def test_no_cell_that_somebody_changed_is_lost_unsaid(
    base: Lines, mine: Lines, theirs: Lines
) -> None:
    both = merged(base, mine, theirs)
    read, own, saved, now = (
        {one["product"]: one for one in some} for some in (base, mine, theirs, both.lines)
    )
    asked = {(one.what, one.line["product"], one.column) for one in both.happened}
    for product in {*read, *own, *saved}:
        for column in COLUMNS[1:]:
            was, my, their, stands = (
                some.get(product, {}).get(column) for some in (read, own, saved, now)
            )
            if product in own and my != was and my:
                assert stands == my
            if product in saved and their not in (was, my, "", None):
                assert stands == their or ("clash", product, column) in asked
        if product in own and product not in saved and own[product] != read.get(product):
            assert now[product] == own[product]
            assert product not in read or ("gone", product, "") in asked
        if product in saved and product not in own and saved[product] != read.get(product):
            assert now[product] == saved[product]
            assert product not in read or ("back", product, "") in asked


@given(goods, goods, goods)
def test_who_saves_last_makes_no_difference_unless_it_is_asked(
    base: Lines, mine: Lines, theirs: Lines
) -> None:
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert one.asks == other.asks
    if not one.asks:
        assert counted(one.lines) == counted(other.lines)


@given(lines, lines, lines)
def test_what_is_said_of_a_line_stands_where_it_is_said_to(
    base: Lines, mine: Lines, theirs: Lines
) -> None:
    both = merged(base, mine, theirs)
    for one in both.happened:
        assert (one.place is None) == (one.what == "removed")
        if one.place is not None:
            assert both.lines[one.place] == one.line


def test_two_change_different_lines_and_different_cells_of_one() -> None:
    base = [of("可乐", "1"), of("雪碧", "2")]
    mine = [of("可乐", "5"), of("雪碧", "2"), of("冰红茶", "3")]
    theirs = [of("可乐", "1", "瓶"), of("雪碧", "9"), of("矿泉水", "4")]
    both = merged(base, mine, theirs)
    assert both.lines == [
        of("可乐", "5", "瓶"),
        of("雪碧", "9"),
        of("冰红茶", "3"),
        of("矿泉水", "4"),
    ]
    assert not both.asks
    assert [one.what for one in both.happened] == ["changed", "changed", "added"]


def test_the_same_cell_of_one_line_asks_and_mine_stands() -> None:
    both = merged([of("可乐", "1")], [of("可乐", "5")], [of("可乐", "7")])
    assert both.lines == [of("可乐", "5")]
    (clash,) = both.happened
    assert (clash.what, clash.column, clash.theirs) == ("clash", "quantity", "7")


def test_taking_out_against_a_change_asks_and_the_line_stands() -> None:
    base = [of("可乐", "1"), of("雪碧", "2")]
    both = merged(base, [of("雪碧", "2")], [of("可乐", "7"), of("雪碧", "2")])
    assert both.lines == [of("可乐", "7"), of("雪碧", "2")]
    assert [one.what for one in both.happened] == ["back"]
    both = merged(base, [of("可乐", "7"), of("雪碧", "2")], [of("雪碧", "2")])
    assert both.lines == [of("可乐", "7"), of("雪碧", "2")]
    assert [one.what for one in both.happened] == ["gone"]


def test_of_several_lines_of_one_product_the_most_alike_is_the_same() -> None:
    base = [of("可乐", "1"), of("可乐", "2", "瓶")]
    both = merged(base, [of("可乐", "2", "瓶")], [of("可乐", "1"), of("可乐", "3", "瓶")])
    assert both.lines == [of("可乐", "3", "瓶")]


def test_my_order_stands_with_what_they_put_in() -> None:
    base = [of("可乐", "1"), of("雪碧", "2")]
    theirs = [of("可乐", "1"), of("矿泉水", "4"), of("雪碧", "2")]
    both = merged(base, list(reversed(base)), theirs)
    assert [one["product"] for one in both.lines] == ["雪碧", "可乐", "矿泉水"]


ticks = st.lists(st.sampled_from("甲乙丙丁"), unique=True)


@given(ticks, ticks, ticks)
def test_each_tick_is_as_whoever_changed_it_has_it(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    both = merge_ticks(base, mine, theirs)
    for one in "甲乙丙丁":
        changed = [some for some in (mine, theirs) if (one in some) != (one in base)]
        assert (one in both) == (one in (changed[0] if changed else base))
