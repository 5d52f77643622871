"""The training office is played by the real services and everything in it fits."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models import Case, Proposal, Settlement
from desktop.offices import open_training
from desktop.queries.check import first_wrong
from desktop.queries.facts.came_true import came_of_age
from desktop.queries.facts.rules import read_rules
from desktop.queries.trials import trial_detail
from desktop.services.office import Office
from training.computed import drawn, proposed
from training.computing import computed_in, halves_in
from training.half_year import SEED

LAST_DAY = date(2026, 7, 6)


@pytest.fixture(scope="module")
def office(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The training office on its day; one in which an event was refused isn't built."""
    folder = tmp_path_factory.mktemp("training")
    shutil.copytree(training_built, folder, dirs_exist_ok=True)
    opened, day = open_training(folder)
    assert day == LAST_DAY
    yield opened
    opened.engine.dispose()


def test_the_training_office_passes_check(office: Office) -> None:
    with office.reading() as session:
        assert first_wrong(session) is None


def test_its_proposals_are_computed_as_its_story_took_them(office: Office) -> None:
    """After a change of rules or shelves: ``python -m training.computing``, then ``training``."""
    with office.reading() as session:
        keys = session.scalars(select(Proposal.id).order_by(Proposal.id)).all()
        refs = {f"P{place:03}": key for place, key in enumerate(keys, 1)}
    assert computed_in(office, refs) == proposed(SEED)
    assert halves_in(office, {"SY1": 1, "SY2": 2}) == drawn(SEED)
    with office.reading() as session:
        came = came_of_age(session, date(2026, 1, 1), LAST_DAY)
    assert len({line.proposal_id for line in came}) > 3


def test_one_of_its_trials_is_over_and_tells_what_it_brought(office: Office) -> None:
    with office.reading() as session:
        over, begins = (trial_detail(session, key, LAST_DAY) for key in (1, 2))
    assert over.figures is not None
    assert begins.figures is not None
    assert (over.figures.told, over.figures.first, over.figures.second) == (True, 6, 6)
    assert over.figures.low_fen is not None
    assert not begins.figures.told


def test_its_first_quarter_is_settled_and_its_cases_come_to_every_state(
    office: Office,
) -> None:
    with office.reading() as session:
        assert session.scalars(select(Settlement.state)).all() == ["posted", "posted"]
        days = read_rules(session).appeal_days
        endings = {case.state_on(LAST_DAY, days) for case in session.scalars(select(Case))}
    assert endings == {
        "reported",
        "accepted",
        "dismissed",
        "upheld",
        "not_upheld",
        "overturned",
        "final",
    }
