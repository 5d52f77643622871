"""The client file on paper: for one or many, inside, neither kept nor counted."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import func, insert, select

from desktop.basics.errors import Refused
from desktop.models import HistoryLine, IssuedPaper, PaperPrint
from desktop.queries.client_page import open_client
from desktop.services.attachments import attach
from desktop.services.clients import ClientDraft, add_client
from desktop.services.papers.registry import issue
from tests.office import Team, new_team
from tests.pictures import photo
from tests.printing.pdf import outside, text
from tests.services.through_states import sold

LONG = "锦绣花园（二期）南门综合市场底商“罗老幺”日用百货批发零售生活超市连锁第十七分店"


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    made = new_team(sqlite_url)
    yield made
    made.office.engine.dispose()


def pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def test_it_says_what_is_owed_and_ordered_and_is_neither_kept_nor_counted(team: Team) -> None:
    sold(team)
    pdf = issue(team.r1, "client_file", "c1")
    said = text(pdf)
    for words in ("客户档案", "内部资料", "小店C1", "107.73", "XY-2026-0001", "还剩 360 天"):
        assert words in said
    assert issue(team.r1, "client_file", "C1") == pdf, "no copy"
    with team.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(IssuedPaper)) == 0
        assert session.scalar(select(func.count()).select_from(PaperPrint)) == 0


def test_several_clients_come_as_one_file_each_once(team: Team) -> None:
    pdf = issue(team.c1, "client_file", "C1，C2 c1")
    assert pages(pdf) == 2
    assert "第 1 页 / 共 1 页" in text(pdf)


def test_a_code_with_a_space_in_it_is_one_client(team: Team) -> None:
    add_client(team.r1, ClientDraft("新 C1", "新店", "学校店"))
    assert "新店" in text(issue(team.r1, "client_file", "新 C1"))


@pytest.mark.parametrize(("named", "code"), [("", "invalid"), ("C1 C99", "not_found")])
def test_nobody_and_somebody_unknown_are_refused(team: Team, named: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        issue(team.c1, "client_file", named)
    assert refused.value.code == code


def test_who_calls_nobody_sees_no_whole_number(team: Team) -> None:
    add_client(team.r1, ClientDraft("C5", "五店", "学校店", contact="雷春福", phone="13900004784"))
    assert "139 0000 4784" in text(issue(team.r1, "client_file", "C5"))
    for person in (team.k1, team.a1):
        said = text(issue(person, "client_file", "C5")).replace(" ", "")
        assert "13900004784" not in said
        assert "4784" in said


def test_photos_stand_on_it_and_what_is_none_doesnt_hinder(team: Team, tmp_path: Path) -> None:
    bare = issue(team.r1, "client_file", "C1")
    attach(team.r1, "client", 1, "坏的.png", b"\x89PNG\r\n\x1a\n....", "")
    attach(team.r1, "client", 1, "门头.jpg", photo(tmp_path, "a.jpg").read_bytes(), "")
    pdf = issue(team.r1, "client_file", "C1")
    assert "门头.jpg" in text(pdf)
    assert "坏的.png" not in text(pdf)
    assert len(bare) + 2_000 < len(pdf) < 300_000


def test_three_years_of_history_and_very_long_names_fit(team: Team) -> None:
    draft = ClientDraft("C6", LONG, "学校店", address=LONG * 2, contact=LONG[:20])
    key = add_client(team.r1, draft)
    lines = [
        {
            "source": "旧账",
            "row": week,
            "invoice": f"{week}",
            "sold_on": team.day - timedelta(weeks=week),
            "client_id": key,
            "product_id": 1,
            "quantity": 10 ** (week % 5),
            "price": Decimal("3.5"),
        }
        for week in range(1, 157)
    ]
    with team.office.engine.execution_options(change=True).begin() as connection:
        connection.execute(insert(HistoryLine), lines)
    with team.office.reading() as session:
        chart = open_client(session, key, team.day).page.weeks.chart
    assert chart is not None
    # Of 4, 3, 2 and 1 weeks ago, and nothing in today's: 3.50 yuan each.
    assert chart.series[0].values[-5:] == (3_500_000, 350_000, 35_000, 3_500, 0)
    pdf = issue(team.r1, "client_file", "C6")
    assert pages(pdf) <= 3
    assert not outside(pdf)
