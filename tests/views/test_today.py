"""Today by keys: each role's commonest act by one key, figures that lead on, typing found again."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.basics.roles import MAY, ROLES
from desktop.views.kit.desk import Link
from desktop.views.pages import PAGES
from desktop.views.today.acts import ACTS, KEYS, acts_of
from desktop.views.today.tiles import Tile
from desktop.views.today.unsaved import place_of
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write

VIEWS = Path(__file__).parents[2] / "desktop" / "views"
NAMES = {one.name for one in PAGES}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@pytest.mark.parametrize(
    ("who", "keys", "pages"),
    [
        ("r1", 3, ["orders", "suggestions", "visits"]),
        ("m1", 2, ["suggestions", "cases"]),
        ("c1", 3, ["orders", "clients", "agreements"]),
        ("d1", 2, ["board", "runs"]),
        ("k1", 2, ["payments", "payouts"]),
        ("a1", 2, ["reports", "reports"]),
        ("ad", 2, ["staff", "backups"]),
    ],
)
def test_each_role_begins_its_commonest_acts_by_one_key_each(
    qtbot: QtBot, team: Team, tmp_path: Path, who: str, keys: int, pages: list[str]
) -> None:
    desktop = open_desk(qtbot, getattr(team, who), tmp_path)
    reached = []
    for key in KEYS[:keys]:
        desktop.open(Link("today"))
        settle(qtbot, desktop)
        press(qtbot, desktop, key)
        reached.append(shown_name(desktop))
    assert reached == pages


def shown_name(desktop: Desktop) -> str:
    return str(desktop.shown.name)


def test_a_figure_is_reached_by_the_keyboard_and_leads_to_what_it_counts(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    taken = desktop.page("today").findChildren(Tile)[0]
    taken.setFocus()
    press(qtbot, desktop, "Return")
    assert shown_name(desktop) == "payments"


def test_what_was_typed_and_not_saved_is_two_keys_away(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    press(qtbot, desktop, "Ctrl+N")
    write(qtbot, desktop, "C1")
    panel = list_page(desktop, "orders").panel
    assert panel.form is not None
    panel.flush()
    desktop.open(Link("today"))
    settle(qtbot, desktop)
    (kept,) = [one for one in lines(desktop) if "新建订单" in one.accessibleName()]
    assert "C1" in kept.accessibleName()
    assert kept.hasFocus()
    press(qtbot, desktop, "Return")
    assert shown_name(desktop) == "orders"
    assert panel.form is not None


def lines(desktop: Desktop) -> list[QPushButton]:
    ways = desktop.page("today").findChildren(QPushButton)
    return [one for one in ways if one.property("kind") == "line" and one.isVisible()]


def test_every_draft_of_a_form_has_its_way_back() -> None:
    keys = set()
    for file in VIEWS.rglob("*.py"):
        keys |= set(re.findall(r'draft_key=f?"([^"]+)"', file.read_text(encoding="utf-8")))
        keys |= set(re.findall(r'return f"(run\.arrange:[^"]+)"', file.read_text(encoding="utf-8")))
    keys = {re.sub(r"\{[^}]*\}", "7", key) for key in keys} - {"7:7"}
    assert len(keys) > 20
    for key in keys:
        place = place_of(key)
        assert place is not None, key
        assert place[0], key
        assert place[1].page in NAMES, key


def test_acts_are_those_that_their_role_may_do() -> None:
    assert all(not one.action or one.role in MAY[one.action] for one in ACTS)
    assert all(one.link.page in NAMES for one in ACTS)
    assert len(acts_of(ROLES)) == len(KEYS)
