"""What the map knows of each shop, and which places it doubts (P6–P8)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update

from desktop.basics.datums import readings, to_bd09, to_wgs84
from desktop.basics.drafts.client import ClientDraft
from desktop.models import Client
from desktop.queries.facts.misplaced import TURNED, doubtful
from desktop.queries.facts.neighbours import Density
from desktop.queries.map import MapShop, map_facts
from desktop.queries.map_layers import LAYERS, Narrowed, shown
from desktop.queries.map_places import office_nearness
from desktop.services.clients import add_client
from tests.office import MONDAY, Team, new_team

HERE = 31.46, 104.74


def shop(key: int, lat: float, lon: float, area: str = "东片") -> MapShop:
    density = Density(1, 900)
    return MapShop(
        key, f"C{key}", f"店{key}", area, "小区店", "A", "", (lat, lon), (), False, density, False
    )


@pytest.fixture
def team(database_url: str) -> Team:
    """Two active neighbours and one that lies alone; C1 and C2 have no place."""
    team = new_team(database_url)
    for number, (lat, lon, homes) in enumerate(
        (("31.46", "104.74", 500), ("31.461", "104.74", 100), ("31.6", "104.9", 5000)), 1
    ):
        draft = ClientDraft(f"M{number}", f"图店{number}", "小区店", area="东片", households=homes)
        add_client(team.r1, replace(draft, lat=Decimal(lat), lon=Decimal(lon)))
    with team.office.engine.begin() as connection:
        connection.execute(update(Client).values(state="active"))
    return team


def test_each_shop_stands_where_it_is_with_its_density(team: Team) -> None:
    with team.m1.reading() as session:
        facts = map_facts(session, MONDAY)
    shops = {one.code: one for one in facts.shops.values()}
    assert set(shops) == {"M1", "M2", "M3"}
    assert facts.without_place == 2
    assert shops["M1"].place == pytest.approx(HERE)
    assert shops["M1"].density == Density(2, 500)
    assert [one.code for one in facts.by_households] == ["M3", "M1", "M2"]
    assert shops["M2"].is_dense
    assert not shops["M3"].is_dense


def test_every_layer_shows_the_shops_that_are_wanted(team: Team) -> None:
    with team.m1.reading() as session:
        facts = map_facts(session, MONDAY)
    for layer in LAYERS:
        scene = shown(facts, Narrowed(layer)).scene
        assert len(scene.spots) == 3
        assert sum(number for _sign, number in scene.legend) == 3
        assert not shown(facts, Narrowed(layer, segment="学校店")).scene.spots
    lines = shown(facts, Narrowed("density")).lines
    assert (lines[0].name, lines[0].tone) == ("图店3", "good")
    assert lines[-1].tone == "wrong"


def test_a_shop_of_another_kind_of_coordinates_is_doubted() -> None:
    near = [shop(key, HERE[0] + 0.0003 * key, HERE[1]) for key in range(8)]
    assert not doubtful(near)
    shifted = shop(20, HERE[0] + 0.008, HERE[1] + 0.006)
    turned = shop(21, HERE[1] - 20, HERE[0])
    assert [one.client_id for one in doubtful([*near, shifted, turned])] == [21, 20]


def test_a_wide_area_and_one_of_few_shops_are_not_doubted() -> None:
    wide = [shop(key, HERE[0] + 0.01 * key, HERE[1]) for key in range(9)]
    few = [shop(50, 31.0, 104.0, "西片"), shop(51, 31.4, 104.4, "西片")]
    assert not doubtful([*wide, *few])


def test_which_kind_would_put_a_shop_among_its_areas_others_is_said() -> None:
    """Nine stand in three streets; the tenth was typed in one kind and read as another."""
    near = [
        shop(key, HERE[0] + 0.0004 * (key % 3), HERE[1] + 0.0005 * (key // 3)) for key in range(9)
    ]
    true = HERE[0] + 0.0006, HERE[1] + 0.0004
    for typed, datum in ((to_wgs84(true), "wgs84"), (to_bd09(true), "bd09")):
        (doubt,) = doubtful([*near, shop(20, *typed)])
        assert (doubt.client_id, doubt.datum) == (20, datum)
        assert doubt.apart_m > 300
        assert doubt.then_m < 100
    cold = [shop(key, 31.0 + 0.0004 * key, 80.0) for key in range(9)]
    (turned,) = doubtful([*cold, shop(21, 80.0, 31.001)])
    assert turned.datum == TURNED


def test_in_a_wide_area_a_shop_alone_is_doubted_if_another_kind_puts_it_beside_one() -> None:
    """A street of kilometres, where a shift leads no farther from its middle than its ends."""
    street = [shop(key, HERE[0] + 0.0006 * key, HERE[1]) for key in range(40)]
    shifted = to_wgs84((HERE[0] + 0.0006 * 30, HERE[1] + 0.0003))
    (doubt,) = doubtful([*street, shop(50, *shifted)])
    assert (doubt.client_id, doubt.datum) == (50, "wgs84")
    lonely = shop(51, HERE[0] + 0.0006 * 20, HERE[1] + 0.009)
    assert not doubtful([*street, lonely])


def test_a_place_for_a_new_shop_is_where_most_households_fall_to_it(team: Team) -> None:
    """Around M1 and M2 live 100 to 500 for three outlets; around M3 5,000 for two."""
    with team.m1.reading() as session:
        facts = map_facts(session, MONDAY)
    (room,) = facts.rooms
    assert (room.nearest.name, room.density, room.each) == ("图店3", Density(2, 5000), 2500)
    layer = shown(facts, Narrowed("room"))
    assert [mark.place for mark in layer.scene.marks] == [room.place]
    assert layer.lines[0].place == room.place
    assert not shown(facts, Narrowed("room", area="西片")).scene.marks


@pytest.mark.parametrize("area", ["", "新片"])
def test_a_first_shop_of_an_area_is_held_against_all_clients(team: Team, area: str) -> None:
    """A slip of a degree is seen, though no other shop of its area tells where it should be."""
    with team.m1.reading() as session:
        found = readings(Decimal("32.46"), Decimal("104.74"))
        near = office_nearness(session, found, "", area)
        known = office_nearness(session, found, "", "东片")
    assert near is not None
    assert known is not None
    assert near.metres["gcj02"] > 90_000
    assert "东片" in known.words
    assert "东片" not in near.words
