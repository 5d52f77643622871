"""Suggestions by keys: prepared, the manager's queue, returned with a word."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.models import Plan, Suggestion
from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.suggestions import prepare_suggestion, submit_suggestion
from desktop.views.kit.desk import Link
from desktop.views.suggestions.page import SuggestionsPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import open_desk, press, settle, write

pytestmark = pytest.mark.traced


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def page(desktop: Desktop) -> SuggestionsPage:
    shown = desktop.page("suggestions")
    assert isinstance(shown, SuggestionsPage)
    return shown


def opened(qtbot: QtBot, team: Team, code: str, folder: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, getattr(team, code), folder)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def states(team: Team) -> dict[str, str]:
    with team.office.reading() as session:
        return {one.content: one.state for one in session.query(Suggestion)}


def test_a_rep_prepares_and_submits_by_keys(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = opened(qtbot, team, "r1", tmp_path, Link("suggestions"))
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+N")
    write(qtbot, desktop, "c1")
    press(qtbot, desktop, "Return")
    form = page(desktop).panel.form
    assert form is not None
    form.editor("content").setFocus()
    write(qtbot, desktop, "洗面奶放到收银台右侧")
    press(qtbot, desktop, "Ctrl+S")
    assert page(desktop).detail.key == 1
    press(qtbot, desktop, "Ctrl+Return")
    with gui_thread_never_waits.elsewhere():
        assert states(team) == {"洗面奶放到收银台右侧": "submitted"}


def test_too_long_a_suggestion_is_told_at_its_field(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    link = Link("suggestions", do="new", values=(("client", "C1"),))
    desktop = opened(qtbot, team, "r1", tmp_path, link)
    form = page(desktop).panel.form
    assert form is not None
    form.editor("content").show_value("长" * 121)
    press(qtbot, desktop, "Ctrl+S")
    assert "120" in form.note("content")
    assert states(team) == {}


def test_the_manager_works_the_queue_without_a_mouse(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    for client, words in (("C1", "换大价签"), ("C2", "香皂小堆头")):
        submit_suggestion(
            team.r1, prepare_suggestion(team.r1, SuggestionDraft(client, "display", words))
        )
    own = prepare_suggestion(team.m1, SuggestionDraft("C2", "push", "经理自己写的"))
    desktop = opened(qtbot, team, "m1", tmp_path, Link("suggestions", filter="submitted"))
    gui_thread_never_waits.watching = True
    assert page(desktop).detail.key == 1
    press(qtbot, desktop, "Ctrl+Return")
    assert page(desktop).detail.key == 2
    press(qtbot, desktop, "Ctrl+R")
    write(qtbot, desktop, "说得再具体些")
    press(qtbot, desktop, "Return")
    with gui_thread_never_waits.elsewhere():
        assert states(team) == {
            "换大价签": "confirmed",
            "香皂小堆头": "draft",
            "经理自己写的": "draft",
        }
        submit_suggestion(team.m1, own)
    desktop.refresh()
    settle(qtbot, desktop)
    page(desktop).open_item(own)
    settle(qtbot, desktop)
    confirm = page(desktop).detail.bar.button("suggestion.confirm")
    assert confirm is not None
    assert not confirm.isEnabled()
    assert confirm.toolTip()


def test_a_queue_takes_one_key_a_suggestion_with_what_is_weighed_in_sight(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    for number in range(6):
        add_client(team.c1, ClientDraft(f"N{number}", f"小店N{number}", "学校店"))
        draft = SuggestionDraft(f"N{number}", "display", f"第{number}条", ["P1"], "顺手", "多卖")
        submit_suggestion(team.r1, prepare_suggestion(team.r1, draft))
    desktop = opened(qtbot, team, "m1", tmp_path, Link("suggestions", filter="submitted"))
    shown = {label.text() for label in page(desktop).detail.findChildren(QLabel)}
    assert {"第0条", "“顺手”", "多卖", "陈列 · 洗面奶"} <= shown
    for _one in range(6):
        press(qtbot, desktop, "Ctrl+Return")
    assert set(states(team).values()) == {"confirmed"}


def test_a_draft_is_filled_with_what_was_offered(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = prepare_suggestion(
        team.r1, SuggestionDraft("C1", "display", "换大价签", ["P1"], "字大些", "多卖")
    )
    desktop = opened(qtbot, team, "r1", tmp_path, Link("suggestions", key))
    press(qtbot, desktop, "Ctrl+E")
    form = page(desktop).panel.form
    assert form is not None
    assert form.editor("wording").value() == "字大些"
    assert form.editor("products").value() == [{"product": "P1"}]
    press(qtbot, desktop, "Escape")
    assert page(desktop).panel.form is None


def test_what_to_push_is_computed_as_it_is_needed_and_taken_with_a_click(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    draft = ProductDraft("P2", "毛巾", "雅集", "日用", {"条": 1}, {"条": 900})
    add_product(team.c1, draft)
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店"))
    for client, *products in (("C1", "P1"), ("C2", "P1", "P2"), ("C3", "P1", "P2")):
        units = {"P1": "支", "P2": "条"}
        lines = [OrderedLine(code, units[code], 1) for code in products]
        record_delivery(team.d1, add_order(team.r1, client, lines))
    desktop = opened(qtbot, team, "r1", tmp_path, Link("suggestions"))
    gui_thread_never_waits.watching = True
    desktop.open(Link("suggestions", do="new", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = page(desktop).panel.form
    assert form is not None
    words = [one.text() for one in form.findChildren(QLabel)]
    assert "毛巾：进洗面奶的 3 家店里，有 2 家也进它；这家一年里没有进过。" in words
    offer = next(
        one for one in form.findChildren(QPushButton) if one.accessibleName() == "主推毛巾。"
    )
    offer.click()
    assert form.editor("category").value() == "push"
    assert form.editor("content").value() == "主推毛巾。"
    settle(qtbot, desktop)
    assert form.editor("products").value() == [{"product": "P2"}]
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert session.query(Plan).count() == 1
    assert desktop.desk.office.deeds.last is None
