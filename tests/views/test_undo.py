"""What was saved just now is taken back by one key, and never what somebody else saved."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import _, choose_language
from desktop.models import Client, Collection, Entry, Order, Suggestion
from desktop.queries.clients import client_file
from desktop.services.agreements import draft_agreement
from desktop.services.assortment import set_rule
from desktop.services.clients import edit_client
from desktop.services.deeds import Deed
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.proposals import compute_proposal
from desktop.services.reversals import SECONDS
from desktop.services.runs import add_vehicle, plan_run
from desktop.services.staff import add_staff
from desktop.services.suggestions import confirm_suggestion, prepare_suggestion
from desktop.services.undoing import STAYS, TAKEN_BACK
from desktop.services.visits import plan_visits
from desktop.views.clients.form import client_values
from desktop.views.kit.desk import Link
from desktop.views.kit.doing import undo
from desktop.views.kit.doing.undo import say_written, stays
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.services.test_editing import DRAFT
from tests.views.desk import list_page, open_desk, press, settle, write


class Countdown:
    """The clock of what is taken back for some seconds only: it goes on when a test says so.

    However long a loaded machine takes between two keys, to the program no time went by.
    """

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s

    def go_on(self, seconds: float, desktop: Desktop) -> None:
        """So many seconds later; what counts them looks."""
        self.now_s += seconds
        desktop.foot._running.timeout.emit()


@pytest.fixture(autouse=True)
def countdown(monkeypatch: pytest.MonkeyPatch) -> Countdown:
    made = Countdown()
    monkeypatch.setattr(undo, "monotonic", made)
    return made


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def phone(team: Team) -> str:
    with team.office.reading() as session:
        return session.get_one(Client, 1).phone


def save_phone(qtbot: QtBot, desktop: Desktop, number: str) -> None:
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    page = desktop.page("clients")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    page.panel.form.editor("phone").show_value(number)
    press(qtbot, desktop, "Ctrl+S")


def test_a_saved_change_is_taken_back_by_ctrl_z(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    assert phone(team) == "13900000001"
    assert desktop.foot.undo.isVisible()
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == ""
    assert not desktop.foot.undo.isVisible()
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == "", "there is nothing more to take back"


def test_what_somebody_else_saved_since_is_not_undone(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    with team.office.reading() as session:
        file = client_file(session, 1, team.day)
    theirs = drafted(ClientDraft, client_values(file) | {"phone": "13900000002"})
    edit_client(team.c1, 1, file.version, theirs)
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == "13900000002"
    assert "别人" in desktop.strip.words


def test_an_order_s_lines_come_back(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", key))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    page = desktop.page("orders")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    page.panel.form.editor("lines").show_value([{"product": "P1", "unit": "箱", "quantity": 1}])
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        (line,) = session.get_one(Order, key).lines
        assert (line.unit.name, line.quantity) == ("支", 3)


def test_an_order_entered_by_a_slip_is_cancelled_at_once(
    qtbot: QtBot, team: Team, tmp_path: Path, countdown: Countdown
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("orders", do="new", values=(("client", "C1"),)))
    settle(qtbot, desktop)
    page = desktop.page("orders")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    page.panel.form.editor("lines").show_value([{"product": "P1", "unit": "", "quantity": 1}])
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.query(Order).count() == 1
    assert "(10)" in desktop.foot.undo.text()
    countdown.go_on(9, desktop)
    assert "(1)" in desktop.foot.undo.text()
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        (order,) = session.query(Order)
        assert order.state == "cancelled"
    assert "订单已取消" in desktop.foot.said.text()


def anybody(team: Team, code: str) -> Office:
    """Somebody who may change everything that has a form."""
    roles = ["administrator", "manager", "clerk", "rep", "dispatcher", "cashier"]
    add_staff(team.ad, code, "全能", roles)
    return team.office.on(team.day, team.office.find_person(code))


def agreement(team: Team) -> int:
    return draft_agreement(team.c1, DRAFT)


def suggestion(team: Team) -> int:
    return prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签"))


def proposal(team: Team) -> int:
    line = ProposalLineDraft("P1", "支", 2, 1, 6, "卖得快")
    return compute_proposal(
        team.r1, ProposalDraft("C1", team.day + timedelta(days=30), "学生", [line])
    )


RULE = AssortmentDraft("R1", 2, "天天要用", category="洁面")


def plan(team: Team) -> int:
    return plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))


def run(team: Team) -> int:
    add_vehicle(team.d1, VehicleDraft("V1", "老周", 200, ""))
    first = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    second = add_order(team.r1, "C2", [OrderedLine("P1", "支", 4)])
    return plan_run(team.d1, RunDraft("V1", team.day, [first, second]))


def vehicle(team: Team) -> int:
    return add_vehicle(team.d1, VehicleDraft("V1", "老周", 200, ""))


# What is taken back: its page, what is open on it, and a field that is changed.
FORMS: dict[str, tuple[str, Callable[[Team], int], str, Any]] = {
    "agreement.edit": ("agreements", agreement, "basic_rate", Decimal("0.07")),
    "client.edit": ("clients", lambda _team: 1, "address", "三马路8号"),
    "clauses.edit": ("settings", lambda _team: 3, "text", "第一条"),
    "office.edit": ("settings", lambda _team: 1, "name", "另一个办事处"),
    "order.change": (
        "orders",
        lambda team: add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)]),
        "lines",
        [{"product": "P1", "unit": "箱", "quantity": 1}],
    ),
    "product.edit": ("products", lambda _team: 1, "name", "洁面乳"),
    "proposal.edit": ("proposals", proposal, "customers", "上班族"),
    "rule.edit": ("assortment", lambda team: set_rule(team.m1, RULE), "reason", "人人都用"),
    "rules.change": ("settings", lambda _team: 2, "appeal_days", 20),
    "run.change": ("runs", run, "date", date(2026, 1, 7)),
    "staff.edit": ("staff", lambda _team: 5, "name", "另一个名字"),
    "suggestion.edit": ("suggestions", suggestion, "content", "别的建议"),
    "vehicle.edit": ("vehicles", vehicle, "driver", "老吴"),
    "words.edit": ("settings", lambda _team: 6, "areas", "城东"),
    "visit.change": ("visits", plan, "date", date(2026, 1, 7)),
}


ELSEWHERE = {"map.ground"}  # test_map.py


def test_all_that_is_taken_back_is_tried_here() -> None:
    assert FORMS.keys() | ELSEWHERE == TAKEN_BACK.keys()


@pytest.mark.parametrize("action", FORMS)
def test_each_form_s_change_is_taken_back(
    qtbot: QtBot, team: Team, tmp_path: Path, action: str
) -> None:
    page, make, field, value = FORMS[action]
    key = make(team)
    desktop = open_desk(qtbot, anybody(team, "all"), tmp_path)
    shown = list_page(desktop, page)

    def begin() -> Form:
        desktop.open(Link(page, key))
        settle(qtbot, desktop)
        press(qtbot, desktop, "Ctrl+E")
        assert shown.panel.form is not None
        return shown.panel.form

    form = begin()
    before = {name: form.editor(name).raw() for name in form.names}
    form.editor(field).show_value(value)
    form.editor(field).changed.emit()
    press(qtbot, desktop, "Ctrl+S")
    assert shown.panel.form is None, shown.panel.strip.words
    done = desktop.desk.office.deeds
    assert done.last is not None
    assert (done.last.number, done.last.action) == (1, action)
    press(qtbot, desktop, "Ctrl+Z")
    assert done.number == 2, desktop.strip.words
    form = begin()
    assert {name: form.editor(name).raw() for name in form.names} == before


def test_after_a_while_it_is_said_first_what_would_be_taken_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    desktop.foot.say("")
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == "13900000001"
    assert "按“撤销”恢复原样" in desktop.foot.said.text()
    assert desktop.foot.undo.isVisible()
    press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == ""


def test_whoever_types_takes_back_what_was_typed_and_nothing_that_was_saved(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    search = list_page(desktop, "clients").search
    search.setFocus()
    write(qtbot, desktop, "xyz")
    press(qtbot, desktop, "Ctrl+Z")
    assert search.text() == ""
    for _again in range(3):
        press(qtbot, desktop, "Ctrl+Z")
    assert phone(team) == "13900000001"
    assert desktop.foot.undo.isVisible()
    desktop.foot.undo.click()
    settle(qtbot, desktop)
    assert phone(team) == ""


def take_money(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.open(Link("payments", do="new"))
    settle(qtbot, desktop)
    panel = list_page(desktop, "payments").panel
    assert panel.form is not None
    panel.form.editor("client").show_value(("C1", "小店C1 (C1)"))
    panel.form.editor("amount").show_value(12300)
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Return")  # yes, more than is owed


def test_money_taken_by_a_slip_is_taken_back_by_its_mirror_once(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    take_money(qtbot, desktop)
    for _again in range(2):
        press(qtbot, desktop, "Ctrl+Z")
        assert "红字冲销" in desktop.foot.said.text()
    with team.office.reading() as session:
        assert session.get_one(Collection, 1).state == "cancelled"
        assert session.query(Entry).count() == 2
    assert not desktop.foot.undo.isVisible()


def test_what_was_printed_here_in_between_is_no_more_offered(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    take_money(qtbot, desktop)
    offered = desktop.foot.undo
    assert offered.isVisible()
    with team.office.reading() as session:
        number = session.get_one(Collection, 1).number
    issue(desktop.desk.office, "receipt", number)
    offered.click()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        assert session.get_one(Collection, 1).state == "recorded"
    assert not offered.isVisible()


def test_what_was_submitted_is_a_draft_again(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    draft = SuggestionDraft("C1", "display", "把洗面奶放到第二层")
    key = prepare_suggestion(team.r1, draft)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("suggestions", key))
    settle(qtbot, desktop)
    list_page(desktop, "suggestions").detail.bar.start("suggestion.submit")
    settle(qtbot, desktop)
    list_page(desktop, "suggestions").view.setFocus()
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        assert session.get_one(Suggestion, key).state == "draft"


def test_what_a_manager_decided_meanwhile_is_not_taken_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "把洗面奶放到第二层"))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("suggestions", key))
    settle(qtbot, desktop)
    list_page(desktop, "suggestions").detail.bar.start("suggestion.submit")
    settle(qtbot, desktop)
    confirm_suggestion(team.m1, key)
    list_page(desktop, "suggestions").view.setFocus()
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        assert session.get_one(Suggestion, key).state == "confirmed"


def test_what_is_posted_stays_and_no_older_change_is_undone_for_it(
    qtbot: QtBot, team: Team, tmp_path: Path, countdown: Countdown
) -> None:
    desktop = open_desk(qtbot, anybody(team, "all"), tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    take_money(qtbot, desktop)
    countdown.go_on(SECONDS, desktop)
    for _again in range(2):
        press(qtbot, desktop, "Ctrl+Z")
        said = desktop.foot.said.text()
        assert "SK-2026-00001" in said
        assert "记了账的不能抹掉" in said
        assert "“撤销此笔收款”" in said
    assert phone(team) == "13900000001"
    assert not desktop.foot.undo.isVisible()


def test_a_password_that_was_given_stays(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    desktop.open(Link("staff", 5))
    settle(qtbot, desktop)
    bar = list_page(desktop, "staff").detail.bar
    bar.start("staff.edit")
    assert bar.form is not None
    bar.form.editor("password").show_value("drei worte")
    bar.findChild(QPushButton, "give").click()
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Z")
    assert "“换密码”" in desktop.foot.said.text()


def test_who_did_nothing_is_told_so(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    press(qtbot, desktop, "Ctrl+Z")
    assert "没有可撤销的" in desktop.foot.said.text()


def test_a_file_that_was_written_stays(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    save_phone(qtbot, desktop, "13900000001")
    say_written(desktop.desk, "已保存：a.xlsx")
    press(qtbot, desktop, "Ctrl+Z")
    assert "a.xlsx" in desktop.foot.said.text()
    assert "文件留在那里" in desktop.foot.said.text()
    assert phone(team) == "13900000001"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_reason_stands_whole_at_the_foot_of_a_small_screen(
    qtbot: QtBot, team: Team, tmp_path: Path, language: str
) -> None:
    choose_language(language)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    foot = desktop.foot
    foot.bring_back.setText(_("Bring back “{title}”").format(title=_("New agreement")))
    foot.bring_back.show()
    cut = []
    for action in STAYS:
        foot.say(stays(Deed(1, action, "SK-2026-00001")))
        foot.layout().activate()
        room = foot.said.contentsRect().width()
        if foot.said.fontMetrics().horizontalAdvance(foot.said.text()) > room:
            cut.append((room, foot.said.text()))
    assert cut == []
