"""Heads of the chains that are kept elsewhere, on a check sheet, and compared later (L3)."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.basics.errors import Refused
from desktop.cli import main
from desktop.queries.chains import Head, Heads
from desktop.services.checking import check_office, read_head
from desktop.services.papers.registry import issue
from desktop.services.payments import record_collection
from tests.office import Team, new_team
from tests.printing import pdf


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    record_collection(made.k1, "C1", 500)
    return made


def noted(team: Team) -> list[Head]:
    """The ends of the chains that have one, read from the printed sheet as a person would."""
    printed = pdf.text(issue(team.a1, "check_sheet"))
    ends = re.findall(r"(\d+)\s+((?:[0-9a-f]{4} ){3}[0-9a-f]{4})", printed)
    return [read_head("entries", f"{number}：{code}") for number, code in ends]


def test_an_office_that_only_went_on_agrees_with_an_older_check_sheet(team: Team) -> None:
    entries, trail = noted(team)
    record_collection(team.k1, "C2", 700)
    assert entries.number == 1
    assert check_office(team.office, [Heads(entries, trail, Head())]) is None


class Undone(Exception):
    """Takes back what a step wrote."""


def test_what_was_taken_back_within_a_batch_leaves_no_gap_in_the_trail(database_url: str) -> None:
    team = new_team(database_url)
    with team.office.batch() as together:
        cashier = together.on(team.day, together.find_person("k1"))
        record_collection(cashier, "C1", 500)
        with suppress(Undone), cashier.transaction("collection.record"):
            record_collection(cashier, "C1", 700)
            raise Undone
        record_collection(cashier, "C1", 900)
    assert check_office(team.office) is None
    team.office.engine.dispose()


def test_another_code_at_a_number_is_named(team: Team) -> None:
    entries, trail = noted(team)
    other = Head(trail.number, entries.hash)
    found = check_office(team.office, [Heads(entries, other, Head())])
    assert f" {trail.number} " in (found or "")


@pytest.mark.parametrize("typed", ["2335", "2335:xyz", "2335:3f2a", "-1:3f2a9c017b4e22d0"])
def test_what_is_no_head_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_head("trail", typed)
    assert (refused.value.code, refused.value.field) == ("invalid", "trail")


def test_a_check_sheet_changes_nothing_and_not_everybody_prints_it(team: Team) -> None:
    before = noted(team)
    assert noted(team) == before
    with pytest.raises(Refused) as refused:
        issue(team.r1, "check_sheet")
    assert refused.value.code == "not_allowed"


def test_the_command_compares_with_a_check_sheet(
    team: Team, sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries, _trail = noted(team)
    right, wrong = f"{entries.number}:{entries.hash}", f"{entries.number}:{'0' * 16}"
    check = ["check", "--database", sqlite_url, "--json"]
    assert main([*check, "--entries", right]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert main([*check, "--entries", wrong]) == 1
    assert json.loads(capsys.readouterr().out)["problem"]
    paper = tmp_path / "sheet.pdf"
    given = ["--database", sqlite_url, "--by", "a1", "--out", str(paper)]
    assert main(["print", "check-sheet", *given]) == 0
    assert entries.hash[:4] in pdf.text(paper.read_bytes())
