"""From a shop that nobody ever sold to, to its agreement and first order: by keys, and by mouse.

What a person types is counted, and what follows from it is held against what was typed: nothing is
typed twice.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.proposal import ProposalAsked
from desktop.models import Agreement, Client, Order, Proposal, Survey
from desktop.queries.proposals import ProposalDetail
from desktop.services.clients import add_client
from desktop.services.computing import propose_shelf
from desktop.services.office import Office
from desktop.services.proposals import confirm_proposal
from desktop.views.kit import theme
from desktop.views.kit.desk import Link
from desktop.views.proposals.board import ProposalForm
from desktop.views.window import Desktop
from tests.office import Team
from tests.services.test_computing import make
from tests.views.desk import focus, list_page, open_desk, press, settle, write

pytestmark = pytest.mark.traced

SURVEY_KEYS, PROPOSAL_KEYS, ANSWER_KEYS = 45, 5, 8


@pytest.fixture
def team(sqlite_url: str) -> Team:
    team = make(sqlite_url)
    add_client(team.r1, ClientDraft("C7", "校门口", "学校店", households=800, area="老城"))
    return team


class Keys:
    """A person at the keyboard: every key is counted, a word of an input method as its signs."""

    def __init__(self, qtbot: QtBot, desktop: Desktop) -> None:
        self.qtbot = qtbot
        self.desktop = desktop
        self.count = 0

    def press(self, *keys: str) -> None:
        for one in keys:
            self.count += 1
            press(self.qtbot, self.desktop, one)

    def write(self, text: str) -> None:
        self.count += len(text)
        write(self.qtbot, self.desktop, text)

    def field(self, text: str) -> None:
        self.write(text)
        self.press("Return")


Sit = Callable[[Office], Keys]
Look = tuple[int, int, bool]


@pytest.fixture(params=[(1366, 768, False), (1920, 1080, True)], ids=["laptop", "large-dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    """The window's size, and whether it is dark."""
    seen: Look = request.param
    theme.apply(qapp, dark=seen[2])
    yield seen
    theme.apply(qapp, dark=False)


@pytest.fixture
def sit(qtbot: QtBot, tmp_path: Path, look: Look) -> Sit:
    """Each person sits down at the proposals."""

    def sit_down(office: Office) -> Keys:
        assert office.person is not None
        desktop = open_desk(qtbot, office, tmp_path / office.person.code)
        desktop.resize(*look[:2])
        desktop.open(Link("proposals"))
        settle(qtbot, desktop)
        return Keys(qtbot, desktop)

    return sit_down


def shown(desktop: Desktop) -> ProposalDetail:
    item = list_page(desktop, "proposals").detail.item
    assert isinstance(item, ProposalDetail)
    return item


def state(team: Team, key: int) -> str:
    with team.office.reading() as session:
        return session.get_one(Proposal, key).state


def opened(keys: Keys, key: int) -> None:
    """Its person comes back to it."""
    with keys.qtbot.waitActive(keys.desktop):
        keys.desktop.activateWindow()
    keys.desktop.open(Link("proposals", key))
    settle(keys.qtbot, keys.desktop)
    keys.count = 0


def assert_nothing_was_typed_twice(team: Team, key: int) -> None:
    """Agreement and order say what the proposal said (P4)."""
    with team.office.reading() as session:
        proposal = session.get_one(Proposal, key)
        agreement = session.scalars(select(Agreement)).one()
        order = session.scalars(select(Order)).one()
        assert agreement.client_id == order.client_id == proposal.client_id
        assert agreement.proposal_id == key
        products = {line.product_id for line in proposal.lines}
        assert {one.product_id for one in agreement.protected_prices} == products
        assert {one.line for one in agreement.lead_lines} <= {
            line.product.line for line in proposal.lines
        }
        assert {(one.product_id, one.unit_id, one.quantity) for one in order.lines} == {
            (one.product_id, one.unit_id, one.quantity) for one in proposal.lines
        }


def survey_by_keys(keys: Keys) -> None:
    """The rep's paper from its top to its foot; Enter goes on, through every field."""
    keys.press("Ctrl+U")
    keys.field("C7")
    keys.press("Return")  # the kind of shop, as others of its segment
    keys.field("30")
    keys.press("Return")  # households, as its file says
    keys.press("Down", "Down", "Return")  # spending power: middle
    keys.field("2")
    keys.press("Return")  # today
    for group, share in (("学生", "70"), ("家庭", "30")):
        keys.field(group)
        keys.field(share)
    keys.press("Return", "Return")  # no more groups
    keys.write("60")
    for high in ("30", "35"):
        keys.press("Return")  # the width; that of the second level is the first one's
        keys.field(high)
    keys.press("Tab", "Tab", "Return")  # no more levels; the brands
    assert focus(keys.desktop).objectName() == "notes"


def one_facing_less(qtbot: QtBot, form: ProposalForm) -> str:
    """Draw the right edge of a product that has several facings in by one; tells its code."""
    view = form.shelf
    pack = next(pack for _spot, pack in view.shelf if pack.facings > 1)
    rect = view.drawing.rect_of(pack.code)
    assert rect is not None
    edge = QPoint(round(rect.right()) - 1, round(rect.center().y()))
    end = edge - QPoint(round(rect.width() / pack.facings), 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=edge)
    for point in (edge + (end - edge) / 2, end):
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    return pack.code


def test_from_a_survey_to_agreement_and_first_order_by_keys(team: Team, sit: Sit) -> None:
    rep = sit(team.r1)
    survey_by_keys(rep)
    rep.press("Ctrl+S")
    with team.office.reading() as session:
        survey = session.scalars(select(Survey).order_by(Survey.id.desc())).first()
        assert survey is not None
        assert session.get_one(Client, survey.client_id).code == "C7"
        assert [(one.width_cm, one.height_cm) for one in survey.levels] == [(60, 30), (60, 35)]
        assert (survey.households, survey.spending) == (800, "middle")
    assert rep.count <= SURVEY_KEYS

    rep.count = 0
    rep.press("Ctrl+N", "Ctrl+S")
    item = shown(rep.desktop)
    assert (item.row.client, item.is_computed) == ("校门口", True)
    rep.press("Ctrl+E")
    (form,) = rep.desktop.findChildren(ProposalForm)
    assert focus(rep.desktop) is form.shelf
    rep.press("Minus", "Ctrl+S")
    changed = [one for one in shown(rep.desktop).lines if one.changed]
    assert [one.changed for one in changed] == [("facings",)]
    assert rep.count <= PROPOSAL_KEYS

    manager = sit(team.m1)
    manager.press("Down", "Ctrl+Return")
    key = item.row.id
    assert state(team, key) == "confirmed"
    opened(rep, key)
    rep.press("Ctrl+Return")
    assert state(team, key) == "presented"
    rep.press("Ctrl+Return", "Down", "Return")  # the client accepts
    rep.field("利润够")
    assert state(team, key) == "accepted"
    assert rep.count <= ANSWER_KEYS
    clerk = sit(team.c1)
    opened(clerk, key)
    clerk.press("Ctrl+Return")
    assert clerk.desktop.shown is clerk.desktop.page("agreements")
    assert_nothing_was_typed_twice(team, key)
    assert_ways_lead_there_and_back(clerk, key)


def assert_ways_lead_there_and_back(clerk: Keys, proposal: int) -> None:
    """From an accepted proposal to what came of it, and from its agreement back."""
    for words, page in (("订单", "orders"), ("协议", "agreements")):
        opened(clerk, proposal)
        click_way(clerk, "proposals", words)
        assert clerk.desktop.shown is clerk.desktop.page(page)
    click_way(clerk, "agreements", "建议书")
    assert clerk.desktop.shown is clerk.desktop.page("proposals")
    assert list_page(clerk.desktop, "proposals").opened_key == proposal


def click_way(clerk: Keys, page: str, words: str) -> None:
    """Press a way of the item that is open on a page."""
    detail = list_page(clerk.desktop, page).detail
    (way,) = [
        one
        for one in detail.findChildren(QPushButton)
        if one.property("leads") and one.text() == words and not one.isHidden()
    ]
    way.click()
    settle(clerk.qtbot, clerk.desktop)


def test_the_same_by_mouse(qtbot: QtBot, team: Team, sit: Sit) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    rep = sit(team.r1)
    opened(rep, key)

    def click(name: str) -> None:
        made = list_page(rep.desktop, "proposals").detail.bar.button(name)
        assert made is not None
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        settle(qtbot, rep.desktop)

    click("proposal.edit")
    page = list_page(rep.desktop, "proposals")
    (form,) = rep.desktop.findChildren(ProposalForm)
    code = one_facing_less(qtbot, form)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, rep.desktop)
    (changed,) = [one for one in shown(rep.desktop).lines if one.changed]
    assert (changed.product, changed.changed) == (code, ("facings",))
    with team.office.reading() as session:
        assert session.get_one(Proposal, key).state == "draft"
    confirm_proposal(team.m1, key)
    opened(rep, key)
    click("proposal.present")
    click("proposal.answer")
    asked = page.detail.bar.form
    assert asked is not None
    assert asked.editor("answer").raw() is None, "nobody's answer is recorded by mere pressing on"
