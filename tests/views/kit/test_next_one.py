"""The next one of a list is one that waits, however far down it stands."""

from collections.abc import Sequence
from typing import cast

import pytest

from desktop.services.office import Reading
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.lists.next_one import next_one


def listing(states: Sequence[str]) -> Listing[str]:
    """A list whose keys are the places of these states."""
    return Listing(
        lambda _session, _wanted: range(len(states)),
        lambda _session, keys: {key: states[key] for key in keys if states[key]},
    )


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["waits", "draft", "waits"], 0),
        (["draft", "draft", "waits"], 2),
        (["draft"] * 230 + ["waits"], 230),  # farther than a list fetches at once
        (["", "waits"], 1),  # what is gone meanwhile is no row any more
        (["draft"] * 3, None),
        ([], None),
    ],
)
def test_the_next_one_waits(states: Sequence[str], expected: int | None) -> None:
    session = cast("Reading", None)  # this list asks nobody
    keys = range(len(states))
    assert next_one(session, listing(states), keys, lambda one: one == "waits") == expected
