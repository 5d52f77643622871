"""What the window greys is what a service would refuse: every declared step, in every state."""

import pkgutil
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop import services
from desktop.basics.errors import OfficeError, Refused
from desktop.basics.roles import may
from desktop.models import Agreement, Case, Lot, Opening, Product, Staff, Suggestion
from desktop.queries.facts.rules import read_rules
from desktop.services import (
    agreements,
)
from desktop.services.moves import DECLARING, STEPS, moves
from desktop.services.office import Office
from desktop.services.steps import Step, anytime
from tests.office import PEOPLE, Team, new_team
from tests.services.through_states import STORIES
from tests.services.tried import DRAFT, TRIES, Attempt

pytestmark = pytest.mark.untraced


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


# These speak of all parts of a document where an attempt speaks of one.
OF_ALL_PARTS = ("visit.record", "visit.fail", "return.record", "return.cancel", "delivery.record")


class Undone(Exception):
    """Ends an attempt that went well, so that it leaves no trace."""


def attempted(office: Office, attempt: Attempt) -> str:
    """The words of the refusal when this is really tried; empty when it goes through."""
    try:
        with office.batch() as together:
            attempt(together)
            raise Undone
    except Undone:
        return ""
    except Refused as refusal:
        # Whose reward it is, only the code tells: it is asked for when all else is right.
        return "" if refusal.field == "claim_code" else refusal.message
    except OfficeError:
        return ""


def state_of(session: Session, record: Any, day: date) -> str:
    """Its state as of a day."""
    rules = read_rules(session)
    match record:
        case Opening():
            return "approved" if record.approved_on else "waiting"
        case Agreement():
            return record.state_on(day)
        case Suggestion():
            return record.state_on(day, rules.stale_days)
        case Case():
            return record.state_on(day, rules.appeal_days)
        case Lot() | Product() | Staff():
            return ""
    return str(record.state)


def states(kind: str) -> set[str]:
    record = STEPS[kind][0].noun.record
    return {Opening: {"waiting", "approved"}, Lot: {""}, Product: {""}, Staff: {""}}.get(
        record, set(getattr(record, "STATE_WORDS", ()))
    )


Judged = set[tuple[str, str, bool]]


def judged(team: Team, kind: str, key: int) -> Judged:
    """Moves say what attempts show, to everybody: the action, the state, and whether it is free."""
    seen = set()
    for code in PEOPLE:
        office: Office = getattr(team, code)
        said = {move.action: move for move in moves(office, kind, key)}
        assert list(said) == [
            step.action for step in STEPS[kind] if may(frozenset(PEOPLE[code]), step.action)
        ]
        with office.reading() as session:
            record = STEPS[kind][0].noun.get(session, key)  # type: ignore[arg-type]
            state = state_of(session, record, team.day)
            tries = {name: TRIES[kind][name](session, record) for name in said}
        for name, move in said.items():
            words = [attempted(office, attempt) for attempt in tries[name]]
            assert move.allowed == ("" in words), (name, state, code, words, move)
            assert move.allowed or move.reason in words or name in OF_ALL_PARTS, (name, words)
            seen.add((name, state, move.allowed))
    return seen


@pytest.mark.parametrize("kind", STEPS)
def test_what_is_greyed_is_what_the_service_refuses(team: Team, kind: str) -> None:
    seen: Judged = set()
    for key in STORIES[kind](team):
        seen |= judged(team, kind, key)
    names = [step.action for step in STEPS[kind]]
    assert {(name, state) for name in names for state in states(kind)} == {
        (name, state) for name, state, _allowed in seen
    }
    assert {name for name, _state, allowed in seen if allowed} == set(names)
    assert {name for name, _state, allowed in seen if not allowed} == {
        step.action for step in STEPS[kind] if step.check is not anytime
    }


def test_no_module_that_declares_a_step_is_forgotten() -> None:
    names = [name for _finder, name, _package in pkgutil.iter_modules(services.__path__)]
    modules = [import_module(f"{services.__name__}.{name}") for name in names]
    declaring = [one for one in modules if any(isinstance(it, Step) for it in vars(one).values())]
    assert set(declaring) == set(DECLARING)
    for kind, steps in STEPS.items():
        assert sorted(TRIES[kind]) == sorted(step.action for step in steps)


def test_who_drafted_is_told_why_approving_is_grey(team: Team) -> None:
    key = agreements.draft_agreement(team.m2, DRAFT)
    agreements.submit_agreement(team.m2, key)
    said = {move.action: move for move in moves(team.m2, "agreement", key)}
    assert said["agreement.approve"].code == "same_person"
    assert moves(team.k1, "agreement", key) == ()


def test_an_unknown_document_has_no_moves(team: Team) -> None:
    assert moves(team.c1, "order", 999) == ()
    assert moves(team.office, "order", 1) == ()
