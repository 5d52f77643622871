"""The ten keys of each role's card are bound in that person's window, where the card says."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import _
from desktop.basics.manual_text import TABLE, chapter_titles, read_chapter
from desktop.offices import open_training
from desktop.services.office import Office
from desktop.views.kit.desk import Link
from desktop.views.pages import PAGES
from desktop.views.window import Desktop
from tests.office import new_team
from tests.views.desk import open_desk, settle

EVERYWHERE = "任何地方"
TITLES = {title: name for name, title in chapter_titles().items()}
# Who has this role in the training office, where there is something of everything.
PEOPLE = {
    "rep": "chen",
    "clerk": "yang",
    "manager": "wang",
    "dispatcher": "peng",
    "accountant": "he",
    "cashier": "jiang",
}


@pytest.fixture(scope="module")
def training(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("role-cards")
    shutil.copytree(training_built, folder, dirs_exist_ok=True)
    office, day = open_training(folder)
    yield office.on(day, None)
    office.engine.dispose()


def bound(where: QWidget) -> set[str]:
    found = {
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for one in where.findChildren(QShortcut)
        for key in one.keys()  # noqa: SIM118 - a shortcut, no mapping
    }
    return {one.replace("Return", "Enter") for one in found}


@pytest.mark.parametrize("role", PEOPLE)
def test_the_keys_of_a_card_hold_on_its_pages(
    qtbot: QtBot, training: Office, tmp_path: Path, role: str
) -> None:
    person = training.find_person(PEOPLE[role])
    hold(qtbot, open_desk(qtbot, training.on(training.today, person), tmp_path), role)


def test_the_keys_of_the_administrators_card_hold_in_a_new_office(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    hold(qtbot, open_desk(qtbot, new_team(sqlite_url).ad, tmp_path), "administrator")


def hold(qtbot: QtBot, desktop: Desktop, role: str) -> None:
    places = {_(page.words): page.name for page in PAGES}
    tables = [one.rows[1:] for one in read_chapter(f"role-{role}").blocks if one.kind == TABLE]
    for key, words, where in tables[0]:
        if where == EVERYWHERE:
            assert key in bound(desktop), words
            continue
        desktop.open(Link(TITLES.get(where) or places[where]))
        settle(qtbot, desktop)
        assert key in bound(desktop.page(desktop.here.page)), (key, where, words)
