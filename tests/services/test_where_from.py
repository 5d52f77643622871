"""The trail tells from which PC a change came, and who read the name of a reporter (E1, V2)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.errors import Refused
from desktop.queries.audit import CHANGES, AuditRow
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services import once
from desktop.services.cases import ReporterDraft, read_reporters, report_case
from desktop.services.checking import check_office
from desktop.services.clients import ClientDraft, add_client
from tests.office import MONDAY, Team, new_team
from tests.services.test_claim_codes import protect


@pytest.fixture
def team(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Team:
    monkeypatch.setattr(once, "this_pc", lambda: "内勤-1号机")
    return new_team(database_url)


def lines(team: Team, wanted: Wanted) -> list[AuditRow]:
    with team.office.reading() as session:
        asked = Asked(session, MONDAY, None)
        found = CHANGES.ids(asked, wanted)
        rows = CHANGES.rows(asked, found)
        return [rows[key] for key in found]


def test_a_change_says_from_which_pc_it_came_and_is_found_by_it(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_client(team.r1, ClientDraft("C8", "一号店", "学校店"))
    monkeypatch.setattr(once, "this_pc", lambda: "WAREHOUSE")
    add_client(team.r1, ClientDraft("C9", "二号店", "学校店"))
    (newest,) = lines(team, Wanted("warehouse"))
    assert newest.pc == "WAREHOUSE"
    assert newest.named == "二号店"
    assert "WAREHOUSE" in newest.sentence
    assert "员工r1" in newest.sentence
    by_pc = [one.pc for one in lines(team, Wanted(sort="pc", descending=True))]
    assert by_pc[0] == "内勤-1号机"
    assert check_office(team.office) is None


def test_the_pc_can_be_changed_by_nobody_afterwards(team: Team) -> None:
    add_client(team.r1, ClientDraft("C8", "一号店", "学校店"))
    with (
        team.office.engine.connect() as connection,
        pytest.raises(DBAPIError, match="append-only"),
    ):
        connection.execute(text("UPDATE change_key SET pc = 'other'"))


def test_whoever_reads_who_reported_leaves_a_line_that_names_no_reporter(team: Team) -> None:
    protect(team)
    case = report_case(
        team.r1,
        CaseDraft(client="C1", seen_on=MONDAY, product="P1", price_fen=4000),
        [ReporterDraft("client", "C2")],
    )
    before = len(lines(team, Wanted()))
    read_reporters(team.m1, case.case_id)
    newest, *others = lines(team, Wanted())
    assert len(others) == before
    assert (newest.who, newest.pc) == ("员工m1", "内勤-1号机")
    assert "举报人" in newest.action
    assert newest.named.startswith("AJ-")
    assert "小店C2" not in newest.sentence
    assert check_office(team.office) is None
    with pytest.raises(Refused) as refused:
        read_reporters(team.r1, case.case_id)
    assert refused.value.code == "not_allowed"
