"""A client among its neighbours on the map of its file (P6, P8)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from desktop.basics.map_scene import Scene
from desktop.models import Client
from desktop.queries.neighbourhood import neighbourhood
from tests.office import Team
from tests.services.staggering import near_each_other


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """K1, K2 and K3 in a row: K1 and K2 lead the same line."""
    made = near_each_other(database_url)
    yield made
    made.office.engine.dispose()


def around(team: Team, code: str) -> Scene | None:
    with team.office.reading() as session:
        key = session.scalars(select(Client.id).where(Client.code == code)).one()
        return neighbourhood(session, key, team.day)


def test_neighbours_stand_around_and_who_leads_the_same_is_joined(team: Team) -> None:
    scene = around(team, "K1")
    assert scene is not None
    assert [(spot.name, spot.sign) for spot in scene.spots] == [
        ("小店K1", 0),
        ("小店K2", 1),
        ("小店K3", 2),
    ]
    assert [spot.facts for spot in scene.spots] == [
        "清泉",
        "相距 100 米\n清泉",
        "相距 201 米\n皂角",
    ]
    assert scene.links == ((scene.spots[0].place, scene.spots[1].place),)


def test_a_client_without_a_place_has_no_map(team: Team) -> None:
    assert around(team, "C1") is None
