"""Papers of the office are Chinese whatever the window speaks; what was seen is as it was seen."""

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import choose_language
from desktop.basics.report import Report, Scope
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.cli.pictured import send_letters_to_picture
from desktop.models import (
    Agreement,
    BalanceLetter,
    Benefit,
    Case,
    Collection,
    Order,
    Payout,
    Proposal,
    RebatePlan,
    Return,
    Run,
)
from desktop.offices import open_training
from desktop.printing import render
from desktop.printing.letterhead import Letterhead
from desktop.printing.list_sheet import ListSheet
from desktop.printing.report import ReportSheet, ReportTable
from desktop.queries.reports.registry import REPORTS
from desktop.services.office import Office
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import PAPERS
from desktop.services.reports import read_report
from tests.printing.pdf import texts

HANZI = re.compile(r"[\u3400-\u9fff，。：；（）、]")
LATIN = re.compile(r"[A-Za-z]{2,}")
CHAIN = re.compile(r"(?: [0-9a-f]{4}){4}")  # of a trail that isn't the other office's
THEIRS = Letterhead("Yarun", "C office", "1 Main Street", "0816-2230118")
OURS = Letterhead("雅润日化", "办事处", "临江路 118 号", "0816-2230118")
DAY = date(2026, 7, 6)
QUARTER = Quarter(2026, 1)
ROWS = 90  # on more than one page
SOME = 4  # documents of each kind
# Words that stand in Chinese sentences as they are.
AS_THEY_ARE = {"Excel", "GCJ"}
BY_NUMBER = {
    "proposal": Proposal,
    "contract": Agreement,
    "payout_voucher": Payout,
    "receipt": Collection,
    "benefit_receipt": Benefit,
    "balance_letter": BalanceLetter,
    "ruling": Case,
    "delivery_note": Order,
    "return_note": Return,
    **dict.fromkeys(("manifest", "pick_list", "loading_list", "triple_note", "closing_sheet"), Run),
}
OF_A_DAY = ("run_day", "run_day_lists", "run_day_notes")
OF_CLIENTS = ("survey_form", "client_file", "statement")


def which_there(session: Session, kind: str) -> Sequence[WhichPaper]:
    """Some of what a paper can be of."""
    if kind in OF_A_DAY:
        return [WhichPaper(day=DAY)]
    if kind == "visit_sheet":
        return [WhichPaper("chen", day=DAY)]
    if kind == "payout_list":
        return [WhichPaper("rep", quarter=QUARTER)]
    if kind == "check_sheet":
        return [WhichPaper()]
    if kind in OF_CLIENTS:
        # Two with agreements, cases, signs and suggestions; one that only was looked at.
        wanted = ("C001", "C007", "C020")
        quarter = QUARTER if kind == "statement" else None
        return [WhichPaper(one, quarter=quarter) for one in wanted]
    if kind == "rebate_sheet":
        plans = session.scalars(select(RebatePlan.id).where(RebatePlan.reckoned_on.is_not(None)))
        return [WhichPaper(key=one) for one in plans]
    field = BY_NUMBER[kind].number
    found = session.scalars(select(field).where(field.is_not(None)).order_by(field.desc()))
    return [WhichPaper(one) for one in found]


def printed(office: Office, kind: str) -> dict[str, list[str]]:
    """The words of some papers of a kind, page by page."""
    with office.reading() as session:
        which = which_there(session, kind)
    found: dict[str, list[str]] = {}
    for one in which:
        try:
            found[one.document] = texts(PAPERS[kind].issue(office, one))
        except Refused:
            continue  # of a state in which there is no such paper
        if len(found) == SOME:
            break
    return found


@pytest.fixture
def offices(training_built: Path, tmp_path: Path) -> Iterator[dict[str, Office]]:
    """The training office twice: what is issued in one isn't issued in the other."""
    made = {}
    for language in ("en", "zh_CN"):
        shutil.copytree(training_built, tmp_path / language)
        office, day = open_training(tmp_path / language)
        made[language] = office.on(day, office.find_person("yang"))
        send_letters_to_picture(made[language], day)
    yield made
    for office in made.values():
        office.engine.dispose()


def test_an_english_window_prints_the_same_papers_as_a_chinese_one(
    offices: dict[str, Office],
) -> None:
    otherwise, never = [], []
    for kind in PAPERS.keys() - {"reward_slip"}:
        said = {}
        for language, office in offices.items():
            choose_language(language)
            said[language] = printed(office, kind)
        if not said["en"]:
            never.append(kind)
        for document, pages in said["en"].items():
            for page, there in zip(pages, said["zh_CN"][document], strict=True):
                sides = (CHAIN.sub("", one).splitlines() for one in (page, there))
                lines = zip(*sides, strict=True)
                otherwise += [f"{kind} {document}: {one}" for one, other in lines if one != other]
    assert not otherwise, "\n".join(otherwise)
    assert not never, "there is one of each"


def seen(words: str) -> SeenList:
    columns = (SeenColumn(words, stretch=True), SeenColumn(f"{words} 2", right=True))
    return SeenList(words, words, columns, ((words, "1.00"),) * ROWS)


@pytest.mark.parametrize(
    ("language", "words", "head", "not_there"),
    [("en", "Name", THEIRS, HANZI), ("zh_CN", "名称", OURS, LATIN)],
)
def test_what_was_seen_is_printed_in_the_windows_language(
    language: str, words: str, head: Letterhead, not_there: re.Pattern[str]
) -> None:
    choose_language(language)
    listed = seen(words)
    none = SeenList(words, "", listed.columns, ())
    tables = (ReportTable(listed, words, (words, "1.00")), ReportTable(none, ""))
    for paper in (
        ListSheet(head, DAY, listed),
        ReportSheet(head, DAY, words, words, tables, (words,)),
    ):
        pages = texts(render(paper))
        assert len(pages) > 1
        assert not not_there.findall("".join(pages)), paper.kind


def fixed_words(report: Report) -> Iterator[str]:
    """What the program says in a report, whatever stands in it."""
    yield from (report.title, *report.notes)
    for table in report.tables:
        yield from (table.title, table.none, *(one.heading for one in table.columns))
        if table.chart is not None:
            yield from (table.chart.title, *(one.words for one in table.chart.series))


def test_the_words_of_each_report_are_in_one_language(offices: dict[str, Office]) -> None:
    wrong = []
    for language, office in offices.items():
        choose_language(language)
        manager = office.on(DAY, office.find_person("wang"))
        for name, declared in REPORTS.items():
            if not declared.is_for(manager.person.roles if manager.person else frozenset()):
                continue
            report = read_report(manager, name, Scope(date(2025, 8, 1), DAY))
            for words in fixed_words(report):
                strange = HANZI if language == "en" else LATIN
                found = set(strange.findall(words)) - AS_THEY_ARE
                wrong += [f"{language} {name}: {words}"] if found else []
    assert not wrong, "\n".join(wrong)
