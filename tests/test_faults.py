"""Things that break in the middle of work: the tool that counts what comes of it sees faults."""

import os
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from bench.faults.__main__ import outcomes
from bench.faults.faults import damaged, drive_fails
from bench.faults.ground import STORIES, Files, Moment, moments_of
from desktop.replay.scenario import read_scenario

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.skipif(os.name != "posix", reason="nothing there ends a process like kill -9"),
]


@pytest.fixture
def collection(tmp_path: Path) -> Moment:
    """Somebody is about to pay."""
    story = read_scenario(STORIES / "every-account-moves.json")
    told = moments_of(Files(tmp_path), story)
    return next(one for one in told if one.event.do == "collection.record")


def test_whatever_breaks_an_event_is_done_whole_or_not_at_all(tmp_path: Path) -> None:
    found = list(islice(outcomes(Files(tmp_path), 100, Random(3)), 8))
    assert {one.fault for one in found} & {"killed at a statement", "killed at any time"}
    assert not [one for one in found if one.wrong]


def test_what_was_done_twice_is_seen(collection: Moment) -> None:
    office = collection.copy("twice")
    collection.do(office)
    replace(collection, event=replace(collection.event, key="another")).do(office)
    undone, wrong = collection.ends(office)
    office.engine.dispose()
    assert not undone
    assert wrong == "it ends otherwise than without the fault"


def test_a_drive_that_fails_is_told_and_a_page_of_noise_too(collection: Moment) -> None:
    failed = [drive_fails(collection, Random(seed)) for seed in range(2)]
    noise = [damaged(collection, Random(seed)) for seed in range(6)]
    assert any(one.told and one.undone for one in failed)
    assert all(one.told for one in noise if one.fault == "damaged: noise")
    assert not [one for one in failed if one.wrong]
