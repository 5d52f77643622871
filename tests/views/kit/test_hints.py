"""A field's hint stands in the empty field, can be read, and is never cut."""

from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import N_
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.shown_hint import ShownHint
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from tests.office import new_team

HINT = N_("no run leaves before; empty: any")
SHORT = N_("such as 7:30")


def shown(qtbot: QtBot, sqlite_url: str, folder: Path, *fields: Field) -> Form:
    form = Form(Desk(new_team(sqlite_url).ad, Tasks(), Memory(folder)), fields)
    qtbot.addWidget(form)
    form.resize(700, 300)
    form.show()
    QApplication.processEvents()
    return form


def line(form: Form, name: str) -> QLineEdit:
    control = form.editor(name).control
    assert isinstance(control, QLineEdit)
    return control


def test_short_fields_are_equally_short_and_have_room_for_their_hints(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    fields = (
        Field("opens", N_("Opens"), "time", hint=HINT),
        Field("closes", N_("Closes"), "closing", hint=SHORT),
        Field("cash", N_("Cash"), "money"),
        Field("address", N_("Address"), hint=SHORT),
    )
    form = shown(qtbot, sqlite_url, tmp_path, *fields)
    opens, closes, cash, address = (line(form, one.name) for one in fields)
    assert opens.placeholderText()
    assert closes.placeholderText()
    assert opens.width() == closes.width() == cash.width() < 320 < address.width()
    words = opens.fontMetrics().horizontalAdvance(opens.placeholderText())
    assert words < opens.width() - 16


def test_a_hint_that_would_be_cut_stands_in_the_tip_alone(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    form = shown(qtbot, sqlite_url, tmp_path, Field("opens", N_("Opens"), hint=HINT, width=60))
    opens = line(form, "opens")
    assert opens.placeholderText() == ""
    assert opens.toolTip()


def test_a_long_field_says_what_it_wants(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    form = shown(qtbot, sqlite_url, tmp_path, Field("words", N_("Words"), "long", hint=SHORT))
    text = form.editor("words").control
    assert isinstance(text, QPlainTextEdit)
    assert text.placeholderText()


@pytest.mark.parametrize("dark", [False, True])
def test_a_hint_stands_out_from_its_ground(qtbot: QtBot, dark: bool) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=dark)
    for one in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(one)
        one.setPlaceholderText("例如 7:30")
        one.show()
        shade = one.palette().color(QPalette.ColorRole.PlaceholderText)
        assert (shade.name(), shade.alpha()) == (theme.colours().quiet.lower(), 255)
    theme.apply(app, dark=False)


def test_of_several_wordings_the_first_that_fits_is_said(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    hint = ShownHint(line)
    for width, said in ((300, "学生、家庭、老人 …"), (90, "学生 …"), (30, "")):
        line.resize(width, 28)
        hint.say("学生、家庭、老人 …", "学生 …")
        assert line.placeholderText() == said
    line.show()
    line.resize(300, 28)
    assert line.placeholderText() == "学生、家庭、老人 …", "it follows the width"


def test_the_label_of_a_field_over_both_columns_takes_no_more_than_its_words(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    fields = (
        Field("rows", N_("Products"), "rows", rows=(Field("lot", N_("Lot"), width=90),)),
        Field("reason", N_("Why it differs"), wide=True),
    )
    form = Form(Desk(new_team(sqlite_url).ad, Tasks(), Memory(tmp_path)), fields, columns=2)
    qtbot.addWidget(form)
    form.resize(700, 300)
    form.show()
    QApplication.processEvents()
    assert form.editor("reason").x() < 160
    assert line(form, "reason").width() > 500
