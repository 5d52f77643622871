"""Paper on a printer that writes what it gets into a file: pages, ways up, place and refusals."""

import errno
import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QDesktopServices, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.basics.watch import Cancelled, Nobody
from desktop.services.clients import ClientDraft, add_client
from desktop.views.kit.desk import Link
from desktop.views.kit.printer import PrinterTrouble, print_paper
from desktop.views.kit.tasks import Progress
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import open_desk, press, settle


class GivenUp(Nobody):
    """A person who gives up at once."""

    cancelled = True


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@pytest.fixture
def printer(tmp_path: Path, qapp: object) -> QPrinter:
    return writing_to(QPrinter(), tmp_path / "printed.pdf")


def writing_to(printer: QPrinter, file: Path) -> QPrinter:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setResolution(300)
    printer.setFullPage(True)
    return printer


def paper(*sizes: tuple[float, float]) -> bytes:
    """Pages with a frame near the edge and as many bars as their number."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, (wide, high) in enumerate(sizes, 1):
        canvas.setPageSize((wide, high))
        canvas.rect(20, 20, wide - 40, high - 40)
        for bar in range(number):
            canvas.rect(40 + 90 * bar, high - 320, 60, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pictures(pdf: bytes | Path) -> Iterator[Image.Image]:
    for page in pypdfium2.PdfDocument(pdf):
        yield page.render(scale=1).to_pil().convert("L")


def alike(one: Image.Image, other: Image.Image) -> bool:
    return (
        max(abs(one.width - other.width), abs(one.height - other.height)) <= 1
        and ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean[0] < 2
    )


def seen(printer: QPrinter) -> list[Image.Image]:
    return list(pictures(Path(printer.outputFileName())))


def test_each_page_comes_as_it_is_upright_or_across(printer: QPrinter) -> None:
    made = paper(A4, landscape(A4), A4)
    assert print_paper(made, printer, Nobody()) == 3
    for got, wanted in zip(seen(printer), pictures(made), strict=True):
        assert alike(got, wanted)


def test_only_the_pages_asked_for_the_last_first(printer: QPrinter) -> None:
    made = paper(A4, A4, A4, A4)
    printer.setFromTo(2, 3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert print_paper(made, printer, Nobody()) == 2
    _first, second, third, _fourth = pictures(made)
    got = seen(printer)
    assert len(got) == 2
    assert alike(got[0], third)
    assert alike(got[1], second)


@pytest.mark.parametrize(("collated", "order"), [(True, (0, 1, 0, 1)), (False, (0, 0, 1, 1))])
def test_copies_that_the_printer_doesn_t_make_itself(
    printer: QPrinter, collated: bool, order: tuple[int, ...]
) -> None:
    made = paper(A4, A4)
    printer.setCopyCount(2)
    printer.setCollateCopies(collated)
    assert not printer.supportsMultipleCopies()
    assert print_paper(made, printer, Nobody()) == 4
    wanted = list(pictures(made))
    for got, number in zip(seen(printer), order, strict=True):
        assert alike(got, wanted[number])


def test_on_smaller_paper_the_page_is_whole_and_not_squeezed(printer: QPrinter) -> None:
    made = paper(A4, landscape(A4))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    print_paper(made, printer, Nobody())
    for got, wanted, size in zip(seen(printer), pictures(made), (A5, landscape(A5)), strict=True):
        assert got.size == pytest.approx(size, abs=1)
        assert alike(got, wanted.resize(got.size))


TRIPLE = (241 * mm, 140 * mm)


@pytest.mark.parametrize("high", [140, 280])
def test_the_delivery_note_in_three_parts_lies_on_its_continuous_paper_as_it_is(
    printer: QPrinter, high: int
) -> None:
    """Paper that is wide by itself is not turned; on a longer leaf it begins at the top."""
    made = paper(TRIPLE)
    size, unit = QSizeF(241, high), QPageSize.Unit.Millimeter
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    printer.setPageSize(QPageSize(size, unit, f"241 x {high}", exact))
    print_paper(made, printer, Nobody())
    (got,), (wanted,) = seen(printer), pictures(made)
    assert got.size == pytest.approx((241 * mm, high * mm), abs=1)
    assert alike(got.crop((0, 0, *wanted.size)), wanted)


def test_it_is_turned_on_paper_where_it_comes_out_larger_so(printer: QPrinter) -> None:
    made = paper(TRIPLE)
    print_paper(made, printer, Nobody())
    (got,), (wanted,) = seen(printer), pictures(made)
    assert got.size == pytest.approx(landscape(A4), abs=1)
    left, top = (got.width - wanted.width) // 2, (got.height - wanted.height) // 2
    assert alike(got.crop((left, top, left + wanted.width, top + wanted.height)), wanted)


def test_on_larger_paper_the_page_keeps_its_size(printer: QPrinter) -> None:
    made = paper(A5)
    print_paper(made, printer, Nobody())
    (got,), (wanted,) = seen(printer), pictures(made)
    left, top = (got.width - wanted.width) // 2, (got.height - wanted.height) // 2
    assert alike(got.crop((left, top, left + wanted.width, top + wanted.height)), wanted)


def test_given_up_nothing_comes(printer: QPrinter) -> None:
    with pytest.raises(Cancelled):
        print_paper(paper(A4), printer, GivenUp())
    assert not Path(printer.outputFileName()).exists()


def test_a_printer_that_is_away_is_named(printer: QPrinter, tmp_path: Path) -> None:
    printer.setOutputFileName(str(tmp_path / "away" / "printed.pdf"))
    with pytest.raises(PrinterTrouble, match="away"):
        print_paper(paper(A4), printer, Nobody())


def list_on_paper(qtbot: QtBot, team: Team, folder: Path) -> Desktop:
    """The window with the clients' list in its preview."""
    desktop = open_desk(qtbot, team.m1, folder)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Shift+P")
    assert desktop.preview.print_button.isEnabled()
    return desktop


def test_a_long_list_is_printed_by_keys_while_the_window_works(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gui_thread_never_waits: Guard,
) -> None:
    with team.r1.batch() as together:
        for number in range(300):
            add_client(together, ClientDraft(f"K{number:03}", f"大店{number}", "社区店"))
    target, offered = tmp_path / "list.pdf", []

    def accept(dialog: QPrintDialog) -> int:
        offered.append((dialog.minPage(), dialog.maxPage()))
        writing_to(dialog.printer(), target)
        return QPrintDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    desktop = list_on_paper(qtbot, team, tmp_path)
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+P")
    with gui_thread_never_waits.elsewhere():
        pages = len(list(pictures(target)))
    assert pages > 3
    assert offered == [(1, pages)]
    assert any(one.text().endswith(f"{pages} 页") for one in desktop.findChildren(QLabel))


def test_stopped_by_hand_is_said_quietly(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accept(dialog: QPrintDialog) -> int:
        monkeypatch.setattr(Progress, "cancelled", True)
        writing_to(dialog.printer(), tmp_path / "list.pdf")
        return QPrintDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    desktop = list_on_paper(qtbot, team, tmp_path)
    press(qtbot, desktop, "Ctrl+P")
    assert any("打印已停止" in one.text() for one in desktop.findChildren(QLabel))
    assert desktop.preview.strip.words == ""


def test_a_printer_that_is_away_is_told_above_the_paper(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accept(dialog: QPrintDialog) -> int:
        writing_to(dialog.printer(), tmp_path / "away" / "list.pdf")
        return QPrintDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    desktop = list_on_paper(qtbot, team, tmp_path)
    press(qtbot, desktop, "Ctrl+P")
    assert "away" in desktop.preview.strip.words
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 0)
    press(qtbot, desktop, "Ctrl+P")
    assert "away" in desktop.preview.strip.words, "given up, nothing is said anew"


def test_a_pc_without_a_printer_is_told_so_above_the_paper(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' own dialog would not come up then, and the key would seem dead."""
    desktop = list_on_paper(qtbot, team, tmp_path)
    monkeypatch.setattr("desktop.views.kit.printer.platform.system", lambda: "Windows")
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: pytest.fail("asked all the same"))
    press(qtbot, desktop, "Ctrl+P")
    assert "没有装打印机" in desktop.preview.strip.words


def test_a_pc_without_a_program_for_pdf_is_told_so_above_the_paper(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = list_on_paper(qtbot, team, tmp_path)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    desktop.preview._outside.click()
    settle(qtbot, desktop)
    assert "没有能打开 PDF 的程序" in desktop.preview.strip.words


def test_a_full_disk_is_told_of_what_goes_to_another_program(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(prefix: str) -> str:
        raise OSError(errno.ENOSPC, prefix)

    desktop = list_on_paper(qtbot, team, tmp_path)
    monkeypatch.setattr("desktop.views.kit.outside.tempfile.mkdtemp", full)
    desktop.preview._outside.click()
    assert "磁盘已满" in desktop.preview.strip.words
    assert "另存" in desktop.preview.strip.words
