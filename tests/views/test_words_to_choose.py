"""Words to choose from: taken and changed in the settings, offered where one is typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services.word_lists import take_starter
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.word_editor import WordEditor
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import focus, list_page, open_desk, press, settle, write


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}")


def new_client(qtbot: QtBot, desktop: Desktop) -> tuple[Form, WordEditor]:
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "clients").panel.form
    assert form is not None
    segment = form.editor("segment")
    assert isinstance(segment, WordEditor)
    segment.control.setFocus()
    return form, segment


@pytest.mark.parametrize("code", ["ad", "m1", "c1"])
def test_the_starter_set_is_taken_once_where_the_words_are_kept(
    qtbot: QtBot, team: Team, tmp_path: Path, code: str
) -> None:
    desktop = open_desk(qtbot, getattr(team, code), tmp_path)
    desktop.open(Link("settings", do="words.start"))
    settle(qtbot, desktop)
    bar = list_page(desktop, "settings").detail.bar
    take = bar.button("words.start")
    assert take is not None
    assert take.isVisible()
    take.click()
    settle(qtbot, desktop)
    take = bar.button("words.start")
    assert take is not None
    assert not take.isEnabled()
    assert "起步词都已经有了" in take.toolTip()


def test_the_words_are_changed_a_word_a_line(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("settings", do="words.edit"))
    settle(qtbot, desktop)
    page = list_page(desktop, "settings")
    form = page.panel.form
    assert form is not None
    form.editor("areas").show_value("城东片区\n城东片区")
    press(qtbot, desktop, "Ctrl+S")
    assert "写了两次" in form.note("areas")
    form.editor("areas").show_value("城东片区\n城西片区")
    press(qtbot, desktop, "Ctrl+S")
    assert page.panel.form is None


def test_a_word_is_found_by_its_initials_and_any_other_is_taken(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    take_starter(team.c1)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    form, segment = new_client(qtbot, desktop)
    write(qtbot, desktop, "xq")
    assert segment.offered == ["小区店"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(segment._popup, key)
    settle(qtbot, desktop)
    assert segment.value() == "小区店"
    segment.control.setFocus()
    form.editor("segment").show_value("")
    write(qtbot, desktop, "景区店")
    assert segment.offered == []
    press(qtbot, desktop, "Return")
    assert segment.value() == "景区店"
    assert focus(desktop) is not segment.control


def test_an_empty_field_shows_examples_and_opens_all_by_the_arrow(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    take_starter(team.c1)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    _form, segment = new_client(qtbot, desktop)
    assert segment.control.placeholderText().startswith("学校店、小区店")
    press(qtbot, desktop, "Down")
    assert len(segment.offered) == 6
    assert segment.value() == ""


@pytest.mark.parametrize("key", ["Return", "Tab"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("xq", "小区店"), ("xiangzhen", "乡镇店"), ("KA", "KA"), ("小区", "小区")],
)
def test_letters_become_the_first_word_that_they_fit(
    qtbot: QtBot, team: Team, tmp_path: Path, key: str, typed: str, kept: str
) -> None:
    take_starter(team.c1)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    _form, segment = new_client(qtbot, desktop)
    write(qtbot, desktop, typed)
    press(qtbot, desktop, key)
    assert segment.value() == kept
    assert focus(desktop) is not segment.control


@pytest.mark.parametrize(
    ("field", "typed", "word"), [("line", "qq", "清泉"), ("category", "jm", "洁面")]
)
def test_a_product_s_line_and_category_are_offered_so_that_no_slip_begins_another(
    qtbot: QtBot, team: Team, tmp_path: Path, field: str, typed: str, word: str
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("products", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "products").panel.form
    assert form is not None
    editor = form.editor(field)
    assert isinstance(editor, WordEditor)
    editor.control.setFocus()
    write(qtbot, desktop, typed)
    assert editor.offered == [word]
    press(qtbot, desktop, "Tab")
    assert editor.value() == word
