"""What was saved stands open beside its list, wherever its form came from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.queries.staff import staff_rows
from desktop.services.staff import add_staff
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}")


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, team: Team) -> Iterator[Desktop]:
    yield open_desk(qtbot, team.ad, tmp_path)
    team.office.engine.dispose()


def add_person(qtbot: QtBot, desktop: Desktop) -> None:
    form = list_page(desktop, "staff").panel.form
    assert form is not None
    write(qtbot, desktop, "z9")
    press(qtbot, desktop, "Tab")
    write(qtbot, desktop, "周小新")
    form.fill("roles", ["rep"])
    press(qtbot, desktop, "Ctrl+S")


def open_words(desktop: Desktop) -> tuple[str, str]:
    """Who stands open, and who is chosen in the list."""
    page = list_page(desktop, "staff")
    with desktop.desk.office.reading() as session:
        shown, chosen = page.detail.key, page.view.key
        assert shown is not None
        assert chosen is not None
        rows = staff_rows(session, [shown, chosen])
        return rows[shown].code, rows[chosen].code


def test_a_list_that_gets_the_keyboard_before_it_is_read_again_opens_nothing_else(
    qtbot: QtBot, desktop: Desktop, team: Team
) -> None:
    desktop.open(Link("staff", do="new"))  # from Today: no row of the list was ever chosen
    settle(qtbot, desktop)
    page = list_page(desktop, "staff")
    key = add_staff(team.ad, "z9", "周小新", ["rep"])

    page.saved(key)
    page.view.setCurrentIndex(page.table.index(0, 0))  # as Qt does when the form's focus goes there
    settle(qtbot, desktop)

    assert open_words(desktop) == ("z9", "z9")


def test_what_was_saved_is_shown_also_when_the_filter_leaves_it_out(
    qtbot: QtBot, desktop: Desktop
) -> None:
    desktop.open(Link("staff"))
    page = list_page(desktop, "staff")
    page.search.setText("员工")
    settle(qtbot, desktop)
    page.start_new()
    settle(qtbot, desktop)

    add_person(qtbot, desktop)

    assert open_words(desktop) == ("z9", "z9")
    assert page.search.text() == ""


def test_the_last_row_of_a_list_that_grew_is_shown_whole(
    qtbot: QtBot, desktop: Desktop, team: Team
) -> None:
    for number in range(30):
        add_staff(team.ad, f"y{number:02}", f"员工{number:02}", ["rep"])
    desktop.open(Link("staff"))
    settle(qtbot, desktop)
    page = list_page(desktop, "staff")

    page.saved(add_staff(team.ad, "z9", "周小新", ["rep"]))
    settle(qtbot, desktop)

    shown = page.view.visualRect(page.view.currentIndex())
    assert open_words(desktop) == ("z9", "z9")
    assert shown.bottom() <= page.view.viewport().height()
