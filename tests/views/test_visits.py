"""Visits by keys: planned, what is missing told, released, results in one grid; a patrol."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import Attachment, Patrol, Suggestion, Visit, VisitPlan
from desktop.queries.what_works import Offer
from desktop.services.clients import ClientDraft, add_client
from desktop.services.promotions import add_promotion
from desktop.services.route_plans import put_route_plan
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
)
from desktop.services.visits import plan_visits, release_plan
from desktop.views.kit.blocks.text import Word
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.parts import Remark
from desktop.views.visits.detail import PlanView
from desktop.views.visits.page import VisitsPage
from desktop.views.visits.prepare import DaySuggestions, save_suggestions
from desktop.views.visits.results import VisitResults
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.services.through_states import sold
from tests.views.conftest import Guard
from tests.views.desk import open_desk, press, settle, write

pytestmark = pytest.mark.traced


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def page(desktop: Desktop) -> VisitsPage:
    shown = desktop.page("visits")
    assert isinstance(shown, VisitsPage)
    return shown


def word(desktop: Desktop) -> str:
    return detail(desktop).findChild(Word).words


def detail(desktop: Desktop) -> PlanView:
    shown = page(desktop).detail
    assert isinstance(shown, PlanView)
    return shown


def ready(team: Team, client: str, words: str) -> int:
    """A confirmed suggestion."""
    key = prepare_suggestion(team.r1, SuggestionDraft(client, "display", words))
    submit_suggestion(team.r1, key)
    confirm_suggestion(team.m1, key)
    return key


def test_a_new_plan_begins_with_those_of_the_route_plan(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    tomorrow = team.day + timedelta(days=1)
    lines = [RouteLineDraft("C2", tomorrow.isoweekday(), "1")]
    put_route_plan(team.m1, RoutePlanDraft("r1", team.day, lines))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", do="new"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    form = page(desktop).panel.form
    assert form is not None
    assert form.editor("date").value() == tomorrow
    clients = form.editor("clients")
    assert [row["client"] for row in clients.value() if row["client"]] == ["C2"]
    form.editor("date").show_value(team.day)
    form.editor("date").changed.emit()
    settle(qtbot, desktop)
    assert [row["client"] for row in clients.value() if row["client"]] == []
    clients.show_value([{"client": "C1"}])
    form.editor("date").show_value(tomorrow)
    form.editor("date").changed.emit()
    settle(qtbot, desktop)
    assert [row["client"] for row in clients.value() if row["client"]] == ["C1"]


def test_a_plan_says_who_lacks_a_suggestion_and_is_released(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    ready(team, "C1", "换大价签")
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", do="new"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    form = page(desktop).panel.form
    assert form is not None
    form.editor("clients").setFocus()
    for typed in ("c1", "c2"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert "小店C2" in word(desktop)
    release = detail(desktop).bar.button("visit.release")
    assert release is not None
    assert not release.isEnabled()
    assert "小店C2" in release.toolTip()
    with gui_thread_never_waits.elsewhere():
        ready(team, "C2", "香皂小堆头")
    press(qtbot, desktop, "F5")
    assert word(desktop) == ""
    press(qtbot, desktop, "Ctrl+Return")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert {one.suggestion_id for one in session.query(Visit)} == {1, 2}


def test_a_day_of_suggestions_is_prepared_in_one_grid(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1", "C2"]))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", plan))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+G")
    form = page(desktop).panel.form
    assert isinstance(form, DaySuggestions)
    form.offers["C1"] = Offer("display", ("P1",), "别处有效", "换大价签")
    form._show_rows()
    form.grid.grid.pick("C2")
    assert form.whole.text() == ""
    form.grid.grid.pick("C1")
    assert "换大价签" in form.whole.text()  # in full: a cell may hold only its beginning
    assert "别处有效" in form.whole.text()
    press(qtbot, desktop, "Space")
    assert form.grid.grid.key == "C1"
    form.grid.write("C2", {"content": "香皂小堆头"})
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        said = {one.client_id: one for one in session.query(Suggestion)}
        assert {one.state for one in said.values()} == {"submitted"}
        assert (said[1].category, said[1].content) == ("display", "换大价签")
        assert [one.product_id for one in said[1].products] == [1]
        assert (said[2].category, said[2].content) == ("other", "香皂小堆头")
    assert all(one.why_lacking == "submitted" for one in detail(desktop).item.visits)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "aims"),
    [("换大价签，放在门口", [1]), ("把洗发水搬到门口", [1]), ("香皂小堆头", [])],
)
def test_what_was_offered_keeps_its_goods_while_it_is_about_them(
    team: Team, content: str, aims: list[int]
) -> None:
    offer = Offer("display", ("P1",), "别处有效", "换大价签", product_names=("洗发水",))
    given = {"visits": {"C1": {"category": "display", "content": content}}}
    save_suggestions(team.r1, ["C1"], {"C1": offer}, Given(given))
    with team.office.reading() as session:
        (said,) = session.query(Suggestion)
        assert [one.product_id for one in said.products] == aims


def test_results_are_entered_in_one_grid(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    for client in ("C1", "C2"):
        ready(team, client, f"给{client}的建议")
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1", "C2"]))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", plan))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")  # releases
    press(qtbot, desktop, "Ctrl+Return")  # begins the results
    form = page(desktop).panel.form
    assert form is not None
    assert isinstance(form, VisitResults)
    form.grid.setFocus()
    qtbot.keyClicks(form.grid.grid, "1")
    press(qtbot, desktop, "Return")
    qtbot.keyClicks(form.grid.grid, "4")
    press(qtbot, desktop, "Return")
    form.grid.write("C1", {"words": "好找多了"})
    press(qtbot, desktop, "Return")
    assert form.grid.grid.key == "C2"
    qtbot.keyClicks(form.grid.grid, "5")
    press(qtbot, desktop, "Ctrl+S")
    assert "小店C2" in form.note("visits")  # a failed visit says why, and nothing was recorded
    with team.office.reading() as session:
        assert {one.state for one in session.query(Visit)} == {"planned"}
    form.grid.write("C2", {"words": "关门"})
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert {one.client_id: one.state for one in session.query(Visit)} == {
            1: "adopted",
            2: "failed",
        }
        adopted = session.get_one(Suggestion, 1)
        assert (adopted.state, adopted.mark, adopted.words) == ("adopted", 4, "好找多了")


def test_a_price_under_the_protected_one_leads_to_a_report(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", do="patrol", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = page(desktop).panel.form
    assert form is not None
    (row,) = form.editor("prices").value()
    assert (row["product"], row["protected"]) == ("P1", "45.00")
    prices = form.editor("prices")
    prices.show_value([{"product": "P1", "protected": "45.00", "price": 4400}])
    prices.changed.emit()
    remark = [one.text() for one in prices.findChildren(Remark) if one.text()]
    assert remark == ["低于保护价 1.00"], "red at once, before anything is saved"
    form.editor("display").show_value("lapsed")
    form.editor("note").show_value("堆头撤了")
    photo = tmp_path / "货架.pdf"
    photo.write_bytes(b"%PDF-1.4")
    form.editor("files").show_raw([str(photo)])
    press(qtbot, desktop, "Ctrl+S")
    offered = page(desktop).under_price.findChildren(QPushButton)
    assert [one.accessibleName() for one in offered] == [
        "小店C1：洗面奶 卖 44.00，保护价 45.00",
        "小店C1：陈列不符合约定",
    ]
    press(qtbot, desktop, "Return")
    cases = desktop.page("cases")
    settle(qtbot, desktop)
    report = cases.panel.form  # type: ignore[attr-defined]
    assert report.editor("price").value() == 4400
    assert report.editor("client").value() == "C1"
    assert report.editor("kind").value() == "price"
    with team.office.reading() as session:
        file = session.scalars(select(Attachment)).one()
        assert (file.owner, file.name, file.note) == ("client", "货架.pdf", "巡视")
        seen = session.scalars(select(Patrol)).one()
        assert (seen.display, seen.note) == ("lapsed", "堆头撤了")


def test_the_keys_go_from_the_client_to_its_first_price(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+U")
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Return")  # the prices come when the keys are among them already
    write(qtbot, desktop, "44")
    form = page(desktop).panel.form
    assert form is not None
    assert form.editor("prices").value()[0]["price"] == 4400


def test_a_promotion_makes_a_lower_price_right(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    sold(team)
    add_promotion(team.m1, PromotionDraft(team.day, team.day, {"P1": 4300}))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", do="patrol", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    form = page(desktop).panel.form
    assert form is not None
    (row,) = form.editor("prices").value()
    assert row["protected"] == "43.00"
    prices = form.editor("prices")
    prices.show_value([{"product": "P1", "protected": "43.00", "price": 4400}])
    prices.changed.emit()
    assert [one for one in prices.findChildren(Remark) if one.text()] == []


def test_a_plan_of_yesterday_is_told_why_it_cannot_be_released(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    team.day += timedelta(days=1)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", plan))
    settle(qtbot, desktop)
    assert detail(desktop).bar.button("visit.release") is None  # it stands among other steps


def test_fifteen_results_take_few_keys_and_can_be_taken_back_before_they_are_saved(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    codes = [f"N{number:02d}" for number in range(15)]
    for code in codes:
        add_client(team.c1, ClientDraft(code, f"小店{code}", "学校店"))
        ready(team, code, "换大价签")
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, codes))
    release_plan(team.r1, plan)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", plan))
    settle(qtbot, desktop)
    keys = Keys(qtbot, desktop)
    keys.press("Ctrl+Return")
    form = page(desktop).panel.form
    assert isinstance(form, VisitResults)
    form.grid.setFocus()
    for figure, down in (("3", 4), ("4", 3), ("5", 0)):  # declined, deferred, failed
        keys.write(figure)
        keys.press(*["Down"] * down)
    keys.press("Return", "Return")
    keys.write("关门")
    keys.press("Return", "Ctrl+Shift+A")
    assert form.grid.rows.typed[codes[1]] == {"result": "adopted"}
    keys.press("Ctrl+Z")
    assert set(form.grid.rows.typed) == {codes[0], codes[4], codes[7]}
    keys.press("Ctrl+Shift+A", "Ctrl+S")
    with team.office.reading() as session:
        states = Counter(one.state for one in session.query(Visit))
    assert states == {"adopted": 12, "declined": 1, "deferred": 1, "failed": 1}
    assert keys.count <= 22


class Keys:
    """Presses keys, and counts them."""

    def __init__(self, qtbot: QtBot, desktop: Desktop) -> None:
        self.qtbot, self.desktop, self.count = qtbot, desktop, 0

    def press(self, *names: str) -> None:
        for name in names:
            press(self.qtbot, self.desktop, name)
            self.count += 1

    def write(self, text: str) -> None:
        write(self.qtbot, self.desktop, text)
        self.count += len(text)


def test_a_plan_is_released_by_keys_without_those_that_lack_a_suggestion(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    ready(team, "C1", "换大价签")
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1", "C2"]))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("visits", plan))
    settle(qtbot, desktop)
    assert "小店C2" in word(desktop)
    press(qtbot, desktop, "Ctrl+Shift+Return")
    with team.office.reading() as session:
        assert session.get_one(VisitPlan, plan).state == "planned"  # it asks first
    press(qtbot, desktop, "Return")
    with team.office.reading() as session:
        released = session.get_one(VisitPlan, plan)
        assert (released.state, [one.client_id for one in released.visits]) == ("released", [1])
