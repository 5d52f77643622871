"""What a copied list is in a spreadsheet: codes keep their zeros, days and amounts their worth."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.basics.page_table import page_table
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.basics.seen_values import values_seen
from desktop.spreadsheets.markup import read_markup

COLUMNS = (
    SeenColumn("编号"),
    SeenColumn("条码"),
    SeenColumn("日期"),
    SeenColumn("金额", right=True),
    SeenColumn("箱数", right=True),
    SeenColumn("扣点", right=True),
    SeenColumn("说明"),
    SeenColumn("月份"),
)
ROWS = (
    ("007", "6901028001234567", "2026-01-05", "−1,234.50", "12,345", "5.5%", "=1+1 <b>", "2026-01"),
    ("0010", "1E5", "2026-12-31", "¥0.05", "3", "12%", "第一行\n第二行", "01-05"),
    ("C9", "", "", "—", "", "", "3/4", ""),
)


def page() -> str:
    headings, rows, kinds = values_seen(SeenList("", "", COLUMNS, ROWS))
    return page_table(headings, rows, kinds)


def test_every_text_says_that_it_is_one_and_every_figure_what_it_is_worth() -> None:
    copied = page()
    assert '<td class="text" x:str sdnum="1033;0;@">007</td>' in copied
    assert 'x:num="-1234.50" sdval="-1234.50" sdnum="1033;0;#,##0.00">-1,234.50</td>' in copied
    assert '.text{mso-number-format:"\\@"}' in copied
    assert '.day{mso-number-format:"yyyy\\-mm\\-dd"}' in copied
    assert "=1+1 &lt;b&gt;" in copied


def test_the_page_has_the_rows_under_their_headings() -> None:
    read = [row.cells for row in read_markup(page(), None).rows]
    assert read[0] == ("编号", "条码", "日期", "金额", "箱数", "扣点", "说明", "月份")
    assert read[2][0] == "0010"
    assert read[2][6] == "第一行\n第二行"


def test_without_headings_it_begins_with_the_rows() -> None:
    headings, rows, kinds = values_seen(SeenList("", "", COLUMNS, ROWS))
    assert headings
    assert read_markup(page_table((), rows, kinds), None).rows[0].cells[0] == "007"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice isn't installed here")
def test_libreoffice_takes_it_as_it_was_meant(tmp_path: Path) -> None:
    (tmp_path / "copied.html").write_text(page(), encoding="utf-8")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    done = ["soffice", "--headless", home, "--infilter=HTML (StarCalc)", "--convert-to", "xlsx"]
    subprocess.run([*done, "copied.html"], cwd=tmp_path, check=True, capture_output=True)
    sheet = load_workbook(tmp_path / "copied.xlsx").active
    assert sheet is not None
    _head, first, second, third = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert first == [
        *("007", "6901028001234567", datetime(2026, 1, 5), -1234.5, 12345, 0.055),
        *("=1+1 <b>", "2026-01"),
    ]
    assert second == [
        *("0010", "1E5", datetime(2026, 12, 31), 0.05, 3, 0.12, "第一行\n第二行", "01-05"),
    ]
    assert third == ["C9", None, None, None, None, None, "3/4", None]
    assert sheet["G2"].data_type == "s", "it isn't reckoned"
    assert sheet["D2"].number_format == "#,##0.00"
    assert sheet["C2"].number_format == "yyyy\\-mm\\-dd"
