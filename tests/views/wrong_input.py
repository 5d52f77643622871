"""Typing something wrong into a form, reading what is said at the field, and mending it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit.desk import Link
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.forms.look_up_editor import LookUpEditor
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.window import Desktop
from tests.views.desk import focus, press, settle, write

HANZI = re.compile(r"[\u4e00-\u9fff]")
Typed = Mapping[str, str]


@dataclass(frozen=True)
class Try:
    """What is typed, by field, and what is then read at a field.

    ``lines.2.unit`` is in a line, or in a grid's row of this key.
    """

    typed: Typed
    at: str
    words: str


@dataclass(frozen=True)
class Story:
    """A form that is opened, tried wrongly, mended and saved.

    ``begin`` are keys, or the name of a step of the open item; without it the link opens the form.
    """

    link: Link
    tries: Sequence[Try]
    mended: Typed
    begin: str = ""


def live(qtbot: QtBot, desktop: Desktop, story: Story) -> None:
    """Go through a story: every try is refused at its field and loses nothing."""
    page = _opened(qtbot, desktop, story)
    form = open_form(page)
    assert form is not None, story
    for one in story.tries:
        enter(qtbot, desktop, form, one.typed)
        held = {name: form.editor(name).raw() for name in form.names}
        _save(qtbot, desktop, page)
        assert open_form(page) is form, (story.link, one, "was saved")
        said = {name: form.note(name) for name in form.names if form.note(name)}
        assert list(said) == [one.at], (story.link, one, said, strip_words(page))
        assert one.words in said[one.at], (story.link, one, said)
        assert HANZI.search(said[one.at])
        now = {name: form.editor(name).raw() for name in form.names}
        assert now == held, (story.link, one, [(held[n], now[n]) for n in now if now[n] != held[n]])
        _is_read(desktop, form, one.at)
    enter(qtbot, desktop, form, story.mended)
    _save(qtbot, desktop, page)
    if open_form(page) is form:
        left = [(name, form.note(name)) for name in form.names if form.note(name)]
        pytest.fail(f"{story.link} was not saved: {left} {strip_words(page)}")


def _opened(qtbot: QtBot, desktop: Desktop, story: Story) -> ListPage:
    desktop.open(story.link)
    settle(qtbot, desktop)
    page = desktop.page(story.link.page)
    assert isinstance(page, ListPage)
    if "." in story.begin:
        page.detail.bar.start(story.begin)
        settle(qtbot, desktop)
    elif story.begin:
        press(qtbot, desktop, story.begin)
    return page


def open_form(page: ListPage) -> Form | None:
    """The form that is open on a page, or that a step asks with."""
    return page.panel.form or page.detail.bar.form


def strip_words(page: ListPage) -> str:
    """What the strip beside the form says."""
    return page.panel.strip.words or page.detail.bar.strip.words


def _save(qtbot: QtBot, desktop: Desktop, page: ListPage) -> None:
    press(qtbot, desktop, "Ctrl+S" if page.panel.form is not None else "Ctrl+Return")


def editor_of(form: Form, name: str) -> Editor:
    """The editor of a field, or of a column of a line: ``lines.2.unit``."""
    if name in form.names:
        return form.editor(name)
    field, line, column = name.split(".")
    rows = form.editor(field)
    assert isinstance(rows, RowsEditor)
    return rows._lines[int(line) - 1].editor(column)


def enter(qtbot: QtBot, desktop: Desktop, form: Form, typed: Typed) -> None:
    """Type into fields, as a person does who goes to each of them."""
    for name, text in typed.items():
        field, *cell = name.split(".")
        grid = form.editor(field) if field in form.names else None
        if isinstance(grid, GridEditor):
            row, column = cell
            grid.write(row, {column: text})
            continue
        editor = editor_of(form, name)
        editor.control.setFocus()
        if isinstance(editor.control, QComboBox):
            for _word in range(editor.control.count()):
                if editor.value() == text:
                    break
                press(qtbot, desktop, "Down")
            assert editor.value() == text, name
        elif isinstance(editor.control, QCheckBox):
            press(qtbot, desktop, "Space")
        else:
            press(qtbot, desktop, "Ctrl+A")
            press(qtbot, desktop, "Delete")
            write(qtbot, desktop, text)
        if isinstance(editor, LookUpEditor) and text:
            press(qtbot, desktop, "Return")


def _is_read(desktop: Desktop, form: Form, name: str) -> None:
    """The words stand in sight, and the keyboard is where they are about."""
    note, control = form._notes[name], form.editor(name).wrong_control
    assert in_sight(note), f"the words at {name} are out of sight"
    assert in_sight(control), f"{name} is out of sight"
    here = focus(desktop)
    assert control is here or control.isAncestorOf(here) or here.focusProxy() is control, name


def in_sight(widget: QWidget) -> bool:
    """Whether all of a widget is shown, not scrolled away."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()
