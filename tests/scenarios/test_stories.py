"""Small stories with states computed by hand from the rules, on both databases."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from desktop.basics.errors import CODES
from desktop.queries.state_second import PARTS
from desktop.replay.actions import ACTIONS
from desktop.replay.replay import replay, state_after
from desktop.replay.scenario import read_scenario
from tests.office import new_office
from tests.scenarios.shown import Stage, answers

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "docs" / "rules.md"
STORIES = sorted(path for path in HERE.glob("*.json") if not path.stem.endswith(".state"))


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_ends_as_the_rules_say(story: Path, database_url: str) -> None:
    office = new_office(database_url)
    played = replay(office, read_scenario(story))
    expected = expected_of(story)
    assert played.unexpected == []
    assert told(state_after(office, played), expected["state"]) == expected["state"]
    shown = expected.get("shown", {})
    assert answers(Stage(office, played), shown) == shown
    office.engine.dispose()


def told(state: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """A state without those parts of the second wave of which a story tells nothing."""
    return {name: said for name, said in state.items() if name in expected or name not in PARTS}


def expected_of(story: Path) -> dict[str, Any]:
    return json.loads(story.with_name(f"{story.stem}.state.json").read_text("utf-8"))


def events_of_all_stories() -> list[dict[str, Any]]:
    return [event for story in STORIES for event in json.loads(story.read_text("utf-8"))["events"]]


def test_every_action_stands_in_a_story() -> None:
    assert set(ACTIONS) - {event["do"] for event in events_of_all_stories()} == set()


def test_every_refusal_code_stands_in_a_story() -> None:
    assert set(CODES) - {event.get("refused") for event in events_of_all_stories()} == set()


# What only figures show: tests/queries/reports reckons these.
_FIGURES = {"B4", "B5"}


def rules_of_the_office() -> set[str]:
    """Every rule of sections 0 to 6 that isn't left to a later step (◇) and no figure alone."""
    rules = re.findall(r"^- ([CMLBASVG]\d+[ab]?)\. (?!◇)", RULES.read_text("utf-8"), re.MULTILINE)
    return set(rules) - _FIGURES


def test_every_rule_stands_in_a_story() -> None:
    told = {rule for story in STORIES for rule in expected_of(story)["rules"]}
    assert len(rules_of_the_office()) == 58
    assert rules_of_the_office() - told == set()
    assert told - rules_of_the_office() == set()
