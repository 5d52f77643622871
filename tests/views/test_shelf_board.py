"""A computed proposal's shelf, arranged in its form: lines and shelf say the same."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.proposal import ProposalAsked
from desktop.queries.proposals import ProposalDetail, proposal_detail
from desktop.services.computing import propose_shelf
from desktop.views.kit.desk import Link
from desktop.views.proposals.board import ProposalForm, ShelfBlock
from desktop.views.window import Desktop
from tests.office import Team
from tests.services.test_computing import make
from tests.views.desk import open_desk, press, settle

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return make(sqlite_url)


def opened(qtbot: QtBot, team: Team, folder: Path, key: int) -> Desktop:
    desktop = open_desk(qtbot, team.r1, folder)
    desktop.open(Link("proposals", key))
    settle(qtbot, desktop)
    return desktop


def form(desktop: Desktop) -> ProposalForm:
    (found,) = desktop.findChildren(ProposalForm)
    return found


def read(team: Team, key: int) -> ProposalDetail:
    with team.office.reading() as session:
        return proposal_detail(session, key, team.day)


def test_what_is_arranged_on_the_shelf_is_saved_with_its_lines(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    before = {line.product: line for line in read(team, key).lines}
    desktop = opened(qtbot, team, tmp_path, key)
    press(qtbot, desktop, "Ctrl+E")
    shelf = form(desktop).shelf
    first = next(pack.code for _spot, pack in shelf.shelf)
    assert {pack.code for _spot, pack in shelf.shelf} == set(before)
    shelf.setFocus(Qt.FocusReason.TabFocusReason)
    for code in before:
        shelf.choose(code)
        qtbot.keyClicks(shelf, "-----")  # then there is room for one more
    shelf.choose(first)
    qtbot.keyClick(shelf, Qt.Key.Key_Down, CONTROL)
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    after = {line.product: line for line in read(team, key).lines}
    assert {line.facings for line in after.values()} == {1}
    assert after[first].level == before[first].level + 1
    assert "level" in after[first].changed
    assert all(after[code].level == before[code].level for code in before if code != first)


def test_ctrl_z_on_the_shelf_takes_back_there_and_in_the_lines(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    desktop = opened(qtbot, team, tmp_path, key)
    press(qtbot, desktop, "Ctrl+E")
    lines = form(desktop).editor("lines").raw()
    form(desktop).shelf.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, desktop, "Ctrl+Down")
    moved = form(desktop).editor("lines").raw()
    assert [row["level"] for row in moved] != [row["level"] for row in lines]
    press(qtbot, desktop, "Ctrl+Z")
    assert sorted(map(str, form(desktop).editor("lines").raw())) == sorted(map(str, lines))


def test_ctrl_z_at_a_shelf_with_nothing_to_take_back_leaves_what_was_saved_before(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    desktop = opened(qtbot, team, tmp_path, key)
    press(qtbot, desktop, "Ctrl+E")
    press(qtbot, desktop, "Minus")
    press(qtbot, desktop, "Ctrl+S")
    saved = read(team, key)
    assert any(line.changed for line in saved.lines)
    press(qtbot, desktop, "Ctrl+E")
    edited = form(desktop)
    edited.shelf.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, desktop, "Minus")
    for _again in range(3):
        press(qtbot, desktop, "Ctrl+Z")
    assert read(team, key) == saved
    assert form(desktop) is edited, "it stays open"
    assert desktop.foot.undo.isVisible()


def test_the_shelf_follows_what_is_typed_in_a_line(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    desktop = opened(qtbot, team, tmp_path, key)
    press(qtbot, desktop, "Ctrl+E")
    editor = form(desktop).editor("lines")
    rows = editor.raw()
    editor.show_raw([{**rows[0], "facings": "6"}, *rows[1:]])
    editor.changed.emit()
    code = rows[0]["product"]["value"]
    spot = form(desktop).shelf.shelf.spot_of(code)
    assert spot is not None
    assert form(desktop).shelf.shelf.pack_at(spot).facings == 6


def test_a_proposal_shows_its_shelf_and_nobody_moves_it_there(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    desktop = opened(qtbot, team, tmp_path, key)
    (block,) = desktop.findChildren(ShelfBlock)
    shown = block.view.shelf
    assert {pack.code for _spot, pack in shown} == {line.product for line in read(team, key).lines}
    qtbot.keyClick(block.view, Qt.Key.Key_Down, CONTROL)
    assert block.view.shelf == shown
