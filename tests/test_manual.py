"""The manual fits the program: every page has its chapter, every picture and label is real."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop.basics.i18n import _, choose_language
from desktop.basics.manual_text import (
    HEADING,
    TABLE,
    anchor,
    read_chapter,
    whole_manual,
)
from desktop.basics.manual_text import chapter_titles as chapters
from desktop.basics.resources import manual, resource
from desktop.basics.roles import ROLES
from desktop.queries.reports.registry import REPORTS
from desktop.spreadsheets.clocks import hours
from desktop.views.kit.words_to_values import read_day
from desktop.views.pages import FAMILIES, PAGES

LINK = re.compile(r"\]\(([^)]+)\)")
VIEWS = Path(__file__).resolve().parents[1] / "desktop" / "views"
BOUND = re.compile(r'"((?:Ctrl|Alt)\+[A-Za-z+0-9]+|F\d)"')
TOLD = re.compile(r"(?<![A-Za-z+])((?:Ctrl|Alt)\+[A-Za-z+0-9]+|F\d)")
OF_QT = {"Ctrl+A", "Ctrl+C", "Ctrl+Y"}  # its own sequences: all, copy, redo
QUOTED = re.compile(r"【([^】]+)】")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: manual(f"{name}.md").read_text(encoding="utf-8") for name in files()}


def files() -> Iterator[str]:
    yield "README"
    yield from chapters()


def test_every_page_has_its_chapter() -> None:
    assert {entry.name for entry in PAGES} <= set(chapters())


def test_every_chapter_is_in_the_index_under_its_title(texts: dict[str, str]) -> None:
    written = {file.stem for file in manual().glob("*.md")}
    assert written == set(files())
    for name, title in chapters().items():
        assert texts[name].startswith(f"# {title}\n")


def test_no_link_is_broken_and_no_picture_unused(texts: dict[str, str]) -> None:
    linked = {target for text in texts.values() for target in LINK.findall(text)}
    files = {target.partition("#")[0] for target in linked}
    assert [target for target in files if not manual(target).is_file()] == []
    pictures = {f"pictures/{file.name}" for file in manual("pictures").iterdir()}
    assert pictures <= linked


def test_every_link_to_a_heading_finds_it(texts: dict[str, str]) -> None:
    heads = {
        f"{one.name}.md#{anchor(block.text)}"
        for one in whole_manual()
        for block in one.blocks
        if block.kind == HEADING
    }
    linked = {target for text in texts.values() for target in LINK.findall(text) if "#" in target}
    assert linked - heads == set()
    assert len(linked) > 10


def test_bold_words_are_read_as_bold_everywhere() -> None:
    """Stars that stand where CommonMark sees no emphasis would be shown as stars."""
    shown = [block.text for one in whole_manual() for block in one.blocks]
    assert [text for text in shown if "**" in text] == []


def test_every_key_of_the_manual_is_bound_and_every_bound_one_is_told() -> None:
    bound = {key for file in VIEWS.rglob("*.py") for key in BOUND.findall(file.read_text("utf-8"))}
    bound = {key.replace("Return", "Enter").replace("PgDown", "PgDn") for key in bound}
    bound |= {f"Ctrl+{family.key}" for family in FAMILIES if family.key}
    bound -= {"Alt+Left", "Alt+Right"}  # with arrows, as they stand on the keyboard
    shown = [block.text for one in whole_manual() for block in one.blocks]
    shown += [cell for one in whole_manual() for block in one.blocks for row in block.rows
              for cell in row]  # fmt: skip
    told = {key for text in shown for key in TOLD.findall(text)}
    told |= {f"Ctrl+{family.key}" for family in FAMILIES if family.key}  # told as a row of them
    assert told - bound - OF_QT == set()
    assert bound - told == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_day_its_ten_keys_and_whom_to_ask(role: str) -> None:
    choose_language("zh_CN")
    chapter = read_chapter(f"role-{role}")
    assert chapter.title == f"{_(ROLES[role].words)}的一天"
    heads = [block.text for block in chapter.blocks if block.kind == HEADING]
    assert heads == ["每天来的事", "十个键", "有事问谁", "程序不让做的"]
    keys, asks = (block.rows[1:] for block in chapter.blocks if block.kind == TABLE)
    assert len(keys) == 10
    others = {_(one.words) for name, one in ROLES.items() if name != role}
    assert {whom for _what, whom in asks} - others - {"开发者：见遇到提示怎么办"} == set()
    led = {span.link for block in chapter.blocks for span in block.spans if span.link}
    pages = {link.partition(".md")[0] for link in led}
    assert set(ROLES[role].own) <= pages


def test_every_quoted_button_stands_in_the_program(texts: dict[str, str]) -> None:
    file = resource("locale", "zh_CN", "LC_MESSAGES", "zhongxiao.po")
    with file.open("rb") as read:
        words = {message.string for message in read_po(read)}
    quoted = {(name, one) for name, text in texts.items() for one in QUOTED.findall(text)}
    assert {pair for pair in quoted if pair[1] and pair[1] not in words} == set()


def test_every_report_is_told_with_whom_it_is_for(texts: dict[str, str]) -> None:
    choose_language("zh_CN")
    rows = re.findall(r"^\| (.+) \| .+ \| (.+) \|$", texts["reports"], re.MULTILINE)
    told = {words: set(roles.split("、")) for words, roles in rows}
    for report in REPORTS.values():
        assert told[_(report.words)] == {_(ROLES[one].words) for one in report.roles}, report.name


def test_days_are_read_as_the_manual_says(texts: dict[str, str]) -> None:
    table = texts["window"].partition("| 打 | 读成 |")[2].partition("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()[2:]]
    assert len(rows) > 5
    for typed, read in rows:
        days, said = typed.split("、"), read.split("、")
        for one, day in zip(days, said if len(said) > 1 else said * len(days), strict=True):
            assert str(read_day(one, date(2026, 7, 6))) == day, one


def test_hours_are_read_as_the_manual_says(texts: dict[str, str]) -> None:
    line = next(one for one in texts["clients"].splitlines() if "“营业时间”一列" in one)
    read = [hours(one).text for one in re.findall("“([^”]+)”", line)[1:]]
    assert read == ["00:00–24:00"] * 2 + ["10:00–14:00 16:00–23:00", "07:30–22:00"]
