"""Rows that no session holds are written as a session would write them, many in one statement."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from desktop.models import Client, Holiday
from desktop.queries.check import first_wrong
from desktop.queries.clients import client_ids
from desktop.queries.listing import Wanted
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.rows import Rows, table_of
from tests.office import MONDAY, Team, new_team
from tests.services.test_change import counted

_HEADINGS = "客户编号,客户名称,类型,电话,地址,纬度,经度"


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def shops(folder: Path, first: int, number: int) -> Path:
    """A file of so many clients, each with a place of its own."""
    path = folder / f"{first}.csv"
    rows = (
        f"M{at:05},好又来{at}店,学校店,138{at:08},米市街{at}号,{20 + at / 100:.2f},104.74"
        for at in range(first, first + number)
    )
    path.write_text("\n".join((_HEADINGS, *rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("number", [0, 1, 2, 100, 501])
def test_few_and_many_are_written_alike(team: Team, number: int) -> None:
    days = [date.fromordinal(MONDAY.toordinal() + at) for at in range(number)]
    with team.m1.transaction("x") as session:
        rows = Rows(session.connection(), table_of(Holiday), ("day", "set_on", "set_by_id"))
        rows.write((day, MONDAY, session.actor_id) for day in days)
        assert session.scalars(select(Holiday.day).order_by(Holiday.day)).all() == days


def test_what_the_database_refuses_is_told_as_ever(team: Team) -> None:
    with team.m1.transaction("x") as session:
        step = session.begin_nested()
        rows = Rows(session.connection(), table_of(Holiday), ("day", "set_on", "set_by_id"))
        with pytest.raises(IntegrityError):
            rows.write([(MONDAY, MONDAY, session.actor_id)] * 2)
        step.rollback()
        assert session.scalars(select(Holiday.day)).all() == []


def test_more_clients_ask_no_more_statements(team: Team, tmp_path: Path) -> None:
    asked = []
    for first, number in ((100, 60), (1_000, 450)):
        path = shops(tmp_path, first, number)
        with counted(team.office.engine) as heard:
            assert import_file(team.ad, ImportOrder("clients", path)).new == number
        asked.append(len(heard))
    assert asked[1] <= asked[0] + 5, asked


def test_what_is_brought_in_many_at_once_is_found_and_stands(team: Team, tmp_path: Path) -> None:
    import_file(team.ad, ImportOrder("clients", shops(tmp_path, 0, 600)))
    with team.office.reading() as session:
        for word in ("haoyoulai599", "13800000599", "米市街599"):
            found = client_ids(session, Wanted(word), None, MONDAY)
            codes = session.scalars(select(Client.code).where(Client.id.in_(found))).all()
            assert "M00599" in codes, word
        kept = session.scalars(select(Client).where(Client.code == "M00599")).one()
        assert (kept.lat, kept.lon) == (Decimal("25.99"), Decimal("104.74"))
        assert first_wrong(session) is None
