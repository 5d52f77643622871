"""Papers from the window by key: what is handed out is counted, looking isn't."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.watch import Nobody
from desktop.models.audit import PaperPrint
from desktop.services.benefits import cancel_benefit, deliver_benefit
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.views.kit.desk import Link
from desktop.views.kit.preview import Preview, _read
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle

COPY = "第2次打印（补打）"


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def opened(qtbot: QtBot, team: Team, tmp_path: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def previewed(qtbot: QtBot, desktop: Desktop) -> list[str]:
    """Ctrl+P, and what stands over the paper."""
    press(qtbot, desktop, "Ctrl+P")
    (preview,) = desktop.findChildren(Preview)
    assert preview.isVisible()
    assert preview.print_button.isEnabled()
    return [one.text() for one in preview.findChildren(QLabel)]


def prints(team: Team) -> int:
    with team.office.reading() as session:
        return session.query(PaperPrint).count()


def text(pdf: bytes) -> str:
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return "".join("".join(pages).split())


def test_money_taken_has_its_receipt_by_a_key(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    record_collection(team.k1, "C1", 500)
    desktop = opened(qtbot, team, tmp_path, Link("payments", 1))
    assert "收据 SK-2026-00001" in previewed(qtbot, desktop)


def test_a_paper_is_held_while_it_is_looked_at(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    record_collection(team.k1, "C1", 500)
    desktop = opened(qtbot, team, tmp_path, Link("payments", 1))
    previewed(qtbot, desktop)
    desktop.hide()  # as a locked window does
    settle(qtbot, desktop)
    desktop.show()
    settle(qtbot, desktop)
    assert "收据" in text(desktop.preview._pdf)
    assert desktop.preview.view.document().pageCount() == 1
    press(qtbot, desktop, "Escape")
    assert desktop.preview._pdf == b""
    assert desktop.preview.view.document().pageCount() == 0
    assert "收据 SK-2026-00001" in previewed(qtbot, desktop)


def test_a_benefit_has_its_receipt_until_it_is_cancelled(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    benefit = deliver_benefit(team.c1, BenefitDraft("C1", "rebate", 100, "cash"))
    desktop = opened(qtbot, team, tmp_path, Link("benefits", benefit))
    assert "利益签收单 LY-2026-0001" in previewed(qtbot, desktop)
    press(qtbot, desktop, "Escape")
    cancel_benefit(team.c1, benefit, "记错了")
    desktop.open(Link("benefits", benefit))
    press(qtbot, desktop, "F5")
    (receipt,) = [
        one
        for one in list_page(desktop, "benefits").detail.findChildren(QPushButton)
        if one.text().startswith("利益签收单")
    ]
    assert not receipt.isEnabled()
    assert receipt.toolTip()


def test_a_delivered_order_has_its_note_at_order_and_delivery(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    desktop = opened(qtbot, team, tmp_path, Link("orders", order))
    note = next(
        one
        for one in list_page(desktop, "orders").detail.findChildren(QPushButton)
        if one.text().startswith("送货单")
    )
    assert not note.isEnabled()
    assert "送货单上要有日期" in note.toolTip()
    delivery = record_delivery(team.d1, order)
    press(qtbot, desktop, "F5")
    assert "DD-2026-00001 的送货单" in previewed(qtbot, desktop)
    press(qtbot, desktop, "Escape")
    desktop.open(Link("deliveries", delivery))
    settle(qtbot, desktop)
    assert "送货单 SD-2026-00001" in previewed(qtbot, desktop)
    press(qtbot, desktop, "Escape")
    cancel_delivery(team.d1, delivery, "数错了")
    press(qtbot, desktop, "F5")
    shown = list_page(desktop, "deliveries").detail.findChildren(QPushButton)
    assert not any(one.isEnabled() for one in shown if one.text().startswith("送货单"))


def test_looking_counts_nothing_and_what_is_saved_twice_says_it_is_a_copy(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_collection(team.k1, "C1", 500)
    target = tmp_path / "paper.pdf"
    monkeypatch.setattr("desktop.views.kit.preview.choose_target", lambda *_given: target)
    desktop = opened(qtbot, team, tmp_path, Link("payments", 1))
    for _time in range(2):
        previewed(qtbot, desktop)
        press(qtbot, desktop, "Escape")
    assert prints(team) == 0

    previewed(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    assert prints(team) == 1
    assert COPY not in text(target.read_bytes())
    press(qtbot, desktop, "Ctrl+S")
    assert prints(team) == 2
    assert text(target.read_bytes()).count(COPY) == 2


def test_what_is_printed_is_what_is_counted(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Printer:
        def printerName(self) -> str:
            return "laser"

    printed: list[bytes] = []

    def out(pdf: bytes, *_given: object) -> int:
        printed.append(pdf)
        return 1

    monkeypatch.setattr("desktop.views.kit.printer.ask_for_printer", lambda *_given: Printer())
    monkeypatch.setattr("desktop.views.kit.printer.print_paper", out)
    record_collection(team.k1, "C1", 500)
    desktop = opened(qtbot, team, tmp_path, Link("payments", 1))
    previewed(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+P")
    press(qtbot, desktop, "Ctrl+P")
    assert [text(pdf).count(COPY) for pdf in printed] == [0, 2]
    assert prints(team) == 2


def test_a_list_is_no_issued_paper_and_counts_nothing(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_collection(team.k1, "C1", 500)
    target = tmp_path / "paper.pdf"
    monkeypatch.setattr("desktop.views.kit.preview.choose_target", lambda *_given: target)
    desktop = opened(qtbot, team, tmp_path, Link("payments"))
    desktop.desk.show_paper("名单", lambda: b"%PDF-1.4")
    settle(qtbot, desktop)
    (preview,) = desktop.findChildren(Preview)
    preview._save()
    settle(qtbot, desktop)
    assert prints(team) == 0
    assert target.read_bytes() == b"%PDF-1.4"


class Counted(Nobody):
    """Gives up as it is asked for the third time, and counts."""

    asked = 0

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        self.asked += 1
        return self.asked >= 3


def test_a_paper_is_measured_no_further_once_its_window_closes(qapp: QApplication) -> None:
    paper, written = pypdfium2.PdfDocument.new(), BytesIO()
    for _page in range(50):
        paper.new_page(595, 842)
    paper.save(written)
    watch = Counted()
    assert _read(written.getvalue(), qapp.thread(), watch).pageCount() == 50
    assert watch.asked == 3
