"""A paper that was issued is read back as it was kept, or said to be none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from desktop.printing.frozen import from_json, to_json
from desktop.printing.letterhead import Letterhead
from desktop.printing.paper import KINDS, Paper
from tests.printing.papers import OFFICE


@pytest.fixture
def card() -> Iterator[type[Paper]]:
    """A kind of paper that this test alone knows."""

    @dataclass(frozen=True)
    class Card(Paper, kind="card"):
        letterhead: Letterhead
        day: date
        prices: tuple[tuple[str, int], ...]

    yield Card
    del KINDS["card"]


def test_pairs_of_two_kinds_come_back(card: type[Paper]) -> None:
    made = card(OFFICE, date(2026, 7, 7), (("支", 3780), ("箱", 90000)))  # type: ignore[call-arg]
    kept = to_json(made)
    assert from_json("card", kept) == made
    with pytest.raises(ValueError, match=r"prices\[1\]"):
        from_json("card", kept.replace('["箱",90000]', '["箱"]'))
