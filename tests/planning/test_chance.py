"""How far figures swing by chance: the tables' values, and how often the truth lies within."""

from fractions import Fraction

import pytest

from bench.plans import held
from desktop.planning.chance import reach_of_another, reach_of_mean, root, student

# From the tables of Student's t, 95 %, by degrees of freedom.
TABLE = {1: 6.313752, 2: 2.919986, 3: 2.353363, 4: 2.131847, 9: 1.833113, 10: 1.812461}
TABLE |= {29: 1.699127, 30: 1.697261, 60: 1.670649, 120: 1.657651, 1000: 1.646379}


def test_the_quantiles_are_those_of_the_tables() -> None:
    assert {freedom: float(student(freedom)) for freedom in TABLE} == pytest.approx(TABLE, abs=1e-6)


def test_a_root_is_cut_to_six_places() -> None:
    assert root(Fraction(9, 4)) == Fraction(3, 2)
    assert root(Fraction(2)) == Fraction(1_414_213, 10**6)
    assert root(Fraction(0)) == 0


def test_a_mean_is_surer_than_one_more() -> None:
    seen = [1, 2, 3, 4, 5]
    another, mean = reach_of_another(seen), reach_of_mean(seen)
    assert another is not None
    assert mean is not None
    assert float(another / mean) == pytest.approx(6**0.5, abs=1e-5)
    assert reach_of_another([7]) is reach_of_mean([]) is None


@pytest.mark.parametrize("clients", [5, 10, 30])
def test_nine_times_in_ten_the_truth_lies_within(clients: int) -> None:
    """Shops order in lumps; what a suggestion brought is put on one of them."""
    assert 0.85 <= held(clients, 1_500) <= 0.95
