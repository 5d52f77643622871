"""Where shops stand crowded and thin, and where a new one finds people (F2, P7)."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.report import Part, Scope, Source, Table
from desktop.models import Client
from desktop.queries.reports.registry import REPORTS
from desktop.services.clients import add_client
from tests.office import Team, new_team

# Five outlets within 100 m, 400 households each counted: crowded. One alone with 3,000: thin.
# A prospect with 900 beside nobody. A third place where nobody counted.
SHOPS = (
    *((f"D{number}", f"31.46{number}0", "104.7400", 400, "东片") for number in range(2)),
    ("D5", "31.4605", "104.7400", None, "东片"),
    ("T1", "31.5500", "104.8000", 3000, "西片"),
    ("U1", "31.6500", "104.9000", None, "西片"),
    ("P1", "31.7500", "104.9500", 900, "北片"),
)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    for code, lat, lon, homes, area in SHOPS:
        draft = ClientDraft(code, f"店{code}", "小区店", area=area, households=homes)
        add_client(made.r1, replace(draft, lat=Decimal(lat), lon=Decimal(lon)))
    with made.office.engine.begin() as connection:
        active = Client.cell.is_not(None) & (Client.code != "P1")
        connection.execute(update(Client).where(active).values(state="active"))
    yield made
    made.office.engine.dispose()


def tables(team: Team, scope: Scope | None = None) -> dict[str, Table]:
    with team.office.reading() as session:
        report = REPORTS["density"].report(session, scope or Scope(team.day, team.day), team.day)
    return {one.name: one for one in report.tables}


def test_crowded_and_thin_places_stand_by_households_for_each_outlet(team: Team) -> None:
    found = tables(team)
    crowded = [line.values for line in found["crowded"].lines]
    assert crowded == [("店D0", "东片", 3, 400, 133), ("店D1", "东片", 3, 400, 133)]
    assert [line.values for line in found["thin"].lines] == [("店T1", "西片", 1, 3000, 3000)]
    way = found["crowded"].lines[0].way
    assert isinstance(way, Source)
    assert way.page == "clients"


def test_an_area_tells_how_many_are_crowded_and_leads_to_them(team: Team) -> None:
    table = tables(team)["area"]
    assert [line.values for line in table.lines] == [("东片", 3, 2, 133), ("西片", 2, 0, 3000)]
    assert table.total == ("合计", 5, 2, None)
    way = table.lines[1].way
    assert isinstance(way, Part)
    west = tables(team, way.scope)
    assert west["crowded"].lines == ()
    assert [line.values[0] for line in west["new"].lines] == ["店T1"]


def test_a_new_shop_finds_most_where_most_households_fall_to_it(team: Team) -> None:
    """3,000 for two; 900 around a prospect, which is no outlet yet; 400 for four are too few."""
    lines = tables(team)["new"].lines
    said = [(line.values[0], *line.values[3:7]) for line in lines]
    assert said == [("店T1", 3000, 2, 1500, 0), ("店P1", 900, 1, 900, 1)]
    for line, (lat, lon) in zip(lines, ((31.55, 104.8), (31.75, 104.95)), strict=True):
        assert isinstance(line.values[1], int)
        assert line.values[1] <= 300
        assert float(str(line.values[-2])) == pytest.approx(lat, abs=0.003)
        assert float(str(line.values[-1])) == pytest.approx(lon, abs=0.004)
