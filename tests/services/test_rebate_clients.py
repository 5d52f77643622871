"""A plan's clients come from a list, and go out as they came."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.models import RebatePlan
from desktop.services.imports import Imported, ImportOrder, import_file
from desktop.services.imports.edit_list import edit_list
from desktop.services.rebates import approve_rebate, draft_rebate
from tests.office import Team, new_team
from tests.services.tried import PLAN


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def take(team: Team, file: Path) -> Imported:
    return import_file(team.ad, ImportOrder("rebate-clients", file, good_rows=True))


def test_clients_are_named_in_their_plan_while_it_is_a_draft(team: Team, tmp_path: Path) -> None:
    plan = draft_rebate(team.m1, PLAN)
    approve_rebate(team.m1, draft_rebate(team.m2, replace(PLAN, name="旧返利")))
    file = tmp_path / "list.csv"
    file.write_text(
        "返利政策,客户编号,客户名称\n返利,C1,\n返利,,小店C2\n返利,C1,\n返利,C9,\n"
        "返利,,没有的店\n别的返利,C1,\n旧返利,C1,\n返利,c2,\n",
        "utf-8",
    )
    said = take(team, file)
    assert (said.new, said.unchanged, said.rejected) == (2, 1, 5)
    with team.office.reading() as session:
        assert session.get_one(RebatePlan, plan).named("clients") == ["C1", "C2"]

    file.write_text("返利政策,客户\n返利,C1\n", "utf-8")  # a column of names that holds codes
    assert take(team, file).unchanged == 1

    out = tmp_path / "out.xlsx"
    out.write_bytes(edit_list(team.ad, "rebate-clients"))
    again = take(team, out)
    assert (again.new, again.unchanged, again.rejected) == (0, 2, 0)
