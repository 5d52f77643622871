"""The office's own picture below the map: kept, replaced, removed; bad ones get clear words."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.queries.map_ground import KeptGround, kept_ground
from desktop.services.clients import add_client
from desktop.services.grounds import PinDraft, drop_ground, lay_back, set_ground
from tests.office import Team, new_team

PINS = (PinDraft("G1", 10, 10), PinDraft("G2", 290, 190))


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    for number, (lat, lon) in enumerate((("31.47", "104.73"), ("31.45", "104.76")), 1):
        draft = ClientDraft(f"G{number}", f"图店{number}", "小区店")
        add_client(made.r1, replace(draft, lat=Decimal(lat), lon=Decimal(lon)))
    add_client(made.r1, ClientDraft("G9", "无处店", "小区店"))
    yield made
    made.office.engine.dispose()


def picture(folder: Path, name: str = "街图.png", size: tuple[int, int] = (300, 200)) -> Path:
    path = folder / name
    Image.new("RGB", size, "beige").save(path)
    return path


def kept(team: Team) -> KeptGround | None:
    with team.office.reading() as session:
        return kept_ground(session)


def test_a_picture_is_kept_pinned_anew_replaced_and_removed(team: Team, tmp_path: Path) -> None:
    assert kept(team) is None
    set_ground(team.c1, picture(tmp_path), PINS)
    first = kept(team)
    assert first is not None
    assert (first.name, list(first.codes)) == ("街图.png", ["G1", "G2"])
    assert first.pins[1].place == (31.45, 104.76)
    set_ground(team.c1, None, (PINS[0], PinDraft("G2", 280, 180)))
    again = kept(team)
    assert again is not None
    assert again.picture == first.picture
    assert again.pins[1].x == 280
    set_ground(team.c1, picture(tmp_path, "新图.jpg"), PINS)
    newer = kept(team)
    assert newer is not None
    assert newer.name == "新图.jpg"
    drop_ground(team.c1)
    assert kept(team) is None
    with pytest.raises(Refused, match="没有图片"):
        drop_ground(team.c1)


def test_what_is_no_picture_and_pins_that_tell_nothing_are_refused_in_words(
    team: Team, tmp_path: Path
) -> None:
    text = tmp_path / "不是图.jpg"
    text.write_text("hello")
    with pytest.raises(Refused, match="JPEG") as no_picture:
        set_ground(team.c1, text, PINS)
    assert no_picture.value.field == "files"
    huge = tmp_path / "大图.png"
    Image.new("1", (9_000, 9_000)).save(huge)
    with pytest.raises(Refused, match="9000"):
        set_ground(team.c1, huge, PINS)
    with pytest.raises(Refused, match="同一点") as same:
        set_ground(team.c1, picture(tmp_path), (PINS[0], PinDraft("G2", 12, 12)))
    assert same.value.field == "pins"
    with pytest.raises(Refused, match="无处店"):
        set_ground(team.c1, picture(tmp_path), (PINS[0], PinDraft("G9", 200, 12)))
    with pytest.raises(Refused):
        set_ground(team.d1, picture(tmp_path), PINS)
    with pytest.raises(Refused):
        set_ground(team.c1, None, PINS)
    assert kept(team) is None


def test_what_was_laid_pinned_anew_replaced_or_removed_is_laid_back_as_it_was(
    team: Team, tmp_path: Path
) -> None:
    laid = set_ground(team.c1, picture(tmp_path), PINS)
    first = kept(team)
    pinned = set_ground(team.m1, None, (PINS[0], PinDraft("G2", 280, 180)))
    replaced = set_ground(team.c1, picture(tmp_path, "新图.jpg", (500, 400)), PINS)
    dropped = drop_ground(team.c1)
    lay_back(team.c1, dropped)
    again = kept(team)
    assert again is not None
    assert again.name == "新图.jpg"
    lay_back(team.c1, replaced)
    lay_back(team.m1, pinned)
    assert kept(team) == first
    lay_back(team.c1, laid)
    assert kept(team) is None


def test_nothing_is_laid_back_over_what_somebody_else_laid_since(
    team: Team, tmp_path: Path
) -> None:
    laid = set_ground(team.c1, picture(tmp_path), PINS)
    set_ground(team.m1, picture(tmp_path, "新图.jpg"), PINS)
    with pytest.raises(ChangedElsewhere):
        lay_back(team.c1, laid)
    dropped = drop_ground(team.c1)
    with pytest.raises(Refused):
        lay_back(team.d1, dropped)
    assert kept(team) is None
