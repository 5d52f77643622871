"""Names stand as people expect: by pinyin, letters in any case, numbers by their worth."""

import random

import pytest

from desktop.basics.order_key import order_key

IN_ORDER = [
    ["(南)小店", "7-11便利店", "Aldi", "阿福超市"],
    ["K1", "k2", "K10", "K100", "L1"],
    ["好又来5号店", "好又来12号店", "好又来112号店"],
    ["可乐1.25L", "可乐1.5L", "可乐2L", "可乐12L"],
    ["2026.3.5", "2026.3.12", "2026.12.1"],
    ["粤B900", "粤B1200", "粤C5"],
    ["张八", "张三", "章八"],  # every 张 before every 章
    ["西安", "先生"],  # xi before xian, whatever follows
    ["长沙店", "重庆店", "重点店"],  # chang, chong, zhong: as they are read in their words
    ["路", "吕"],
    ["", "一"],
]


@pytest.mark.parametrize("names", IN_ORDER)
def test_names_stand_in_this_order(names: list[str]) -> None:
    mixed = names[:]
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=order_key) == names


def test_people_are_read_by_their_surnames() -> None:
    people = ["曾华", "赵刚", "区伟", "欧文", "尉迟恭", "单明", "白丽"]
    people.sort(key=lambda name: order_key(name, person=True))
    assert people == ["白丽", "区伟", "欧文", "单明", "尉迟恭", "曾华", "赵刚"]


@pytest.mark.parametrize(
    ("one", "other"), [("K10", "ｋ１０"), ("A（1）", "a(1)"), ("①号", "1号"), ("K007", "K7")]
)
def test_width_letter_case_and_leading_zeros_do_not_part(one: str, other: str) -> None:
    assert order_key(one) == order_key(other)


def test_a_key_fits_into_an_index_however_long_the_name_is() -> None:
    assert len(order_key("重庆" * 1_000).encode()) < 1_000
    assert order_key("9" * 1_000) > order_key("1" * 20) > order_key("9" * 8)
