"""Whatever stands in a record comes out on paper, and what no font has is named."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing import missing_from, render
from desktop.printing.door import told
from tests.printing import papers, pdf
from tests.printing.test_papers import PAPERS

NASTY = (
    "开心😀👨‍👩‍👧超市🇨🇳",
    "𠮷𪚥𰻞\ue000\U000f0001",
    "甲\n乙\r\n丙\t丁\x00\x1b",
    "עברית العربية \u202eabc",
    "a\u0301\u0300\u0489店",
    "\u200b\ufeff\u2060",
    "  店 　 店  ",
    "字" * 150,
    "x" * 200,
    "》，）：（《“”‘’。。……——" * 6,
    "\ud800店\udfff",
    "",
)
# Keys that the program sets itself, and the code whose form is checked.
KEYS = {"quarter", "state", "means", "picture", "paid_by", "code"}


def _every(value: Any, text: str) -> Any:
    """The paper with this text in all its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in KEYS]
        return replace(value, **{name: _every(getattr(value, name), text) for name in names})
    if isinstance(value, tuple):
        return tuple(_every(each, text) for each in value)
    return text if isinstance(value, str) else value


def _sample(kind: str) -> Any:
    return papers.manifest(2) if kind == "manifest" else PAPERS[kind]()


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_any_text_in_every_field_of_a_paper_is_printed(kind: str, text: str) -> None:
    assert pdf.texts(render(_every(_sample(kind), text)))


def _missing(name: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    shop = replace(papers.SHOP, name=name)
    for one in missing_from(render(papers.payout_voucher(client=shop))):
        yield one.field, one.text, one.characters


def test_what_cannot_be_printed_is_named_with_its_field_and_characters() -> None:
    assert list(_missing("开心😀的😀\ue000店")) == [
        ("client.name", "开心😀的😀\ue000店", ("😀", "\ue000"))
    ]
    assert list(_missing("老𠮷家\n分店\u200b")) == []
    assert missing_from(b"%PDF") == ()


def test_a_person_reads_which_paper_which_text_and_which_character() -> None:
    shop = replace(papers.SHOP, name="字" * 50 + "😀" + "字" * 50)
    words = told(missing_from(render(papers.payout_voucher(client=shop))))
    assert "〓" in words
    assert "LK-2026-0042" in words
    assert "😀 (U+1F600)" in words
    assert "…" + "字" * 12 + "😀" + "字" * 12 + "…" in words
    assert told(()) == ""


def test_of_many_texts_some_are_named_and_the_others_counted() -> None:
    rows = tuple((f"店{number}😀",) for number in range(10))
    seen = SeenList("客户", "", (SeenColumn("名称"),), rows)
    words = told(missing_from(render(papers.list_sheet(seen=seen))))
    assert "店2😀" in words
    assert "店3😀" not in words
    assert "7" in words.splitlines()[-1]


def test_a_list_of_endless_words_keeps_its_other_columns_readable() -> None:
    columns = (SeenColumn("编号"), SeenColumn("名称", stretch=True), SeenColumn("金额", right=True))
    rows = (("C1", "x" * 5000, "12.50"), ("C2", "字" * 5000, "1" * 300), ("C3", "店", "0.50"))
    seen = SeenList("客户", "", columns, rows)
    read = pdf.text(render(papers.list_sheet(seen=seen)))
    assert "C1" in read
    assert "12.50" in read
    assert read.count("x") == 5000
    assert read.count("字") == 5000
