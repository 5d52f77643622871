"""A list sorted by a column stands as one who reads that column expects, on both databases."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.queries.listing import Wanted
from desktop.services.office import Office
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.seen_order import in_seen_order
from tests.office import office_of_story
from tests.views.desk import open_desk
from tests.views.kit.test_headings import list_pages

TODAY = date(2026, 7, 6)
# A record's kind comes first there, then the newest; what each is called no database knows.
BY_KIND = {("audit", "record")}


def words_of(office: Office, page: ListPage, column: Column, *, down: bool) -> list[str]:
    """What stands in a column of the list that is sorted by it, whole."""
    text = column.whole[0][1] if column.whole else column.text
    listing = page.listing()
    with office.reading() as session:
        ids = listing.ids(session, Wanted(sort=column.name, descending=down))
        rows = listing.rows(session, ids)
        return [text(rows[key]) for key in ids]


def expected(said: list[str], *, figures: bool, down: bool) -> list[str]:
    order = in_seen_order(range(len(said)), lambda key: said[key], figures=figures, down=down)
    return [said[key] for key in order]


def together(said: list[str]) -> bool:
    """Whether the same words stand together: states follow each other in a turn of their own."""
    groups = [word for place, word in enumerate(said) if said[place - 1 : place] != [word]]
    return len(groups) == len(set(groups))


@pytest.mark.parametrize("story", ["held-carried-given-back", "survey-proposal-and-run"])
def test_every_column_stands_in_its_order(
    qtbot: QtBot, tmp_path: Path, database_url: str, story: str
) -> None:
    office = office_of_story(story, database_url)
    reader = office.on(TODAY, office.find_person("ad"))
    desktop = open_desk(qtbot, reader, tmp_path)
    several = 0
    for page in list_pages(desktop.desk):
        qtbot.addWidget(page)
        for column in page.columns:
            for down in (False, True):
                if not column.name or (page.name, column.name) in BY_KIND:
                    continue
                said = words_of(reader, page, column, down=down)
                several += len(set(said)) > 1
                in_order = said == expected(said, figures=column.right, down=down)
                assert in_order or together(said), (page.name, column.heading, down, said)
    assert several > 25  # many columns have something to sort
