"""Which code comes next after those that are there."""

import pytest

from desktop.basics.codes import codes_from, next_in_series, series_beside, series_of, usual_series


@pytest.mark.parametrize(
    ("code", "series"),
    [
        ("K0012", "K"),
        ("12", ""),
        ("成都-7", "成都-"),
        ("A1-02", "A1-"),
        ("wang", None),
        ("", None),
        ("K12a", None),
        ("6901234567892", None),  # a barcode counts nothing
        ("K１２", None),
    ],
)
def test_a_code_belongs_to_the_series_before_its_number(code: str, series: str | None) -> None:
    assert series_of(code) == series


@pytest.mark.parametrize(
    ("taken", "following"),
    [
        (["K0012"], "K0013"),
        (["K0012", "K0003", "K0011"], "K0013"),
        (["k0012"], "K0013"),
        (["K9"], "K10"),
        (["K9999"], "K10000"),
        (["K0002", "K12"], "K13"),
        (["K7", "K007"], "K008"),
        (["K0012", "K0013A", "KK99", "K6901234567892"], "K0013"),
    ],
)
def test_the_next_one_follows_the_highest_and_is_as_wide(taken: list[str], following: str) -> None:
    assert next_in_series("K", taken) == following


def test_most_of_the_newest_codes_tell_the_series() -> None:
    assert usual_series(["T1", "K0003", "K0002", "K0001"]) == "K"
    assert usual_series(["wang", "yang", "Y01"]) is None
    assert usual_series(["Y01", "admin"]) == "Y"
    assert usual_series([]) is None


def test_beside_a_code_without_a_number_stands_one_with_a_number() -> None:
    assert next_in_series(series_beside("wang"), ["wang"]) == "wang2"
    assert next_in_series(series_beside("wang"), ["wang", "wang2"]) == "wang3"
    assert next_in_series(series_beside("6901234567892"), ["6901234567892"]) == "6901234567892-2"


def test_codes_go_on_from_the_first_past_those_that_are_taken() -> None:
    free = codes_from("K0001", ["K0002", "k0003"])
    assert [next(free), next(free)] == ["K0001", "K0004"]
