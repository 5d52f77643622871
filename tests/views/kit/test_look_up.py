"""A look-up field asks once for what is typed, however it is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.look_up_editor import LookUpEditor
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from tests.views.desk import rest


class Asked:
    """What a field asked, and the answers that it gets."""

    def __init__(self, **answers: list[tuple[str, str]]) -> None:
        self.texts: list[str] = []
        self.answers = answers

    def __call__(self, text: str) -> list[tuple[str, str]]:
        self.texts.append(text)
        return self.answers.get(text, [])


@pytest.fixture
def asked() -> Asked:
    return Asked(hyl=[("C1", "好又来 (C1)"), ("C2", "好运来 (C2)")])


@pytest.fixture
def editor(qtbot: QtBot, tmp_path: Path, asked: Asked) -> Iterator[LookUpEditor]:
    desk = Desk(None, Tasks(), Memory(tmp_path))  # type: ignore[arg-type]
    made = LookUpEditor(Field("client", "Client", "lookup", lookup=asked), desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    desk.tasks.wait()


def leave(qtbot: QtBot, editor: LookUpEditor, typed: str) -> None:
    """Type, and go on at once."""
    editor.control.setText(typed)
    editor.control.textEdited.emit(typed)
    with pytest.raises(ValueError, match=typed):
        editor.value()
    rest(qtbot, editor, editor.desk.tasks)


def test_what_nobody_is_called_is_asked_for_once(
    qtbot: QtBot, editor: LookUpEditor, asked: Asked
) -> None:
    leave(qtbot, editor, "xyz")
    assert asked.texts == ["xyz"]
    with pytest.raises(ValueError, match="xyz"):
        editor.value()
    rest(qtbot, editor, editor.desk.tasks)
    assert asked.texts == ["xyz"]


def test_the_first_offer_is_taken_when_the_answer_comes_late(
    qtbot: QtBot, editor: LookUpEditor, asked: Asked
) -> None:
    leave(qtbot, editor, "hyl")
    assert editor.value() == "C1"
    assert editor.control.text() == "好又来 (C1)"
    assert editor.control.cursorPosition() == 0  # else a narrow field shows the end of the words
    assert asked.texts == ["hyl"]


def test_other_words_are_asked_for_anew(qtbot: QtBot, editor: LookUpEditor, asked: Asked) -> None:
    leave(qtbot, editor, "xyz")
    leave(qtbot, editor, "hyl")
    assert editor.value() == "C1"
    assert asked.texts == ["xyz", "hyl"]
