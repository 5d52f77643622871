"""Several records of a list worked on at once: whole or not at all, and taken back by one key."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.i18n import _
from desktop.models import Audit, Client, Payout, Suggestion
from desktop.services import agreements, deliveries, orders, settlements, suggestions
from desktop.services.cases import accept_case, report_case
from desktop.services.clients import add_client, close_client
from desktop.services.staff import add_staff
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.preview import Preview
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.printing import pdf
from tests.services.through_states import LINES, UNREVIEWED, approved
from tests.views.desk import list_page, open_desk, press, settle, sums_of, write

SHOPS = ("C1", "C2", "C3", "C4", "C5")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    for code in SHOPS[2:]:
        add_client(made.r1, ClientDraft(code, f"小店{code}", "学校店"))
    return made


def opened(
    qtbot: QtBot, team: Team, who: str, folder: Path, link: Link
) -> tuple[Desktop, ListPage]:
    desktop = open_desk(qtbot, getattr(team, who), folder)
    desktop.open(link)
    settle(qtbot, desktop)
    page = list_page(desktop, link.page)
    page.view.setFocus()
    return desktop, page


def classes(team: Team) -> dict[str, str | None]:
    with team.office.reading() as session:
        return dict(session.execute(select(Client.code, Client.client_class)).all())


def give_class(qtbot: QtBot, desktop: Desktop, page: ListPage, name: str) -> None:
    page.several.pane.start("give class")
    settle(qtbot, desktop)
    form = page.several.pane.bar.form
    assert form is not None
    form.editor("class").show_value(name)
    press(qtbot, desktop, "Ctrl+Return")


# --- clients ----------------------------------------------------------------------------


def test_chosen_clients_get_a_class_at_once_and_one_key_takes_it_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Shift+Down")
    press(qtbot, desktop, "Shift+Down")
    pane = page.several.pane
    assert pane.isVisible()
    assert pane.title.text() == _("{number} chosen").format(number=3)
    assert not page.detail.isVisible()
    give_class(qtbot, desktop, page, "A")
    assert classes(team) == {"C1": "A", "C2": "A", "C3": "A", "C4": None, "C5": None}
    with team.office.reading() as session:
        keys = select(func.count(Audit.change_key.distinct())).where(Audit.action == "client.edit")
        assert session.scalar(keys) == 1
    assert pane.isVisible()  # they stay chosen for what comes next
    press(qtbot, desktop, "Ctrl+Z")
    assert set(classes(team).values()) == {None}


def test_one_who_was_changed_since_keeps_all_from_being_taken_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+A")
    give_class(qtbot, desktop, page, "B")
    close_client(team.c1, 2)
    press(qtbot, desktop, "Ctrl+Z")
    assert set(classes(team).values()) == {"B"}
    assert "小店C2" in desktop.strip.words


def test_those_that_cannot_are_named_and_the_others_done_with_a_yes(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+A")
    close_client(team.c1, 4)  # somebody else, while they stand chosen here
    give_class(qtbot, desktop, page, "A")
    bar = page.several.pane.bar
    assert "小店C4" in bar.strip.words
    assert set(classes(team).values()) == {None}, "nothing is half done"
    bar.strip._yes.click()
    settle(qtbot, desktop)
    done = classes(team)
    assert done.pop("C4") is None
    assert set(done.values()) == {"A"}


def test_what_is_filtered_out_is_chosen_no_more_and_sorting_lets_nothing_go(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Shift+Down")
    assert list(page.several.keys) == [1, 2]
    page.view.sorted_by.emit("code", True)
    settle(qtbot, desktop)
    assert list(page.several.keys) == [2, 1]
    assert page.several.pane.isVisible()
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "C2")
    assert list(page.several.keys) == []
    assert page.detail.isVisible()
    assert page.detail.key == 2


def test_from_the_search_down_leads_into_the_list_and_ctrl_a_chooses_all(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+F")
    press(qtbot, desktop, "Down")
    assert page.view.hasFocus()
    assert page.view.key == page.table.ids[1]
    press(qtbot, desktop, "Ctrl+F")
    press(qtbot, desktop, "Ctrl+A")
    assert set(page.several.keys) == set(page.table.ids)
    press(qtbot, desktop, "Escape")
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "C2")
    press(qtbot, desktop, "Ctrl+A")  # what was typed, to type it anew
    assert page.search.selectedText() == "C2"


def test_clients_of_one_rep_are_put_on_a_plan_of_visits(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "r1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Shift+Down")
    page.several.pane.start("visit")
    settle(qtbot, desktop)
    form = list_page(desktop, "visits").panel.form
    assert form is not None
    assert [row["client"].get("value") for row in form.editor("clients").raw()] == ["C1", "C2"]


def test_who_may_nothing_with_several_sees_no_act_but_what_takes_them_away(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "k1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+A")
    assert {one.action for one in page.several.pane.acts} == {"paper.issue"}


def test_the_files_of_several_clients_are_one_paper(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "r1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Shift+Down")
    page.several.pane.start("files")
    settle(qtbot, desktop)
    qtbot.waitUntil(desktop.preview.print_button.isEnabled)
    words = pdf.text(desktop.preview._pdf)
    assert "小店C1" in words
    assert "小店C2" in words


def test_chosen_rows_are_copied_as_they_are_seen(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    page.view.columns.move(2, -2)
    page.view.columns.show_column(1, shown=False)
    press(qtbot, desktop, "Shift+Down")
    press(qtbot, desktop, "Ctrl+C")
    head, *rows = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t")[:2] == [_("Class"), _("Client")]
    assert [row.split("\t")[1] for row in rows] == ["小店C1", "小店C2"]
    page_of_it = QGuiApplication.clipboard().mimeData().html()
    assert '<td class="text" x:str sdnum="1033;0;@">小店C2</td>' in page_of_it


def test_a_copied_code_keeps_its_zeros_in_a_sheet(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    add_client(team.r1, ClientDraft("007", "零七", "学校店"))
    _desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    code = next(at for at, one in enumerate(page.view.table.columns) if one.name == "code")
    rows = page.view.table.ids
    place = next(at for at in range(len(rows)) if page.view.table.index(at, code).data() == "007")
    page.view.setCurrentIndex(page.view.table.index(place, code))
    page.several.copy_cell()
    held = QGuiApplication.clipboard().mimeData()
    assert held.text() == "007"
    assert '<tr><td class="text" x:str sdnum="1033;0;@">007</td></tr>' in held.html()


def test_the_list_on_paper_is_what_is_chosen(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Shift+Down")
    press(qtbot, desktop, "Ctrl+Shift+P")
    assert len(desktop.findChildren(Preview)) == 1
    kept = page._seen()[2]
    assert kept == _("{number} chosen").format(number=2)


def test_the_menu_of_a_row_has_the_steps_of_its_item(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = suggestions.prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签"))
    suggestions.submit_suggestion(team.r1, key)
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("suggestions", key))
    page.view.menu_wanted.emit(page.view.mapToGlobal(page.view.rect().center()))
    settle(qtbot, desktop)
    menu = page.several.menu
    assert menu is not None
    steps = {one.text(): one for one in menu.actions()}
    assert _("Copy this cell") in steps
    steps[_("Confirm, then the next")].trigger()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        assert session.get_one(Suggestion, key).state == "confirmed"


def test_columns_and_the_height_of_rows_are_remembered_for_the_person(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    page.several.show_columns(0, page.view.mapToGlobal(page.view.rect().topLeft()))
    menu = page.several.menu
    assert menu is not None
    by_words = {one.text(): one for one in menu.actions()}
    by_words[_("Code")].trigger()
    by_words[_("Low rows")].trigger()
    assert page.view.rowHeight(0) == 24
    again = type(page)(desktop.desk)
    qtbot.addWidget(again)
    assert _("Code") in [_(one.heading) for one in again.view.columns.seen]
    assert again.view.verticalHeader().defaultSectionSize() == 24
    own = desktop.own_menu
    own.aboutToShow.emit()
    low = next(one for one in own.actions() if one.text() == _("Low rows"))
    assert low.isChecked()  # it says what was chosen at the headings
    low.trigger()
    assert again.view.verticalHeader().defaultSectionSize() == 28
    own.by_words[_("Low rows")]()  # Ctrl+K
    assert page.view.rowHeight(0) == 24
    own.by_words[_("Low rows")]()
    assert page.view.rowHeight(0) == 28


def test_a_form_that_is_opened_lets_go_of_what_was_chosen(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+A")
    press(qtbot, desktop, "Ctrl+N")
    page.refresh()
    settle(qtbot, desktop)
    assert page.panel.isVisible()
    assert list(page.several.keys) == []
    desktop.open(Link("clients", 3))
    settle(qtbot, desktop)
    page.view.setFocus()
    press(qtbot, desktop, "Ctrl+A")
    desktop.open(Link("clients", 2))
    settle(qtbot, desktop)
    page.refresh()
    settle(qtbot, desktop)
    assert (list(page.view.chosen), page.detail.key) == ([2], 2)
    assert page.detail.isVisible()


def test_what_is_typed_about_several_is_left_when_they_leave_the_list_and_found_again(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Shift+Down")
    page.several.pane.start("give area")
    settle(qtbot, desktop)
    write(qtbot, desktop, "老城")
    assert page.busy
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "C5")
    assert not page.busy
    page.search.clear()
    settle(qtbot, desktop)
    page.view.setFocus()
    page.view.choose({1, 2})
    page.view.chose.emit(2)
    page.several.pane.start("give area")
    settle(qtbot, desktop)
    form = page.several.pane.bar.form
    assert form is not None
    assert form.editor("area").value() == "老城"


def test_a_client_whom_somebody_took_away_is_chosen_no_more(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+A")
    close_client(team.c1, 3)
    page.refresh()
    settle(qtbot, desktop)
    assert list(page.several.keys) == [1, 2, 4, 5]
    assert page.several.pane.title.text() == _("{number} chosen").format(number=4)
    assert page.several.pane.isVisible()


def test_the_menu_key_opens_the_menu_of_what_is_chosen(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, team, "m1", tmp_path, Link("clients"))
    press(qtbot, desktop, "Ctrl+A")
    spot = QPoint(10, 10)
    keyboard = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(page.view, QContextMenuEvent(keyboard, spot, spot))
    menu = page.several.menu
    assert menu is not None
    words = [one.text() for one in menu.actions() if one.text()]
    assert words == [
        *(_(act.words) for act in page.several.pane.acts),
        *(_("Copy this cell"), _("Copy the rows"), _("Excel"), _("Print")),
    ]


# --- suggestions ------------------------------------------------------------------------


def test_a_manager_confirms_several_and_his_own_is_named(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_staff(team.ad, "m3", "员工m3", ["manager", "rep"])
    for who, code in (("r1", "C1"), ("r1", "C2"), ("m3", "C3")):
        draft = SuggestionDraft(code, "display", f"{code}换大价签")
        key = suggestions.prepare_suggestion(getattr(team, who), draft)
        suggestions.submit_suggestion(getattr(team, who), key)
    desktop, page = opened(qtbot, team, "m3", tmp_path, Link("suggestions", filter="submitted"))
    press(qtbot, desktop, "Ctrl+A")
    press(qtbot, desktop, "Ctrl+Return")
    bar = page.several.pane.bar
    assert "C3换大价签" in bar.strip.words
    bar.strip._yes.click()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        states = dict(session.execute(select(Suggestion.content, Suggestion.state)).all())
    assert states == {
        "C1换大价签": "confirmed",
        "C2换大价签": "confirmed",
        "C3换大价签": "submitted",
    }
    press(qtbot, desktop, "Ctrl+Z")  # what was decided stays, and it says why
    with team.office.reading() as session:
        assert session.scalar(select(func.count()).where(Suggestion.state == "confirmed")) == 2


# --- payouts ----------------------------------------------------------------------------


@pytest.fixture
def settled(team: Team) -> Team:
    """A posted quarter with payouts of C1, C2 and C3."""
    for code in SHOPS[:3]:
        agreements.sign_agreement(team.c1, approved(team, code), None, UNREVIEWED)
        deliveries.record_delivery(team.d1, orders.add_order(team.r1, code, LINES))
    team.day = date(2026, 4, 2)
    key = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    settlements.submit_settlement(team.c1, key)
    settlements.approve_settlement(team.m1, key)
    settlements.post_settlement(team.a1, key)
    return team


def paid(team: Team) -> list[str]:
    with team.office.reading() as session:
        return [one.state for one in session.scalars(select(Payout).order_by(Payout.client_id))]


def test_a_cashier_pays_several_with_their_sum_before_the_eyes(
    qtbot: QtBot, settled: Team, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, settled, "k1", tmp_path, Link("payouts", filter="unpaid"))
    with settled.office.reading() as session:
        (each, _2, _3) = session.scalars(select(Payout.amount_fen)).all()
    assert sums_of(page).endswith(f"{3 * each / 100:,.2f}")
    press(qtbot, desktop, "Shift+Down")
    assert sums_of(page).endswith(f"{2 * each / 100:,.2f}")
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+Return")
    assert paid(settled) == ["paid", "paid", "unpaid"]
    assert not page.several.pane.isVisible()  # those that were paid left the list


def test_a_frozen_payout_is_named_and_nothing_is_paid_without_a_yes(
    qtbot: QtBot, settled: Team, tmp_path: Path
) -> None:
    seen = CaseDraft(client="C2", seen_on=date(2026, 4, 1), product="P1", price_fen=4400)
    accept_case(settled.m1, report_case(settled.m2, seen, []).case_id)
    desktop, page = opened(qtbot, settled, "k1", tmp_path, Link("payouts", filter="unpaid"))
    press(qtbot, desktop, "Ctrl+A")
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+Return")
    bar = page.several.pane.bar
    assert "小店C2" in bar.strip.words
    assert paid(settled) == ["unpaid"] * 3
    bar.strip._yes.click()
    settle(qtbot, desktop)
    assert paid(settled) == ["paid", "unpaid", "paid"]
