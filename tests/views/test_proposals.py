"""A computed proposal and the assortment rules by keys."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.proposal import ProposalAsked
from desktop.models import Agreement, AssortmentRule, Order, Proposal
from desktop.services.computing import propose_shelf
from desktop.services.proposals import answer_proposal, confirm_proposal, present_proposal
from desktop.views.kit.desk import Link
from desktop.views.kit.scrolling import LeastRoom
from desktop.views.kit.tables.column_widths import CELL_PX
from desktop.views.kit.tables.record_table import RecordView
from tests.office import Team, new_team
from tests.services.test_computing import make
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, save_as_it_stands, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return make(sqlite_url)


def test_a_rep_chooses_a_client_and_sees_the_proposal(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+N")
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    gui_thread_never_waits.watching = False
    with team.office.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
        assert {line.product.code for line in proposal.lines} >= {"P2", "P5"}
    item = list_page(desktop, "proposals").detail.item
    assert item.row.client == "小店C1"
    assert item.is_computed
    assert "洗面奶" in [row.product for row in item.left_out]


def test_a_shop_without_a_survey_is_told_at_the_client(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", do="new"))
    settle(qtbot, desktop)
    write(qtbot, desktop, "C2")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    form = list_page(desktop, "proposals").panel.form
    assert form is not None
    assert form.note("client") == "请先调查小店C2 (C2)和它的货架：建议书据此计算。"


def test_reasons_and_figures_have_room_in_the_smallest_window(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", key))
    settle(qtbot, desktop)
    page = list_page(desktop, "proposals")
    wide = replace(
        page.detail.item.lines[0],
        name="首乌乌亮洗发水家庭装 750ml",
        quantity=4,
        holds=120,
        price_fen=34_50,
        retail_fen=44_90,
        margin=Decimal("0.232"),
        trade_margin=Decimal("0.21"),
        reason="家庭占60%，一家人用得快的就是一瓶洗发水；每瓶赚 10.40 元",
    )
    views = page.findChildren(RecordView)
    view = next(
        one for one in views if "Profit" in [column.heading for column in one.table.columns]
    )
    view.table.set_ids(range(12), dict.fromkeys(range(12), wide))
    settle(qtbot, desktop)
    head = view.horizontalHeader()
    assert head.length() <= view.viewport().width()
    profit = [column.heading for column in view.table.columns].index("Profit")
    assert head.sectionSize(profit) >= view.fontMetrics().horizontalAdvance("10.40") + CELL_PX


def test_the_next_one_is_looked_at_from_its_beginning(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    first, second = (propose_shelf(team.r1, ProposalAsked("C1")) for _each in range(2))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("proposals", first))
    settle(qtbot, desktop)
    areas = list_page(desktop, "proposals").detail.findChildren(QScrollArea)
    (area,) = [one for one in areas if not isinstance(one, LeastRoom)]
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    press(qtbot, desktop, "F5")
    assert bar.value() > 0, "the same one stays where it was"
    desktop.open(Link("proposals", second))
    settle(qtbot, desktop)
    assert bar.value() == 0


def test_an_accepted_one_is_taken_up_by_one_press(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    confirm_proposal(team.m1, key)
    present_proposal(team.r1, key)
    answer_proposal(team.r1, key, accepted=True)
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.open(Link("proposals", key))
    settle(qtbot, desktop)
    made = list_page(desktop, "proposals").detail.bar.button("proposal.take_up")
    assert made is not None
    made.click()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        assert session.scalars(select(Agreement)).one().proposal_id == key
        assert session.scalars(select(Order)).one().state == "confirmed"
    assert desktop.shown is desktop.page("agreements")


def test_a_manager_edits_a_rule_and_sees_what_would_change(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    propose_shelf(team.r1, ProposalAsked("C1"))
    with team.office.reading() as session:
        soap = session.scalars(select(AssortmentRule.id).where(AssortmentRule.code == "A02")).one()
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("assortment", soap))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "assortment").panel.form
    assert form is not None
    form.editor("weight").show_value(-5)
    form.editor("months").show_value(["1", "2"])
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        rule = session.get_one(AssortmentRule, soap)
        assert (rule.weight, rule.months) == (-5, "1,2")
    page = list_page(desktop, "assortment")
    assert page.detail.item.conditions == "学校店、1–2 月"


def test_an_office_without_rules_begins_with_the_shipped_ones(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url.replace("office", "bare"))
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("assortment"))
    settle(qtbot, desktop)
    (take,) = list_page(desktop, "assortment").tool_buttons
    take.click()
    settle(qtbot, desktop)
    save_as_it_stands(qtbot, desktop)
    with team.office.reading() as session:
        assert len(session.scalars(select(AssortmentRule.id)).all()) == 38
    assert not take.isEnabled()
    assert "请先删除现有的全部规则" in take.toolTip()
