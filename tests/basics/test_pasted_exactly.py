"""What a sheet shortened on the clipboard is written out by what it put there beside its text."""

import tracemalloc

import pytest

from desktop.basics import pasted_exactly
from desktop.basics.pasted import cells_of
from desktop.basics.pasted_exactly import written_out

LIBREOFFICE = """<html><body><table cellspacing="0" border="0"><colgroup span="5" width="80">
</colgroup><tr><td height="20" align="left"><font face="x">条码</font></td>
<td align="left"><font>品名</font></td><td>数量</td></tr>
<tr><td align="right" sdval="6901028001234" sdnum="1033;0;0.00E+00"><font>6.90E+12</font></td>
<td align="left"><font>红星<br>500ml</font></td><td sdval="3" sdnum="1033;">3</td></tr>
<tr><td>007</td><td colspan=2>合并</td></tr></table></body></html>"""
TEXT = '条码\t品名\t数量\r\n6.90E+12\t"红星\n500ml"\t3\r\n007\t合并\t\r\n'
WPS = (
    '<table><tr height="19"><td class="et2" x:num="6901028001234">6.90103E+12</td>'
    '<td class="et2" x:str>箱</td></tr></table>'
)
EXCEL = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
    '<Row><Cell><Data ss:Type="Number">6901028001234</Data></Cell><Cell ss:Index="3">'
    '<Data ss:Type="DateTime">2026-01-05T00:00:00.000</Data></Cell></Row>'
    '<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="Number">6.9010280012345699E+15'
    '</Data></Cell><Cell><Data ss:Type="Number">1234.5</Data></Cell></Row></Table></Worksheet>'
    "</Workbook>\0"
)


def test_the_page_of_libreoffice_tells_a_shortened_code() -> None:
    assert cells_of(written_out(TEXT, LIBREOFFICE)) == [
        ["条码", "品名", "数量"],
        ["6901028001234", "红星\n500ml", "3"],
        ["007", "合并", ""],
    ]


def test_the_page_of_wps_tells_it_too() -> None:
    assert written_out("6.90103E+12\t箱\r\n", WPS) == "6901028001234\t箱"


def test_the_xml_of_excel_tells_codes_days_and_figures_that_had_no_room() -> None:
    text = "6.90103E+12\t\t########\r\n\r\n6.9E+15\t\t##\r\n"
    assert cells_of(written_out(text, "", EXCEL)) == [
        ["6901028001234", "", "2026-01-05"],
        [""],
        ["6.9E+15", "", "1234.5"],  # beyond 15 digits the sheet itself doesn't know it
    ]


@pytest.mark.parametrize("page", ["", "<p>nothing", WPS, LIBREOFFICE])
def test_what_is_beside_other_cells_says_nothing_of_these(page: str) -> None:
    text = "6.90103E+12\t瓶\n5\t箱"
    assert written_out(text, page) == text


def test_what_nothing_is_shortened_of_stays_letter_by_letter() -> None:
    assert written_out("a\r\n\tb\n", WPS) == "a\r\n\tb\n"
    assert written_out("", "") == ""


def test_without_a_text_it_is_what_the_page_shows() -> None:
    assert cells_of(written_out("", LIBREOFFICE))[1] == ["6901028001234", "红星\n500ml", "3"]


WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><style>td{x}</style></head>
<body><!--StartFragment--><table class=MsoTableGrid><tr><td><p class=MsoNormal>品名<o:p></o:p></p>
</td><td><p>数量</p></td><td><p>备注</p></td></tr><tr><td rowspan=2><p>红星香皂</p><p>80g</p></td>
<td><p><span lang=EN-US>3<o:p></o:p></span></p></td><td><p>&nbsp;</p></td></tr>
<tr><td><p>4</p></td><td><p>快送<br>　谢谢</p></td></tr></table><!--EndFragment--></body></html>"""


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("品名\t数量\t备注\r\n红星香皂\r\n80g\t3\t\r\n\t4\t快送\x0b　谢谢\r\n", WORD),
        ("品名\t数量\t备注\n红星香皂\n80g\t3\t\n\t4\t快送\n　谢谢", WORD.replace("MsoNormal", "")),
    ],
    ids=["Word or WPS", "a browser"],
)
def test_lines_within_the_cells_of_a_document_are_no_rows(text: str, page: str) -> None:
    assert cells_of(written_out(text, page)) == [
        ["品名", "数量", "备注"],
        ["红星香皂\n80g", "3", ""],
        ["", "4", "快送\n　谢谢"],
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td></td><td><p>A 3</p><p>B 4</p></td><td></td></tr></table>",  # of a mail
        "<p>A 3</p><p>B 4</p>",
        "<table><tr><td>A</td><td>9</td></tr></table>",  # of something else
    ],
)
def test_lines_of_a_text_stay_lines_whatever_page_they_stand_in(page: str) -> None:
    assert written_out("A 3\nB 4", page) == "A 3\nB 4"


def test_what_is_no_xml_says_nothing() -> None:
    assert written_out("6.90103E+12", "", "<Workbook><Row") == "6.90103E+12"


def test_a_page_is_read_only_where_its_table_tells_more_and_is_no_long_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = "".join(f"<TR><TD><p>香皂{at}</p></TD><TD>3</TD></TR>" for at in range(900))
    short = "<table><tr><td>A</td><td>3</td></tr></table>"
    monkeypatch.setattr(pasted_exactly, "_Page", pytest.fail)
    text = "\n".join(f"香皂{at}\t3" for at in range(901))
    assert written_out(text, f"<table>{rows}</table>") == text
    assert written_out("A\t3", short) == "A\t3"


def test_a_cell_over_very_many_others_holds_no_room_for_each() -> None:
    tracemalloc.start()
    page = "<table><tr><td rowspan=1000 colspan=1000>A</td></tr><tr><td>B</td></tr></table>"
    assert written_out("", page).split() == ["A", "B"]
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
