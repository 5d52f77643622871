"""Fields stand in two columns where all of them are whole in it, and are told apart."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import N_
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.forms.secret_editor import SecretLine
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from tests.office import new_team
from tests.views.heard import Names, told

Made = Callable[..., Form]
LONG = N_("Products with rates of their own; what is left empty is as above")
SHORT = (Field("opens", N_("Opens"), "day"), Field("closes", N_("Closes"), "day"))


@pytest.fixture
def made(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Made:
    desk = Desk(new_team(sqlite_url).ad, Tasks(), Memory(tmp_path))
    held = []

    def form(*fields: Field, fluid: bool = True) -> Form:
        one = Form(desk, fields, columns=2 if fluid else 1, fluid=fluid)
        holder = QWidget()  # a window of its own couldn't be narrower than two columns
        qtbot.addWidget(holder)
        held.append(holder)
        one.setParent(holder)
        holder.show()
        return one

    return form


def at(form: Form, wide: int) -> None:
    form.resize(wide, 400)
    QApplication.processEvents()


def widest_in_one_column(form: Form) -> int:
    """From here on it stands in two."""
    return form._fields.two_px


@pytest.mark.parametrize(
    "more",
    [
        Field("note", LONG, wide=True),
        Field("text", LONG, "long"),
    ],
)
def test_two_columns_leave_the_label_of_a_wide_field_whole(made: Made, more: Field) -> None:
    form = made(*SHORT, more)
    at(form, widest_in_one_column(form))
    assert form.layout().minimumSize().width() <= form.width()
    for name in form.names:
        editor = form.editor(name)
        assert editor.mapTo(form, QPoint(0, 0)).x() + editor.width() <= form.width(), name


def test_texts_alone_stand_beside_each_other_only_where_both_have_room(made: Made) -> None:
    form = made(Field("one", LONG, "long"), Field("two", LONG, "long"))
    labels = sum(one.label_px() for one in form._fields.placed)
    assert widest_in_one_column(form) > labels
    at(form, labels)
    assert form.editor("one").x() == form.editor("two").x()


def test_a_day_is_seen_whole_beside_another(made: Made) -> None:
    form = made(*SHORT)
    at(form, widest_in_one_column(form))
    control = form.editor("opens").control
    assert control.fontMetrics().horizontalAdvance("2026-12-30") < control.width() - 20


def test_in_one_column_the_fields_reach_the_right_edge(made: Made) -> None:
    rows = Field("rows", LONG, "rows", rows=(Field("word", N_("Note")),))
    form = made(Field("name", N_("Name"), above="What it is about"), *SHORT, rows)
    at(form, 900)
    at(form, 260)
    for name in ("name", "rows"):
        editor = form.editor(name)
        assert editor.mapTo(form, QPoint(0, 0)).x() + editor.width() == form.width()


def test_a_choice_of_a_few_words_is_as_wide_as_the_amount_above_it(made: Made) -> None:
    means = {"cash": N_("cash"), "wechat": N_("WeChat")}
    fields = (Field("amount", N_("Amount"), "money"), Field("means", N_("Means"), "choice"))
    form = made(fields[0], replace(fields[1], choices=means), fluid=False)
    at(form, 900)
    assert form.editor("means").width() == form.editor("amount").width()
    assert form.editor("means").x() == form.editor("amount").x()
    long = made(replace(fields[1], choices={"a": "甲" * 60}), fluid=False)
    at(long, 900)
    assert long.editor("means").width() > 600, "a sentence has the room that there is"


def test_a_text_that_fills_takes_the_height_that_there_is(made: Made) -> None:
    form = made(Field("text", N_("Clauses"), "long", height=200, fills=True), fluid=False)
    at(form, 600)
    low = form.editor("text").control.height()
    form.resize(600, 800)
    QApplication.processEvents()
    assert form.fills
    assert form.editor("text").control.height() - low == 400


def test_lines_of_two_kinds_are_called_apart_and_by_their_place(made: Made) -> None:
    word = (Field("word", N_("Note")),)
    form = made(
        Field("first", LONG, "rows", rows=word), Field("other", N_("Area"), "rows", rows=word)
    )
    editor = form.editor("other")
    assert isinstance(editor, RowsEditor)
    editor.show_raw([{"word": "甲"}, {"word": "乙"}])
    at(form, 700)
    assert editor.at(None).accessibleName() == "片区：说明，第 1 行"
    next(one for one in editor.findChildren(QPushButton) if one.isVisible()).click()
    QApplication.processEvents()
    names = Names(form)
    called = [names.of(one) for one in told(form)]
    assert len(called) == len(set(called)), called
    assert "片区：去掉第 1 行" in called


def test_the_eyes_of_two_passwords_are_called_apart(made: Made) -> None:
    form = made(Field("password", N_("Password"), "new_secret"))
    at(form, 500)
    assert len(form.findChildren(SecretLine)) == 2
    names = Names(form)
    called = [names.of(one) for one in told(form)]
    assert len(called) == len(set(called)), called


def test_what_is_missing_is_called_without_what_explains_it(made: Made) -> None:
    words = N_("Stops, in their order (Alt+↑ and Alt+↓ move one)")
    order = Field("order", N_("Order"))
    form = made(Field("stops", words, "rows", True, rows=(order,)))
    assert form.values() is None
    assert form.note("stops") == "请填写“各站，按先后”。"


def test_lines_have_no_heading_that_is_told_above_them(made: Made) -> None:
    name, price = Field("product", N_("Product")), Field("price", N_("Supply price"), "money")
    form = made(
        Field("shops", N_("Clients"), "rows", rows=(Field("client", N_("Client")),)),
        Field("goods", N_("Product"), "rows", rows=(name, price)),
    )
    told_once = [one.text() for one in form.findChildren(QLabel) if one.isVisible() and one.text()]
    assert sorted(told_once) == sorted(["客户", "产品", "供货价"])


def test_a_figure_in_a_row_of_its_own_is_no_wider_than_it_needs(made: Made) -> None:
    form = made(Field("accepted", N_("Signed for"), "whole", wide=True), *SHORT)
    at(form, 1200)
    assert form.editor("accepted").width() < 200
    at(form, 400)
    assert form.editor("accepted").width() < 200
