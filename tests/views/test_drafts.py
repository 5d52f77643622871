"""Drafts in the window: changed, thrown away after a yes, and taken back with a key."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import Opening, Proposal, Settlement, Suggestion, VisitPlan
from desktop.services.clients import set_opening
from desktop.services.office import Office
from desktop.services.proposals import draft_proposal
from desktop.services.settlements import prepare_settlement, submit_settlement
from desktop.services.suggestions import prepare_suggestion, submit_suggestion
from desktop.services.visits import plan_visits
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    made.day = date(2026, 4, 2)
    return made


def proposed(team: Team) -> int:
    line = ProposalLineDraft("P1", "支", 2, 1, 6, "卖得快")
    return draft_proposal(
        team.r1, ProposalDraft("C1", team.day + timedelta(days=30), "学生", [line])
    )


def opened(qtbot: QtBot, office: Office, folder: Path, page: str, key: int) -> Desktop:
    desktop = open_desk(qtbot, office, folder)
    desktop.open(Link(page, key))
    settle(qtbot, desktop)
    return desktop


def form_of(desktop: Desktop, page: str) -> Form:
    form = list_page(desktop, page).panel.form
    assert form is not None
    return form


def count(team: Team, record: type) -> int:
    with team.office.reading() as session:
        return session.scalar(select(func.count()).select_from(record)) or 0


def test_a_proposal_is_changed_where_it_stands(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = proposed(team)
    desktop = opened(qtbot, team.r1, tmp_path, "proposals", key)
    press(qtbot, desktop, "Ctrl+E")
    form = form_of(desktop, "proposals")
    assert form.editor("customers").value() == "学生"
    assert [row["product"] for row in form.editor("lines").value()] == ["P1"]
    form.editor("customers").setFocus()
    press(qtbot, desktop, "Ctrl+A")
    write(qtbot, desktop, "上班族")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.get_one(Proposal, key).customers == "上班族"
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        assert session.get_one(Proposal, key).customers == "学生"


def test_a_plan_is_changed_where_it_stands(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    desktop = opened(qtbot, team.r1, tmp_path, "visits", key)
    press(qtbot, desktop, "Ctrl+E")
    form = form_of(desktop, "visits")
    assert form.editor("clients").value() == [{"client": "C1"}]
    form.editor("clients").show_value([{"client": ("C1", "小店C1")}, {"client": ("C2", "小店C2")}])
    form.editor("clients").changed.emit()
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert len(session.get_one(VisitPlan, key).visits) == 2


THROWN: dict[str, tuple[Callable[[Team], int], str, str, type]] = {
    "proposal.discard": (proposed, "r1", "proposals", Proposal),
    "visit.discard": (
        lambda team: plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"])),
        "r1",
        "visits",
        VisitPlan,
    ),
    "suggestion.discard": (
        lambda team: prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签")),
        "r1",
        "suggestions",
        Suggestion,
    ),
    "settlement.discard": (
        lambda team: prepare_settlement(team.c1, Quarter(2026, 1)),
        "c1",
        "settlements",
        Settlement,
    ),
    "opening.discard": (
        lambda team: 1 if set_opening(team.c1, OpeningDraft("C1", 100, 100)) else 0,
        "c1",
        "fund",
        Opening,
    ),
}


@pytest.mark.parametrize("action", THROWN)
def test_a_draft_is_thrown_away_only_after_a_yes(
    qtbot: QtBot, team: Team, tmp_path: Path, action: str
) -> None:
    make, who, page, record = THROWN[action]
    key = make(team)
    desktop = opened(qtbot, getattr(team, who), tmp_path, page, key)
    bar = list_page(desktop, page).detail.bar
    bar.start(action)
    press(qtbot, desktop, "Escape")
    assert count(team, record) == 1
    bar.start(action)
    settle(qtbot, desktop)
    press(qtbot, desktop, "Space")
    assert count(team, record) == 0


def test_a_suggestion_is_taken_back_with_a_key(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    key = prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签"))
    submit_suggestion(team.r1, key)
    desktop = opened(qtbot, team.r1, tmp_path, "suggestions", key)
    press(qtbot, desktop, "Ctrl+Shift+R")
    with team.office.reading() as session:
        assert session.get_one(Suggestion, key).state == "draft"
    press(qtbot, desktop, "Ctrl+E")
    assert form_of(desktop, "suggestions").editor("content").value() == "换大价签"


def test_who_did_not_make_it_finds_taking_back_among_the_other_steps(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = prepare_settlement(team.c1, Quarter(2026, 1))
    submit_settlement(team.c1, key)
    desktop = opened(qtbot, team.m1, tmp_path, "settlements", key)
    bar = list_page(desktop, "settlements").detail.bar
    assert bar.button("settlement.take_back") is None
    assert bar.button("settlement.return") is not None
    press(qtbot, desktop, "Ctrl+Shift+R")
    with team.office.reading() as session:
        assert session.get_one(Settlement, key).state == "submitted"
