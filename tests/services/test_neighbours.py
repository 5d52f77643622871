"""The table of neighbours is right after every change of a place (P6, P7)."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import Refused
from desktop.basics.fields import stored
from desktop.basics.rules import FARTHEST_NEIGHBOUR_M
from desktop.models import Client, Neighbour
from desktop.queries.check import first_wrong
from desktop.queries.checks.sums import neighbours_stand
from desktop.services.clients import add_client, edit_client
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.settings import change_rules
from tests.office import Team, new_team

HERE = Decimal("30.000000"), Decimal("104.000000")


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def move(team: Team, code: str, lat: Decimal | None, lon: Decimal | None) -> None:
    with team.c1.reading() as session:
        client = session.scalars(select(Client).where(Client.code == code)).one()
        draft = replace(ClientDraft(**stored(ClientDraft, client)), rep="", lat=lat, lon=lon)
        known = client.id, client.version
    edit_client(team.c1, *known, draft)


def pairs(team: Team) -> dict[tuple[str, str], int]:
    with team.c1.reading() as session:
        assert neighbours_stand(session) is None
        codes = dict(session.execute(select(Client.id, Client.code)).all())
        rows = session.scalars(select(Neighbour)).all()
        return {(codes[one.client_id], codes[one.other_id]): one.apart_mm for one in rows}


@pytest.mark.parametrize(
    ("lat", "lon", "apart"),
    [("31.2287700", "121.4728085", None), ("31.2324166", "121.4714015", 299_941)],
)
def test_a_few_centimetres_decide_who_is_a_neighbour(
    team: Team, lat: str, lon: str, apart: int | None
) -> None:
    move(team, "C1", Decimal("31.23"), Decimal("121.47"))
    move(team, "C2", Decimal(lat), Decimal(lon))
    assert pairs(team).get(("C1", "C2")) == apart
    with team.office.reading() as session:
        assert first_wrong(session) is None


def test_who_moves_has_other_neighbours(team: Team) -> None:
    move(team, "C1", *HERE)
    assert pairs(team) == {}
    move(team, "C2", Decimal("30.002697"), HERE[1])
    assert pairs(team) == {("C1", "C2"): 299_893}
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店", lat=HERE[0], lon=HERE[1]))
    assert pairs(team) == {("C1", "C2"): 299_893, ("C1", "C3"): 0, ("C2", "C3"): 299_893}
    move(team, "C2", Decimal("30.002698"), HERE[1])
    assert pairs(team) == {("C1", "C3"): 0}
    move(team, "C1", None, None)
    assert pairs(team) == {}


def test_another_distance_of_the_office_makes_other_neighbours(team: Team) -> None:
    move(team, "C1", *HERE)
    move(team, "C2", Decimal("30.004"), HERE[1])
    assert pairs(team) == {}
    change_rules(team.ad, 1, {"neighbour_m": 500})
    assert pairs(team) == {("C1", "C2"): 444_780}
    change_rules(team.ad, 2, {"neighbour_m": 400})
    assert pairs(team) == {}
    with pytest.raises(Refused, match="5000"):
        change_rules(team.ad, 3, {"neighbour_m": FARTHEST_NEIGHBOUR_M + 1})


def test_a_list_brings_its_clients_with_their_neighbours(team: Team, tmp_path: Path) -> None:
    chance = random.Random(1)
    for _round in range(2):  # the second time they all move
        rows = [
            f"K{number},店{number},学校店,{chance.uniform(30, 30.02):.6f},"
            f"{chance.uniform(104, 104.02):.6f}\n"
            for number in range(600)
        ]
        file = tmp_path / "clients.csv"
        file.write_text("门店编号,门店名称,类型,纬度,经度\n" + "".join(rows), encoding="utf-8")
        assert import_file(team.ad, ImportOrder("clients", file)).imported == 600
        assert len(pairs(team)) > 1_000


def test_what_another_way_wrote_is_found(team: Team) -> None:
    move(team, "C1", *HERE)
    move(team, "C2", *HERE)
    with team.c1.reading() as session:
        assert first_wrong(session) is None
        assert session.scalar(select(func.count()).select_from(Neighbour)) == 1
    with team.office.engine.execution_options(change=True).begin() as connection:
        connection.execute(update(Neighbour).values(apart_mm=5))
    with team.c1.reading() as session:
        assert first_wrong(session) == ("小店C1 (C1)与小店C2 (C2)的相邻记录与它们的位置不符。")
