"""What a proposal's shelf is drawn and arranged with (P3, P5)."""

import pytest

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalAsked
from desktop.basics.shelf import Level, Shelf
from desktop.planning.facings import worth
from desktop.queries.proposals import proposal_detail
from desktop.queries.shelf_board import BoardGround, board_ground, shelf_of
from desktop.services.computing import propose_shelf
from desktop.services.products import add_product
from tests.office import Team
from tests.services.test_computing import make


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A school shop with two levels of 60 cm, and five products."""
    return make(sqlite_url)


def ground(team: Team, client: str, proposal_id: int | None = None) -> BoardGround:
    with team.office.reading() as session:
        return board_ground(session, client, team.day, proposal_id)


def test_a_computed_shelf_is_worth_what_the_proposal_says(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    with team.office.reading() as session:
        shelf, item = shelf_of(session, key), proposal_detail(session, key, team.day)
    assert shelf.levels == (Level(600, 250), Level(600, 320))
    assert {(pack.code, spot.level + 1, pack.facings) for spot, pack in shelf} == {
        (line.product, line.level, line.facings) for line in item.lines
    }
    assert shelf.faults() == []
    assert shelf.month_fen == item.month_fen


def test_it_is_arranged_with_every_product_and_the_shop_s_own_levels(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    found = ground(team, "C1", key)
    assert found.levels == (Level(600, 250), Level(600, 320))
    soap = found.pack("P2", 3)
    assert soap is not None
    assert (soap.facings, soap.taken_mm) == (3, 276)
    assert soap.values[0] < soap.value < 3 * soap.values[0]
    assert found.pack("P9", 1) is None


def test_a_shop_that_nobody_surveyed_or_knows_has_no_levels(team: Team) -> None:
    assert ground(team, "C2").levels == ()
    unknown = ground(team, "C9")
    assert unknown.levels == ()
    pack = unknown.pack("P1", 2)
    assert pack is not None
    assert pack.values == ()


def test_what_loses_money_counts_against_the_shelf_and_a_place_holds_what_stands_behind_too(
    team: Team,
) -> None:
    dear = ProductDraft(
        "P6", "促销装", "皂角", "香皂", {"块": 1}, {"块": 500}, 300, width_mm=90, pieces_deep=6
    )
    add_product(team.c1, dear)
    found = ground(team, "C1")
    alone, soap = found.pack("P6", 1), found.pack("P2", 2)
    assert alone is not None
    assert soap is not None
    three = alone.faced(3)
    assert three.value == worth(alone.value, 3) < alone.value < 0
    assert (alone.holds, three.holds, soap.holds) == (6, 18, None)
    beside = Shelf.of(found.levels, [(1, soap), (2, three)])
    assert beside.month_fen < Shelf.of(found.levels, [(1, soap)]).month_fen
    assert beside.uncounted == ()
