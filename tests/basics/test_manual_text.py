"""The manual is read as data: lists in lists, tables, pictures, links."""

from desktop.basics.manual_text import (
    ITEM,
    PICTURE,
    TEXT,
    Span,
    anchor,
    read_chapter,
    whole_manual,
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


def test_an_anchor_is_a_heading_without_its_signs() -> None:
    assert anchor("一天的活，要几下") == "一天的活要几下"
    assert anchor("A b") == "a-b"


def test_no_chapter_is_empty() -> None:
    assert [one.name for one in whole_manual() if not one.blocks] == []
