"""Which lots goods are taken from: first-expired first, whole units, and never more than lies."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.planning.lots import (
    Lying,
    Taking,
    Wanted,
    come_back,
    fair_shares,
    first_expired,
    good_on,
    load,
    share_out,
    still_out,
    take,
    total,
)

DAY = date(2026, 1, 5)
quantities = st.integers(0, 40)
lots = st.lists(
    st.builds(
        lambda key, days, quantity: Lying(key, f"L{key % 7}", DAY + timedelta(days=days), quantity),
        st.integers(1, 99),
        st.integers(-3, 3),
        quantities,
    ),
    max_size=6,
    unique_by=lambda one: one.lot,
)
lines = st.lists(st.builds(Wanted, st.just(1), st.integers(1, 6), st.integers(1, 12)), max_size=5)


@given(lots, quantities)
def test_as_much_as_there_is_comes_from_what_expires_first(lying: list[Lying], wanted: int) -> None:
    taken = take(first_expired(lying), wanted)
    assert total(taken) == min(wanted, total(lying))
    of = {one.lot: one for one in lying}
    assert all(0 < one.quantity <= of[one.lot].quantity for one in taken)
    keys = [(of[one.lot].expires, of[one.lot].code) for one in taken]
    assert keys == sorted(keys)
    if taken:  # nothing is left of what expires before the last that was taken
        assert [one.quantity for one in taken[:-1]] == [of[one.lot].quantity for one in taken[:-1]]


def test_a_lot_is_good_through_its_expiry_day() -> None:
    lying = [Lying(1, "L1", DAY - timedelta(days=1), 5), Lying(2, "L2", DAY, 5)]
    assert [one.lot for one in good_on(lying, DAY)] == [2]


@given(lots, lines)
def test_a_run_takes_whole_units_and_never_more_than_lies(
    lying: list[Lying], wanted: list[Wanted]
) -> None:
    lying = first_expired(lying)
    loading = load(wanted, {1: lying}, DAY)
    good = good_on(lying, DAY)
    for line, taken in zip(wanted, loading.lines, strict=True):
        assert total(taken) % line.size == 0
        assert total(taken) <= line.pieces
    for one in lying:
        gone = sum(part.quantity for line in loading.lines for part in line if part.lot == one.lot)
        assert gone <= (one.quantity if one in good else 0)
    lacking = sum(line.pieces for line in wanted) - total(good)
    assert loading.missing == ({1: lacking} if lacking > 0 else {})
    if not loading.missing:
        assert [total(line) for line in loading.lines] == [line.pieces for line in wanted]


def test_what_was_picked_is_taken_before_the_other_lines_get_theirs() -> None:
    lying = {1: [Lying(1, "L1", DAY, 6), Lying(2, "L2", DAY + timedelta(days=9), 6)]}
    picked = Wanted(1, 6, 1, (Taking(1, 4),))
    loading = load([Wanted(1, 1, 6), picked], lying, DAY)
    assert loading.lines == ((Taking(1, 2), Taking(2, 4)), (Taking(1, 4),))
    assert loading.missing == {}


def test_goods_come_back_in_the_reverse_order_of_taking() -> None:
    taken = [Taking(1, 5), Taking(2, 3), Taking(1, 2)]
    assert come_back(taken, {1: 7, 2: 3}, 6) == [Taking(1, 2), Taking(2, 3), Taking(1, 1)]
    # Three of lot 1 came back before: the last taken first.
    assert still_out(taken, {1: 4, 2: 3}) == [Taking(1, 4), Taking(2, 3)]


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 50), max_size=5), st.integers(-5, 120))
def test_what_does_not_go_round_is_shared_fairly(wants: dict[int, int], there: int) -> None:
    shares = fair_shares(wants, there)
    assert sum(shares.values()) == min(sum(wants.values()), max(there, 0))
    assert all(0 <= shares[key] <= want for key, want in wants.items())
    asked = sum(wants.values())
    assert all(
        abs(shares[key] * asked - want * min(asked, max(there, 0))) < asked * 2
        for key, want in wants.items()
    )


def test_what_is_left_over_goes_to_the_earliest_that_wants_more() -> None:
    assert fair_shares({1: 3, 2: 3, 3: 3}, 4) == {1: 2, 2: 1, 3: 1}
    assert fair_shares({1: 0, 2: 2, 3: 2}, 3) == {1: 0, 2: 2, 3: 1}


def test_what_was_picked_goes_to_lines_in_whole_units_and_the_rest_is_told() -> None:
    picked = [Lying(1, "L1", DAY, 7), Lying(2, "L2", DAY, 6)]
    given, left = share_out([(6, 6), (12, 6), (1, 1)], picked)
    assert given == [[Taking(1, 6)], [Taking(1, 1), Taking(2, 5)], [Taking(2, 1)]]
    assert left == []
    assert share_out([(2, 2)], picked)[1] == [Lying(1, "L1", DAY, 5), Lying(2, "L2", DAY, 6)]
