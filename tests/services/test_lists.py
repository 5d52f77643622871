"""Lists as they are seen: numbers in a workbook are numbers, and paper has every line."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.basics.errors import DatabaseTrouble, Refused
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.services.lists import LONGEST_PAPER, list_paper, list_workbook
from desktop.services.write_file import write_file
from tests.office import Team, new_team
from tests.printing import pdf

COLUMNS = (
    SeenColumn("客户", stretch=True),
    SeenColumn("编号"),
    SeenColumn("日期"),
    SeenColumn("金额", right=True),
    SeenColumn("站数", right=True),
    SeenColumn("数量", right=True),
)


def seen(number: int = 3) -> SeenList:
    rows = tuple(
        (f"=小店{place}", f"00{place}", "2026-01-05", "-1,234.07", str(place), f"{place} 箱")
        for place in range(number)
    )
    return SeenList("收款/退款", "“小店”", COLUMNS, rows)


def test_a_workbook_holds_numbers_days_and_codes_as_what_they_are() -> None:
    sheet = load_workbook(io.BytesIO(list_workbook(seen()))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["客户", "编号", "日期", "金额", "站数", "数量"]
    assert [cell.value for cell in sheet[3]] == [
        "=小店1",
        "001",
        datetime(2026, 1, 5),
        -1234.07,
        1,
        "1 箱",
    ]
    assert sheet["A3"].data_type == "s"


def test_an_empty_cell_stays_empty_and_makes_no_text_of_the_others() -> None:
    rows = (("甲", "1", "", "", "", ""), ("乙", "2", "2026-01-05", "1.00", "2", ""))
    sheet = load_workbook(io.BytesIO(list_workbook(SeenList("单", "", COLUMNS, rows)))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["甲", "1", None, None, None, None]
    assert sheet["D3"].value == 1


def test_percents_and_figures_with_signs_are_numbers() -> None:
    columns = (SeenColumn("率", right=True), SeenColumn("差", right=True), SeenColumn("增", True))
    rows = (("12.5 %", "+1,200.50", "−3"), ("-3%", "−0.05", "+1,234"), ("—", "—", "—"))
    sheet = load_workbook(io.BytesIO(list_workbook(SeenList("单", "", columns, rows)))).active
    assert sheet is not None
    found = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert found == [[0.125, 1200.5, -3], [-0.03, -0.05, 1234]]
    assert sheet["A2"].number_format == "0.00%"


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_paper_has_every_line_with_its_head_on_each_page(team: Team) -> None:
    pages = pdf.texts(list_paper(team.m1, seen(150)))
    assert len(pages) > 1
    text = "".join(pages)
    assert all(f"=小店{place}" in text for place in range(150))
    assert all("金额" in page for page in pages)
    assert "共 150 行" in pages[0]
    assert "“小店”" in pages[0]


def test_too_long_a_list_belongs_in_a_workbook(team: Team) -> None:
    with pytest.raises(Refused) as caught:
        list_paper(team.m1, seen(LONGEST_PAPER + 1))
    assert str(LONGEST_PAPER + 1) in caught.value.message


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "list.xlsx"
    write_file(target, b"before")
    (tmp_path / "list.xlsx.half").mkdir()
    with pytest.raises(DatabaseTrouble):
        write_file(target, b"after")
    assert target.read_bytes() == b"before"
