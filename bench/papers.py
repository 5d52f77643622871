"""A manifest against the same strings on a bare canvas, an import against calamine."""

import io
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Result, compare
from desktop.basics.drafts.office import ProfileDraft
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.office import Office
from desktop.services.settings import name_office
from desktop.services.staff import add_staff

_ROWS = 5_000
_STOPS = 40
_ROUNDS = 3


def results(folder: Path) -> Iterator[Result]:
    """Paper and workbooks."""
    from desktop.printing import render
    from tests.printing import papers

    manifest = papers.manifest(_STOPS)
    pdf = render(manifest)
    strings = _strings(pdf)
    yield compare(
        f"manifest and notes of {_STOPS} stops",
        lambda: render(manifest),
        "a bare ReportLab canvas with as many strings",
        lambda: _bare_canvas(strings),
    )
    workbook = _workbook(folder / "clients.xlsx")
    fresh = iter([_fresh(folder / f"import-{number}.db") for number in range(_ROUNDS)])

    def take() -> None:
        said = import_file(next(fresh), ImportOrder("clients", workbook))
        assert said.imported == _ROWS

    yield compare(
        f"import of {_ROWS:,} clients",
        take,
        "calamine reading the same file",
        lambda: _bare_read(workbook),
        rounds=_ROUNDS,
    )


def _fresh(path: Path) -> Office:
    """An office with nobody but its administrator, who is signed in."""
    office = Office(make_database(read_url(str(path))))
    name_office(office, ProfileDraft("导入"))
    add_staff(office, "ad", "管", ["administrator"])
    return office.on(office.today, office.find_person("ad"))


def _strings(pdf: bytes) -> list[list[str]]:
    from pypdfium2 import PdfDocument

    return [page.get_textpage().get_text_range().splitlines() for page in PdfDocument(pdf)]


def _bare_canvas(pages: list[list[str]]) -> None:
    from reportlab.pdfgen.canvas import Canvas

    from desktop.printing.fonts import REGULAR

    canvas = Canvas(io.BytesIO())
    for lines in pages:
        canvas.setFont(REGULAR, 9)
        for place, text in enumerate(lines):
            canvas.drawString(40, 800 - 12 * (place % 62), text)
        canvas.showPage()
    canvas.save()


def _workbook(path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(["门店编号", "门店名称", "类型", "电话", "地址"])
    for number in range(_ROWS):
        sheet.append(
            [f"K{number:05}", f"便民店{number}", "学校店", f"139{number:08}", f"米市街{number}号"]
        )
    book.save(path)
    return path


def _bare_read(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
