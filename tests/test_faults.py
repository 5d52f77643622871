"""Things that break in the middle of work: the tool that counts what comes of it sees faults."""

import os
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from bench.faults.__main__ import outcomes
from bench.faults.faults import damaged, disk_full, drive_fails, killed, power_cut
from bench.faults.ground import Files, Moment
from bench.faults.handled import Handled, outcomes_of, seen_through
from bench.faults.handling import HANDLINGS, Handling
from bench.faults.moments import STORIES, of_noun, of_piece, of_story, other_actions
from bench.faults.pieces import PIECES
from desktop.replay.scenario import read_scenario
from desktop.services.office import Office
from tests.services.tried import TRIES

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.skipif(os.name != "posix", reason="nothing there ends a process like kill -9"),
]
STORY = read_scenario(STORIES / "every-account-moves.json")
PAID = "collection.record"


@pytest.fixture
def collection(tmp_path: Path) -> Moment:
    """Somebody is about to pay."""
    told = of_story(Files(tmp_path), STORY)
    return next(one for one in told if one.what == PAID)


def test_every_action_is_done_by_a_story_a_piece_or_a_documents_step() -> None:
    assert other_actions() <= {action for tries in TRIES.values() for action in tries}


def test_whatever_breaks_an_event_is_done_whole_or_not_at_all(tmp_path: Path) -> None:
    found = list(islice(outcomes(Files(tmp_path), 100, Random(3)), 8))
    assert {one.fault for one in found} & {"killed at a statement", "killed at any time"}
    assert not [one for one in found if one.wrong]


@pytest.mark.parametrize("name", ["import.take_back", "delivery.record in a grid"])
def test_a_piece_of_work_that_no_story_does_is_done_whole_or_not_at_all(
    tmp_path: Path, name: str
) -> None:
    (piece,) = of_piece(Files(tmp_path), name, PIECES[name])
    assert not piece.changes_nothing
    found = [killed(piece, Random(seed)) for seed in range(6)]
    assert not [one for one in found if one.wrong]
    # SQLite undoes all of a change where a disk fails: its steps have nothing to undo any more.
    found = [fails(piece, Random(seed)) for seed in range(6) for fails in (drive_fails, disk_full)]
    assert any(one.told for one in found)
    assert not [one for one in found if one.wrong]


def test_a_documents_steps_are_tried_in_a_state_that_lets_them_through(tmp_path: Path) -> None:
    found = list(of_noun(Files(tmp_path), "letter"))
    assert sorted(one.what for one in found) == ["letter.answer", "letter.reopen"]
    assert not any(one.changes_nothing for one in found)


def test_what_was_done_twice_is_seen(collection: Moment) -> None:
    office = collection.copy("twice")
    event = next(one for one in STORY.events if one.do == PAID)
    deepcopy(collection.first).play(office, replace(event, key="one"))
    deepcopy(collection.first).play(office, replace(event, key="another"))
    undone, wrong = collection.ends(office)
    office.engine.dispose()
    assert not undone
    assert "client_balance" in wrong


def test_what_was_told_to_be_done_and_is_not_is_seen(collection: Moment) -> None:
    here = os.getpid()

    def nothing(office: Office) -> object:
        return collection.act(office) if os.getpid() == here else collection.first

    lazy = replace(collection, act=nothing, statements=0)
    found = [killed(lazy, Random(seed)).wrong for seed in range(8)]
    assert "it was told to be done, and is not" in found


def test_a_log_that_is_cut_off_leaves_it_done_or_undone(collection: Moment) -> None:
    found = [power_cut(collection, Random(seed)) for seed in range(6)]
    assert any(one.undone for one in found)
    assert not [one for one in found if one.wrong]


def test_a_drive_that_fails_is_told_and_a_page_of_noise_too(collection: Moment) -> None:
    failed = [drive_fails(collection, Random(seed)) for seed in range(2)]
    noise = [damaged(collection, Random(seed)) for seed in range(6)]
    assert any(one.told and one.undone for one in failed)
    assert all(one.told for one in noise if one.fault == "damaged: noise")
    assert not [one for one in failed if one.wrong]


def broken(handled: Handled, times: int = 8) -> list[str]:
    """What is wrong after some kills and failing drives."""
    return [one.wrong for seed in range(times) for one in outcomes_of(handled, Random(seed))]


@pytest.mark.parametrize("name", ["restore", "draft kept", "paper written over an older one"])
def test_whoever_is_killed_as_a_file_is_written_leaves_a_whole_one(name: str) -> None:
    (handling,) = (one for one in HANDLINGS if one.name == name)
    assert not any(broken(seen_through(handling)))


def test_a_file_that_is_written_in_its_place_is_seen(tmp_path: Path) -> None:
    def write(folder: Path, text: str) -> None:
        with (folder / "note").open("w") as file:
            file.write(text[:1])
            file.flush()
        with (folder / "note").open("a") as file:
            file.write(text[1:])

    handling = Handling(
        "careless",
        lambda folder: write(folder, "before"),
        lambda folder: write(folder, "after"),
        lambda folder: (folder / "note").read_text(),
    )
    assert any("neither" in one for one in broken(seen_through(handling), times=30))
