"""Hundreds of lines pasted into a form: only those in sight are made, and all count."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.i18n import _
from desktop.basics.pasted import cells_of
from desktop.models import Order
from desktop.services.products import add_product
from desktop.services.proposals import compute_proposal
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import MOST_LINES, RowsEditor
from desktop.views.kit.forms.rows_line import Line
from desktop.views.kit.parts import Remark
from desktop.views.kit.scrolling import area_of
from desktop.views.settings.margins import margins_form
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, settle, write

GOODS = 150


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    for number in range(GOODS):
        add_product(
            made.c1,
            ProductDraft(
                f"Q{number}", f"香皂{number}", "皂角", "香皂", {"块": 1}, {"块": 500}, 800
            ),
        )
    return made


@pytest.fixture
def desktop(qtbot: QtBot, team: Team, tmp_path: Path) -> Desktop:
    made = open_desk(qtbot, team.r1, tmp_path)
    made.open(Link("orders", do="new", values=(("client", "C1"),)))
    settle(qtbot, made)
    return made


def form_of(desktop: Desktop) -> Form:
    form = list_page(desktop, "orders").panel.form
    assert form is not None
    return form


def rows_of(form: Form, name: str = "lines") -> RowsEditor:
    rows = form.editor(name)
    assert isinstance(rows, RowsEditor)
    return rows


def made(rows: RowsEditor) -> Sequence[Line]:
    return [one for one in rows._lines if one.seen]


def paste(qtbot: QtBot, desktop: Desktop, rows: RowsEditor, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    rows.control.setFocus()
    press(qtbot, desktop, "Ctrl+V")
    qtbot.waitUntil(lambda: not rows._coming)
    settle(qtbot, desktop)


def told(rows: RowsEditor) -> list[tuple[str | None, str]]:
    """What stands in the lines: which product, and how many of it."""
    return [(one["product"]["value"], one["quantity"]) for one in rows.raw()]


def goods(number: int = GOODS) -> list[str]:
    return [f"Q{at}\t块\t{at + 1}" for at in range(number)]


def test_all_pasted_lines_are_saved_and_few_are_made(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods()))
    assert len(rows.raw()) == GOODS
    assert len(made(rows)) < 60
    total = sum(range(1, GOODS + 1)) * 5
    assert f"{total:,}.00" in form_of(desktop).total.text()  # type: ignore[attr-defined]
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (order,) = session.query(Order)
        assert [one.quantity for one in order.lines] == list(range(1, GOODS + 1))


def goes_on_in_the_fresh_line(desktop: Desktop, rows: RowsEditor) -> bool:
    """Whether the keyboard is there, and all of its field can be seen."""
    here = focus(desktop)
    seen = here.visibleRegion().boundingRect() == here.rect()
    return seen and rows._lines[-1].isAncestorOf(here)


@pytest.mark.parametrize("number", [90, 149, GOODS, MOST_LINES])
def test_after_very_many_lines_the_fresh_one_is_in_sight(
    qtbot: QtBot, desktop: Desktop, number: int
) -> None:
    rows = rows_of(form_of(desktop))
    text = (goods() * (number // GOODS + 1))[:number]
    paste(qtbot, desktop, rows, "\n".join(text))
    assert len(rows.raw()) == number
    assert goes_on_in_the_fresh_line(desktop, rows)
    assert len(made(rows)) < 60, "none was painted that only passed by"


def with_a_word_on_each(qtbot: QtBot, team: Team, desktop: Desktop) -> RowsEditor:
    """Very many lines of an order, of each of which something is said: no proposal holds it."""
    line = ProposalLineDraft("P1", "支", 1, 1, 3, "学生常买")
    compute_proposal(team.r1, ProposalDraft("C1", MONDAY, "多是学生", [line]))
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods()))
    return rows


def test_what_is_said_of_lines_above_doesnt_push_the_keyboard_out_of_sight(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    rows = with_a_word_on_each(qtbot, team, desktop)
    assert rows._lines[0].findChild(Remark).isVisibleTo(rows)
    assert goes_on_in_the_fresh_line(desktop, rows)


def test_whoever_leaves_while_lines_come_in_loses_none(qtbot: QtBot, desktop: Desktop) -> None:
    rows = rows_of(form_of(desktop))
    pasted = [
        {"product": (f"Q{at}", f"香皂{at}"), "unit": "块", "quantity": "3"} for at in range(90)
    ]
    rows._pasted([*pasted, {"product": "洗洁精", "quantity": "5x"}])
    assert len(rows._lines) < 10, "they still come"
    kept = rows.raw()
    assert [one["product"]["value"] for one in kept[:90]] == [f"Q{at}" for at in range(90)]
    assert (kept[90]["product"]["text"], kept[90]["quantity"]) == ("洗洁精", "5x")
    rows.show_raw(kept)  # as a draft does
    settle(qtbot, desktop)
    assert told(rows) == [*((f"Q{at}", "3") for at in range(90)), (None, "5x")]


def coming(number: int) -> list[dict[str, object]]:
    """Goods that were copied, as they come in some at a time."""
    return [
        {"product": (f"Q{at % GOODS}", f"香皂{at % GOODS}"), "unit": "块", "quantity": "3"}
        for at in range(number)
    ]


def test_lines_that_still_come_in_are_in_the_draft_of_whoever_leaves(
    qtbot: QtBot, desktop: Desktop, gui_thread_never_waits: Guard
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods(30)))
    form_of(desktop).flush()
    gui_thread_never_waits.watching = True
    rows._pasted(coming(900))
    assert len(rows._lines) < 100, "they still come, and nobody typed since the draft was kept"
    qtbot.keyClick(focus(desktop), Qt.Key.Key_Escape)
    settle(qtbot, desktop)
    desktop.open(Link("orders", do="new", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    assert len(told(rows_of(form_of(desktop)))) == 930


def test_that_lines_still_come_in_is_said_no_longer_than_they_do(
    qtbot: QtBot, desktop: Desktop
) -> None:
    form = form_of(desktop)
    rows = rows_of(form)
    paste(qtbot, desktop, rows, "\n".join(goods(30)))
    rows._pasted(coming(90))
    qtbot.keyClick(focus(desktop), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "还在放入" in form.note("lines")
    qtbot.waitUntil(lambda: not rows._coming)
    assert not form.note("lines")


def test_lines_taken_out_one_after_the_other_come_back_in_turn(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods(60)))
    before = told(rows)
    rows._lines[50].editors[0].setFocus()
    settle(qtbot, desktop)
    for _time in range(3):
        press(qtbot, desktop, "Ctrl+Delete")
    assert told(rows) == [*before[:50], *before[53:]]
    for _time in range(3):
        press(qtbot, desktop, "Ctrl+Z")
    assert told(rows) == before


def test_a_line_is_made_as_it_comes_in_sight_and_keys_go_through_them_in_their_turn(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods()))
    area = area_of(rows)
    assert area is not None
    area.ensureWidgetVisible(rows._lines[100])
    settle(qtbot, desktop)
    assert rows._lines[100].seen
    assert not rows._lines[70].seen
    assert rows.raw()[100]["product"] == {"value": "Q100", "text": "香皂100  (Q100)"}
    rows._lines[70].editor("quantity").setFocus()
    settle(qtbot, desktop)
    went = []
    for _step in range(4):
        press(qtbot, desktop, "Tab")
        here = next(at for at, one in enumerate(rows._lines) if one.isAncestorOf(focus(desktop)))
        went.append((here, focus(desktop).objectName()))
    assert went == [(70, "free"), (71, "product"), (71, "unit"), (71, "quantity")]
    write(qtbot, desktop, "9")
    assert rows.raw()[71]["quantity"] == "9"


def test_what_is_worth_knowing_of_lines_is_said_once_they_come_in_sight(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    rows = with_a_word_on_each(qtbot, team, desktop)
    assert len(made(rows)) < 60, "though something is said of each"
    rows._lines[100].unfold()
    remark = rows._lines[100].findChild(Remark)
    assert remark.text() == "不在给这家店的建议书里"
    assert not remark.isHidden()


def test_what_is_not_sure_is_said_at_its_line(qtbot: QtBot, team: Team, desktop: Desktop) -> None:
    rows = rows_of(form_of(desktop))
    text = goods()
    text[90], text[120] = "洗洁精\t块\t4", "Q120\t块\t5x"
    paste(qtbot, desktop, rows, "\n".join(text))
    assert len(rows.raw()) == GOODS
    assert "第 121 行" in form_of(desktop).note("lines")
    assert rows._lines[90].seen
    rows._lines[120].editor("quantity").show_raw("5")
    assert "第 91 行" in form_of(desktop).note("lines")
    rows._lines[90].editor("product").show_pasted("Q90")
    settle(qtbot, desktop)
    assert not form_of(desktop).note("lines")
    text[100] = "Q100\t瓶\t4"  # what only the office knows
    rows.show_raw(())
    paste(qtbot, desktop, rows, "\n".join([*text[:90], *text[91:120], *text[121:]]))
    press(qtbot, desktop, "Ctrl+S")
    assert "没有单位“瓶”" in form_of(desktop).note("lines")
    assert rows._lines[99].isAncestorOf(focus(desktop))
    with team.office.reading() as session:
        assert not session.query(Order).all()


def test_a_draft_brings_them_back_and_a_line_is_taken_out_and_put_back(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods()))
    list_page(desktop, "orders").panel.leave()
    desktop.open(Link("orders", do="new", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    rows = rows_of(form_of(desktop))
    codes = [row["product"]["value"] for row in rows.raw()]
    assert codes == [f"Q{at}" for at in range(GOODS)]
    assert len(made(rows)) < 60
    rows._lines[100].editor("product").setFocus()
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Delete")
    assert len(rows.raw()) == GOODS - 1
    press(qtbot, desktop, "Ctrl+Z")
    assert [row["product"]["value"] for row in rows.raw()] == codes


def test_more_than_a_form_takes_is_refused_with_the_way_for_lists(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join("Q1\t块\t1" for _at in range(MOST_LINES + 1)))
    assert rows.raw() == []
    assert "2,001" in form_of(desktop).note("lines")
    write(qtbot, desktop, "Q1")
    assert not form_of(desktop).note("lines")


def test_lines_are_copied_as_they_are_seen(qtbot: QtBot, desktop: Desktop) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods(2)))
    press(qtbot, desktop, "Ctrl+Shift+C")
    copied = cells_of(QGuiApplication.clipboard().text())
    assert copied[0] == [_(one.words) for one in rows.field.rows]
    assert [row[:4] for row in copied[1:]] == [
        ["香皂0  (Q0)", "块", "1", ""],
        ["香皂1  (Q1)", "块", "2", ""],
    ]
    assert copied[2][-1] == "10.00"


def test_what_is_copied_of_lines_is_pasted_as_the_same_lines(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(goods(60)))
    rows._lines[1].editor("free").show_value(True)
    settle(qtbot, desktop)
    before = [(one["product"]["value"], one["quantity"], one["free"]) for one in rows.raw()]
    assert not rows._lines[20].seen
    rows.control.setFocus()
    press(qtbot, desktop, "Ctrl+Shift+C")
    text = QGuiApplication.clipboard().text()
    assert [row[0] for row in cells_of(text)[1:]] == [f"香皂{at}  (Q{at})" for at in range(60)]
    rows.show_raw(())
    paste(qtbot, desktop, rows, text)
    assert [(one["product"]["value"], one["quantity"], one["free"]) for one in rows.raw()] == before


class Laid(QObject):
    """Counts how often a widget is laid out anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        return False


def test_a_line_that_comes_or_goes_has_the_others_laid_out_but_a_few_times(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    laid = Laid(rows._lines[0].editors[1].control)
    paste(qtbot, desktop, rows, "\n".join(goods()))
    assert laid.times < 30, "while the first ten came, each by itself"
    rows._lines[50].editors[0].setFocus()
    settle(qtbot, desktop)
    laid.times = 0
    press(qtbot, desktop, "Ctrl+Delete")
    press(qtbot, desktop, "Ctrl+Z")
    assert laid.times < 10
    laid = Laid(rows)
    rows.show_raw(rows.raw())  # as what another saved is merged
    settle(qtbot, desktop)
    assert laid.times < 10


@pytest.mark.parametrize("number", [200, 700])
def test_a_block_of_cells_comes_by_turns(
    qtbot: QtBot, team: Team, tmp_path: Path, number: int
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    form = margins_form(desktop.desk)
    qtbot.addWidget(form)
    form.show()
    rows = rows_of(form, "margins")
    text = "\n".join(f"类别{at}\t{at % 90}" for at in range(number))
    rows._take_cells(rows._lines[0].editors[0], text)
    assert len(rows._lines) < 10, "they still come"
    assert len(rows.raw()) == number, "and all count"
    rows._take_cells(rows._lines[-1].editors[0], "纸品\t1")
    assert "稍后" in form.note("margins") or "再" in form.note("margins")
    qtbot.waitUntil(lambda: not rows._coming)
    assert [one["category"] for one in rows.raw()] == [f"类别{at}" for at in range(number)]
    assert len(rows.value()) == number


def test_a_column_is_filled_down_over_lines_that_nobody_looked_at(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(f"Q{at}\t块" for at in range(GOODS)))
    text = [str(at + 5) for at in range(GOODS)]
    text[120] = "5x"
    rows._take_block(rows._lines[0].editor("quantity"), [[one] for one in text])
    assert [one["quantity"] for one in rows.raw()] == text, "they count at once"
    qtbot.waitUntil(lambda: not rows._coming)
    settle(qtbot, desktop)
    assert [one["quantity"] for one in rows.raw()] == text
    assert [one["product"]["value"] for one in rows.raw()] == [f"Q{at}" for at in range(GOODS)]
    assert "第 121 行" in form_of(desktop).note("lines")
    assert len(made(rows)) < 60


def test_a_column_that_still_comes_stays_with_its_lines_wherever_they_go(
    qtbot: QtBot, desktop: Desktop
) -> None:
    rows = rows_of(form_of(desktop))
    paste(qtbot, desktop, rows, "\n".join(f"Q{at}\t块" for at in range(60)))
    rows._take_block(rows._lines[0].editor("quantity"), [[str(at + 5)] for at in range(60)])
    assert rows._coming
    rows._move(rows._lines[20], 1)
    rows._move(rows._lines[0], 1)
    rows._remove(rows._lines[40])
    qtbot.waitUntil(lambda: not rows._coming)
    settle(qtbot, desktop)
    there = dict(told(rows)[:59])
    assert there == {f"Q{at}": str(at + 5) for at in range(60) if at != 40}
    assert told(rows)[59:] == [(None, "45")], "what came for the line that went isn't lost"


def test_any_lines_take_a_block_of_cells(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    form = margins_form(desktop.desk)
    qtbot.addWidget(form)
    form.show()
    rows = rows_of(form, "margins")

    def pasted(place: int, text: str) -> list[list[str]]:
        editor = rows._lines[place].editors[0]
        assert rows._take_cells(editor, text)
        settle(qtbot, desktop)
        return [list(row.values())[:2] for row in rows.raw()]

    heads = [_(one.words) for one in rows.field.rows]
    assert pasted(0, "香皂\t２０%\n洗面奶\t2x\n") == [["香皂", "２０%"], ["洗面奶", "2x"]]
    assert "第 2 行" in form.note("margins")
    assert pasted(1, "甲\t1\n乙\t2") == [["香皂", "２０%"], ["洗面奶", "2x"]]
    assert "没有粘贴" in form.note("margins"), "what stands there isn't typed over"
    assert pasted(2, f"{heads[1]}\t{heads[0]}\n15\t纸品")[2:] == [["纸品", "15"]]
    assert len(pasted(3, "丙\t1\t多\t多")) == 3
    assert "“多”" in form.note("margins")
