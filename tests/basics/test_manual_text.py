"""The manual is read as data: lists in lists, tables, pictures, links; and searched."""

from desktop.basics.manual_text import (
    ITEM,
    PICTURE,
    TEXT,
    Block,
    Chapter,
    Span,
    anchor,
    find,
    read_chapter,
    whole_manual,
)

CHAPTERS = (
    Chapter("a", "收款", (Block("heading", (Span("退余款"),), 2), Block(TEXT, (Span("按Ｆ６"),)))),
    Chapter("b", "兑付", (Block(TEXT, (Span("收款以后付，见 Excel"),)),)),
)


def test_lists_stand_in_lists_with_their_numbers() -> None:
    items = [one for one in read_chapter("start").blocks if one.kind == ITEM]
    assert [(one.level, one.mark) for one in items[:5]] == [
        (1, "1."),
        (2, "•"),
        (2, "•"),
        (2, "•"),
        (1, "2."),
    ]
    assert Span("人员", link="staff.md") in items[1].spans


def test_a_further_paragraph_of_an_item_stands_under_it() -> None:
    blocks = read_chapter("proposals").blocks
    first = next(place for place, one in enumerate(blocks) if one.kind == ITEM)
    assert (blocks[first + 1].kind, blocks[first + 1].level) == (TEXT, 1)
    assert "算的依据" in "".join(one.text for one in blocks)


def test_pictures_are_found_with_their_words() -> None:
    (picture, *_more) = (one for one in read_chapter("runs").blocks if one.kind == PICTURE)
    assert (picture.text, picture.file) == ("车次", "pictures/runs.png")


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


def test_an_anchor_is_a_heading_without_its_signs() -> None:
    assert anchor("一天的活，要几下") == "一天的活要几下"
    assert anchor("A b") == "a-b"


def test_no_chapter_is_empty() -> None:
    assert [one.name for one in whole_manual() if not one.blocks] == []
