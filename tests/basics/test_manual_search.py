"""The manual is found by what people type: words, other names, pinyin, a wrong sign."""

import pytest

from desktop.basics.manual_search import Hit, ManualIndex
from desktop.basics.manual_text import TEXT, Block, Chapter, Span, plain, whole_manual

CHAPTERS = (
    Chapter("a", "收款", (Block("heading", (Span("退余款"),), 2), Block(TEXT, (Span("按Ｆ６"),)))),
    Chapter("b", "兑付", (Block(TEXT, (Span("收款以后付，见 Excel"),)),)),
)


@pytest.fixture(scope="module")
def index() -> ManualIndex:
    return ManualIndex(whole_manual())


def find(chapters: tuple[Chapter, ...], typed: str) -> list[Hit]:
    return ManualIndex(chapters).find(typed)


def test_titles_come_before_text_and_every_word_must_be_there() -> None:
    assert [(hit.name, hit.line) for hit in find(CHAPTERS, "收款")] == [
        ("a", "收款"),
        ("b", "收款以后付，见 Excel"),
    ]
    assert [hit.name for hit in find(CHAPTERS, "付 excel")] == ["b"]
    assert find(CHAPTERS, "付 f6") == []
    assert find(CHAPTERS, "  ") == []


def test_the_chapter_about_it_goes_before_the_days_of_roles() -> None:
    hits = find(whole_manual(), "收款")
    assert hits[0].line == "收款与退款"
    text = [hit.name for hit in hits if hit.line not in (hit.title, hit.heading)]
    assert text[0] == "payments"
    first_role = next((place for place, name in enumerate(text) if name.startswith("role-")), None)
    assert first_role is None or all(name.startswith("role-") for name in text[first_role:])


def test_wide_signs_are_found_by_plain_ones_and_the_heading_is_told() -> None:
    (hit,) = find(CHAPTERS, "f6")
    assert (hit.title, hit.heading) == ("收款", "退余款")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("对帐", "对账"),
        ("登陆", "登录"),
        ("撤消", "撤销"),
        ("作费", "作废"),
        ("tuihuo", "退货"),
        ("shouk", "收款"),
        ("dz", "对账"),
        ("退贷", "退货"),
        ("怎么换密码", "换密码"),
        ("打印机没反应", "打印机"),
        ("收款怎么录", "收款"),
        ("删除客户", "关闭客户"),
        ("U盘", "u 盘"),
    ],
)
def test_what_a_clerk_types_finds_what_the_manual_calls_it(
    index: ManualIndex, typed: str, meant: str
) -> None:
    hits = index.find(typed)
    assert meant in hits[0].words, hits[:3]
    assert all(word in plain(hit.line) for hit in hits for word in hit.words)


def test_exact_words_keep_off_what_only_sounds_like_them(index: ManualIndex) -> None:
    assert {hit.words for hit in index.find("结算")} == {("结算",)}
    assert index.find("zzzz") == []
    assert index.find("为什么吗") == []


def test_every_other_name_leads_to_what_the_manual_tells(index: ManualIndex) -> None:
    assert len(index.other_names) > 50
    lost = [other for other, name in index.other_names.items() if not index.find(name)]
    assert lost == [], "the manual calls nothing so"
    assert [other for other in index.other_names if not index.find(other)] == []
