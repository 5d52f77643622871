"""The reference scenarios give exactly the reference states, on both databases."""

import json
from pathlib import Path

import pytest

from desktop.replay.replay import replay, state_after
from desktop.replay.scenario import read_scenario
from tests.office import new_office


@pytest.mark.parametrize("number", range(1, 13))
def test_a_random_week_ends_as_the_reference_says(
    number: int, shared: Path, database_url: str
) -> None:
    file = shared / "data" / "scenarios" / f"random-{number}.json"
    office = new_office(database_url)
    played = replay(office, read_scenario(file))
    state = state_after(office, played)
    office.engine.dispose()
    assert played.unexpected == []
    state["ledger"].pop("entries")
    assert state == json.loads(file.with_name(f"random-{number}.state.json").read_text("utf-8"))
