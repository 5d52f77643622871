"""Phone numbers are taken in every way that people write them, and kept in one."""

import pytest

from desktop.basics.phones import kept_phones, wrong_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("08162280000", "0816-2280000"),
        ("（0816）228 0000", "0816-2280000"),
        ("+86 816 2280000", "0816-2280000"),
        ("+86 (0)10 8888 6666", "010-88886666"),
        ("028-88886666-8012", "028-88886666-8012"),
        ("028 88886666 转 8012", "028-88886666-8012"),
        ("028-88886666分机8012", "028-88886666-8012"),
        ("228-0000", "2280000"),
        ("2280000转12", "2280000-12"),
        ("4001234567", "400-123-4567"),
        ("400 1234 567", "400-123-4567"),
        ("95588", "95588"),
        ("138****5678", "138****5678"),
        ("13812345678、0816 2280000", "13812345678 / 0816-2280000"),
        ("13812345678 13812345678", "13812345678"),
        ("  ", ""),
    ],
)
def test_real_numbers_are_taken_and_kept_alike(typed: str, kept: str) -> None:
    assert wrong_phone(typed) is None
    assert kept_phones(typed) == kept
    assert kept_phones(kept) == kept


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("abc", "abc"),
        ("1381234567", "1381234567"),
        ("138123456789", "138123456789"),
        ("23812345678", "23812345678"),
        ("0816-228", "0816-228"),
        ("13812345678 / 无", "无"),
        ("13812345678 王姐", "13812345678 王姐"),
    ],
)
def test_what_is_no_number_is_named_and_stays_as_typed(typed: str, wrong: str) -> None:
    assert wrong_phone(typed) == wrong
    assert kept_phones(f" {typed} ") == typed
