"""What a file names and nothing has is refused by the file's own word for it, in its turn."""

from typing import Any

import pytest

from desktop.replay.replay import Player, replay
from desktop.replay.scenario import Event, Scenario
from desktop.services.office import Office
from tests.office import MONDAY, new_office

PEOPLE = {"m1": "manager", "c1": "clerk", "d1": "dispatcher", "k1": "cashier"}
FIRST = {"code": "ad", "name": "管理员", "role": "administrator"}
BEFORE = [
    Event(1, 1, MONDAY, None, "staff.add", None, FIRST),
    *(
        Event(2, 1, MONDAY, "ad", "staff.add", None, {"code": code, "name": code, "role": role})
        for code, role in PEOPLE.items()
    ),
    Event(
        3, 1, MONDAY, "c1", "client.add", None, {"code": "C1", "name": "店", "segment": "学校店"}
    ),
    Event(
        4,
        1,
        MONDAY,
        "d1",
        "vehicle.add",
        None,
        {"code": "V1", "driver": "老李", "phone": "13800000001", "cartons": 80},
    ),
]


@pytest.fixture
def office(sqlite_url: str) -> Office:
    return new_office(sqlite_url)


@pytest.mark.parametrize(
    ("by", "do", "fields", "code", "field", "word"),
    [
        ("c1", "agreement.submit", {"ref": "A9"}, "not_found", "agreement", "“A9”"),
        ("k1", "agreement.submit", {"ref": "A9"}, "not_found", "agreement", "“A9”"),
        ("c1", "agreement.sign", {"ref": "A9", "dated": "2025-01-01"}, "invalid", "dated", ""),
        ("c1", "client.close", {"client": "C9"}, "not_found", "client", "“C9”"),
        ("k1", "client.close", {"client": "C1"}, "not_allowed", None, ""),
        (
            "c1",
            "client.close",
            {"client": "C1", "successor": "C8"},
            "not_found",
            "successor",
            "“C8”",
        ),
        ("m1", "opening.approve", {"client": "C1"}, "not_found", "client", "“C1”"),
        (
            "c1",
            "product.price",
            {"code": "P9", "unit": "支", "price": "1", "from": "2026-01-05"},
            "not_found",
            "code",
            "“P9”",
        ),
        (
            "d1",
            "run.plan",
            {"ref": "R1", "date": "2026-01-05", "vehicle": "V1", "orders": ["O8", "O9"]},
            "not_found",
            "orders",
            "“O8”",
        ),
        (
            "d1",
            "run.plan",
            {"ref": "R1", "date": "2026-01-05", "vehicle": "V9", "orders": ["O8", "O9"]},
            "not_found",
            "vehicle",
            "“V9”",
        ),
    ],
)
def test_a_name_that_nothing_has_is_refused_in_its_turn(
    office: Office,
    by: str,
    do: str,
    fields: dict[str, Any],
    code: str,
    field: str | None,
    word: str,
) -> None:
    event = Event(len(BEFORE) + 1, 1, MONDAY, by, do, code, fields)
    played = replay(office, Scenario({"name": "测试办事处"}, [*BEFORE, event]))
    (refused,) = played.refused
    assert (refused.code, refused.field) == (code, field)
    assert word in refused.message


def test_a_name_that_is_taken_is_refused_outside_a_batch_too(office: Office) -> None:
    # As the faults play it: each event is a change of its own, and no change waits for itself.
    player = Player()
    fields = {"ref": "S1", "client": "C1", "category": "display", "content": "摆到收银台旁边"}
    said = [Event(9, 1, MONDAY, "c1", "suggestion.prepare", None, fields)] * 2
    for event in [*BEFORE, *said]:
        player.play(office, event)
    assert [one.code for one in player.refused] == ["duplicate"]
