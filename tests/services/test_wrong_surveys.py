"""What no survey can have found is refused in words, whatever was typed or pasted."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.errors import Refused
from desktop.services.proposals import record_survey
from tests.office import Team, new_team

HALF = Decimal("0.5")
GOOD = SurveyDraft(
    "C1", "学校店", 30, 500, {"学生": HALF, "家庭": HALF}, "middle", 1, [LevelDraft(90, 35)]
)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("households", 10**12),
        ("rivals", -1),
        ("groups", {"学生": Decimal("NaN")}),
        ("groups", {"学" * 3_000: Decimal(1)}),
        ("groups", {"学\x00生": Decimal(1)}),
        ("notes", "a\x00b"),
        ("shop_type", "\ud800"),
        ("levels", [LevelDraft(10**9)]),
    ],
)
def test_it_is_refused_at_its_field_and_nothing_is_kept(team: Team, field: str, wrong: Any) -> None:
    with pytest.raises(Refused) as refused:
        record_survey(team.r1, replace(GOOD, **{field: wrong}))
    assert (refused.value.code, refused.value.field) == ("invalid", field)
    assert record_survey(team.r1, GOOD) == 1
