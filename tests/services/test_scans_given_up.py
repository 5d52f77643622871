"""Scans that nobody waits for any more, or that can't be read to the end."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread, get_ident

import pypdfium2
import pytest
from PIL import Image

from desktop.basics.watch import Cancelled, Nobody
from desktop.scans import pages_of
from desktop.services.scan_folder import AT_A_LOOK, look_for_scans
from desktop.services.scans import read_scans
from tests.office import Team, new_team

ENDS = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QThreadPool
from desktop.scans import pages_of
app = QCoreApplication([])
pool, begun = QThreadPool(app), threading.Event()
def work():
    try:
        for _page in pages_of(open(sys.argv[1], "rb").read()):
            begun.set()
    except ValueError as why:
        print(why)
pool.start(work)
begun.wait()
"""


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def blank_pdf(path: Path, pages: int) -> Path:
    sheets = [Image.effect_noise((827, 1169), 60) for _page in range(pages)]
    sheets[0].save(path, "PDF", save_all=True, append_images=sheets[1:], resolution=100)
    return path


class After(Nobody):
    """Gives up once so many pages were told."""

    def __init__(self, pages: int) -> None:
        self._left = pages

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        return self._left <= 0

    def report(self, done: int, total: int, words: str = "") -> None:
        self._left -= 1


def test_a_long_pdf_that_is_given_up_is_read_no_further_and_closed_where_it_was_read(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, drawn, closed = blank_pdf(tmp_path / "长.pdf", 6), [], []
    render, close = pypdfium2.PdfPage.render, pypdfium2.PdfDocument.close
    monkeypatch.setattr(
        pypdfium2.PdfPage, "render", lambda page, **how: drawn.append(1) or render(page, **how)
    )
    monkeypatch.setattr(
        pypdfium2.PdfDocument, "close", lambda one: closed.append(get_ident()) or close(one)
    )
    told: list[tuple[Exception, int]] = []

    def work() -> None:
        try:
            read_scans(team.r1, [path], After(2))
        except Cancelled as error:
            told.append((error, get_ident()))

    worker = Thread(target=work)
    worker.start()
    worker.join()
    ((_why, thread),) = told
    assert len(drawn) == 3
    assert closed == [thread], "held by the error, the document would be closed anywhere"


def test_two_workers_are_never_in_pdfium_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, render = blank_pdf(tmp_path / "1.pdf", 2).read_bytes(), pypdfium2.PdfPage.render
    inside, together, second = [0], [0], Event()

    def watched(page: pypdfium2.PdfPage, **how: object) -> object:
        inside[0] += 1
        together.append(inside[0])
        second.wait(0.1)  # the other one has come as far as it gets
        try:
            return render(page, **how)
        finally:
            inside[0] -= 1

    monkeypatch.setattr(pypdfium2.PdfPage, "render", watched)
    workers = [Thread(target=lambda: list(pages_of(content))) for _one in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len(together) == 1 + 4
    assert max(together) == 1


def test_the_program_ends_in_good_order_while_a_pdf_is_read(tmp_path: Path) -> None:
    path = blank_pdf(tmp_path / "长.pdf", 40)
    ended = subprocess.run(
        [sys.executable, "-c", ENDS, str(path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "the program ends\n"


def test_what_cant_be_read_says_why_and_what_to_do(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, broken = tmp_path / "空.jpg", blank_pdf(tmp_path / "坏.pdf", 3)
    empty.write_bytes(b"")
    get_page = pypdfium2.PdfDocument.get_page

    def page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
        if number == 2:
            raise pypdfium2.PdfiumError("Failed to load page.")
        return get_page(document, number)

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", page)
    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", page)
    told = {
        path.name: words
        for path, _page, words in reversed(read_scans(team.r1, [empty, broken]).troubles)
    }
    assert "0" in told["空.jpg"]
    assert "2" in told["坏.pdf"]


def test_many_files_in_a_folder_are_told_some_at_a_time_and_none_is_left(
    team: Team, tmp_path: Path
) -> None:
    folder = tmp_path / "扫描仪"
    folder.mkdir()
    for number in range(AT_A_LOOK + 2):
        (folder / f"{number:02}.jpg").write_bytes(b"")
    seen: dict[Path, str] = {}
    found = look_for_scans(team.r1, folder, seen, {})
    told = []
    for _look in range(3):
        found = look_for_scans(team.r1, folder, seen, found.growing)
        seen |= found.read.stamps
        told.append((len(found.read.stamps), found.more))
    assert told == [(AT_A_LOOK, True), (2, False), (0, False)]
