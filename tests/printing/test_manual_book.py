"""The whole manual on paper, and a page for each role."""

import re

import pypdfium2
import pytest

from desktop.basics.i18n import choose_language
from desktop.basics.manual_text import HEADING, chapter_titles, whole_manual
from desktop.basics.roles import ROLES
from desktop.printing import missing_from
from desktop.services.manual_papers import card_paper, manual_paper
from tests.office import Team, new_team
from tests.printing import pdf


@pytest.fixture(scope="module")
def book() -> bytes:
    return manual_paper()


def titles(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def test_the_contents_tell_the_page_of_each_chapter(book: bytes) -> None:
    texts = pdf.texts(book)
    contents = "".join(texts[0].split())
    for name, title in chapter_titles().items():
        told = re.search(rf"{title}(\d+)", contents)
        assert told, name
        assert title in titles(texts[int(told[1]) - 1]), name


def test_outline_and_links_lead_to_the_pages(book: bytes) -> None:
    document = pypdfium2.PdfDocument(book)
    texts = pdf.texts(book)
    entries = list(document.get_toc())
    assert [one.get_title() for one in entries if one.level == 0][1:] == list(
        chapter_titles().values()
    )
    heads = sum(block.kind == HEADING for one in whole_manual() for block in one.blocks)
    assert len(entries) == 1 + len(chapter_titles()) + heads
    for one in entries[1:]:
        page = one.get_dest().get_index()
        assert one.get_title() in titles(texts[page]), one.get_title()


def test_nothing_is_cut_and_no_heading_is_left_alone(book: bytes) -> None:
    assert pdf.outside(book) == []
    assert missing_from(book) == ()
    known = {block.text for one in whole_manual() for block in one.blocks if block.kind == HEADING}
    known |= set(chapter_titles().values())
    for number, text in enumerate(pdf.texts(book), 1):
        assert titles(text)[-1] not in known, number


@pytest.mark.parametrize("role", ROLES)
def test_a_roles_card_is_one_page_with_the_ten_keys(role: str) -> None:
    card = card_paper([role])
    assert len(pypdfium2.PdfDocument(card)) == 1
    assert pdf.outside(card) == []
    assert missing_from(card) == ()
    said = pdf.text(card)
    assert all(
        one in said for one in ("每天来的事", "十个键", "有事问谁", "程序不让做的", "Ctrl+K")
    )


def test_a_card_says_who_is_to_be_asked_here(sqlite_url: str) -> None:
    choose_language("zh_CN")
    team: Team = new_team(sqlite_url)
    said = pdf.text(card_paper(["clerk", "rep"], team.c1))
    assert "员工m1" in said
    assert "员工k1" in said


def test_what_is_to_be_typed_elsewhere_stands_in_it_too(book: bytes) -> None:
    assert "CREATE DATABASE office OWNER owner" in pdf.text(book)
