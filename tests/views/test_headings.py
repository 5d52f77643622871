"""Each heading that can be clicked sorts its list in SQL, on every page."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from desktop.queries.listing import Wanted
from desktop.views.desk import Desk
from desktop.views.page import ListPage
from desktop.views.pages import PAGES
from tests.office import Team, new_team
from tests.services.test_moves import sold
from tests.views.desk import open_desk

COMPUTED = {"works"}  # measured first, then sorted


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    sold(made)
    return made


def list_pages(desk: Desk) -> Iterator[ListPage]:
    for entry in PAGES:
        place, _dot, name = entry.place.rpartition(".")
        kind = getattr(import_module(place), name)
        if issubclass(kind, ListPage) and entry.name not in COMPUTED:
            yield kind(desk)


def asked(team: Team, page: ListPage, wanted: Wanted) -> str:
    """The last statement that a list asks."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, words: str, *_rest: object) -> None:
        said.append(words)

    event.listen(team.office.engine, "before_cursor_execute", hear)
    with team.office.reading() as session:
        page.listing().ids(session, wanted)
    event.remove(team.office.engine, "before_cursor_execute", hear)
    return said[-1]


def test_every_named_column_sorts_both_ways(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    for page in list_pages(desktop.desk):
        qtbot.addWidget(page)
        names = [column.name for column in page.columns if column.name]
        if not names:
            continue
        plain = asked(team, page, Wanted())
        for name in names:
            up = asked(team, page, Wanted(sort=name))
            down = asked(team, page, Wanted(sort=name, descending=True))
            assert len({plain, up, down}) == 3, (page.name, name)
