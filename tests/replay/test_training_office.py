"""The training office is played by the real services and everything in it fits."""

from datetime import date

import pytest

from desktop.basics.resources import resource
from desktop.queries.check import first_wrong
from desktop.replay.replay import Replayed, replay, state_after
from desktop.replay.scenario import read_scenario
from desktop.services.database import make_database, read_url
from desktop.services.office import Office


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Replayed]:
    """The training office, played once."""
    path = tmp_path_factory.mktemp("training") / "training.db"
    office = Office(make_database(read_url(str(path))))
    return office, replay(office, read_scenario(resource("training", "office.json")))


def test_the_training_office_plays_without_a_refusal(played: tuple[Office, Replayed]) -> None:
    assert played[1].unexpected == []
    assert played[1].refused == []
    assert played[1].last_day == date(2026, 7, 6)


def test_the_training_office_passes_check(played: tuple[Office, Replayed]) -> None:
    with played[0].reading() as session:
        assert first_wrong(session) is None


def test_its_first_quarter_is_settled_and_its_seven_cases_come_to_every_state(
    played: tuple[Office, Replayed],
) -> None:
    state = state_after(*played)
    assert [one["state"] for one in state["settlements"].values()] == ["posted"]
    endings = [one["state"] for one in state["cases"].values()]
    assert set(endings) == {
        "reported",
        "accepted",
        "dismissed",
        "upheld",
        "not_upheld",
        "overturned",
        "final",
    }
    assert state["ledger"]["chain"] == "ok"
