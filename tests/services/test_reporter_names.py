"""A consumer's name is kept nowhere (V2): no table, file, log, print, export or search has it."""

import logging
import traceback
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import DBAPIError

from desktop.basics.drafts.case import CaseDraft
from desktop.models import Reporter
from desktop.queries.cases import case_detail
from desktop.queries.search import find_anything
from desktop.services.cases import ReporterDraft, report_case
from desktop.services.papers.slips import print_reward_slips
from tests.office import MONDAY, Team, new_team
from tests.printing.pdf import text as words_of
from tests.services.test_claim_codes import protect

NAME = "告密的罗大姐"
PLACES = dict.fromkeys(("clients", "products", "cases", "staff"), "")


@pytest.fixture
def team(database_url: str) -> Team:
    team = new_team(database_url)
    protect(team)
    return team


def everything(team: Team) -> str:
    """All that the tables hold."""
    with team.office.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [connection.execute(text(f'SELECT * FROM "{one}"')).all() for one in tables]
    return repr(rows)


def test_the_name_of_a_consumer_is_nowhere(team: Team, tmp_path: Path) -> None:
    made = report_case(
        team.r1, CaseDraft("C1", "P1", 4000, MONDAY), [ReporterDraft("consumer", NAME)]
    )
    assert NAME not in everything(team)
    with team.office.reading() as session:
        detail = case_detail(session, made.case_id, MONDAY, names=True)
        assert [one.kind for one in detail.reporters] == ["consumer"]
        assert NAME not in repr(detail)
        assert not find_anything(session, NAME, PLACES, lambda _action: True)
    assert NAME not in words_of(print_reward_slips(team.r1, made.case_id, made.claim_codes))
    team.office.engine.dispose()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert NAME.encode() not in file.read_bytes(), file


def test_no_error_and_no_log_holds_what_was_written(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    row = {"position": 1, "kind": NAME, "case_id": 77, "reward_fen": -1}
    with (
        caplog.at_level(logging.DEBUG),
        team.office.engine.begin() as connection,
        pytest.raises(DBAPIError) as caught,
    ):
        connection.execute(insert(Reporter).values(**row))
    report = "".join(traceback.format_exception(caught.value))
    assert NAME not in report
    assert "parameters" in report
    assert NAME not in caplog.text
    assert str(caught.value.orig) in report
