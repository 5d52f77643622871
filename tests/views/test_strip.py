"""A strip asks one question at a time; a yes never answers an older one."""

from pytestqt.qtbot import QtBot

from desktop.views.kit.parts import Strip


def yes(strip: Strip) -> None:
    strip._yes.click()


def test_a_yes_answers_the_question_that_is_read(qtbot: QtBot) -> None:
    strip, heard = Strip(), list[str]()
    qtbot.addWidget(strip)
    strip.ask("Throw it away?", "Yes", lambda: heard.append("thrown away"))
    strip.ask("End it?", "Yes", lambda: heard.append("ended"))
    yes(strip)
    assert heard == ["ended"]


def test_a_question_is_taken_back_by_other_words_and_by_none(qtbot: QtBot) -> None:
    strip, heard = Strip(), list[str]()
    qtbot.addWidget(strip)
    strip.ask("Throw it away?", "Yes", lambda: heard.append("thrown away"))
    strip.say("Something is wrong.")
    yes(strip)
    strip.ask("Throw it away?", "Yes", lambda: heard.append("thrown away"))
    strip.clear()
    yes(strip)
    assert heard == []
    assert strip.words == ""
