"""What a line of the trail is about is said as people call it, also where a change omits it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.i18n import _
from desktop.models import AssortmentRule, Audit, Base
from desktop.queries.audit import CHANGES, audit_detail, audit_rows, said
from desktop.queries.audit_names import called_kinds
from desktop.queries.audit_words import RECORDS, fact_words
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.assortment import AssortmentDraft, edit_rule, set_rule
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import change_rules
from desktop.services.stock import CountedLot, start_stock
from tests.office import Team, new_team

# Kinds that are written once and never changed tell all of themselves.
ONCE = {"attachment", "issued_paper", "paper_print", "rule"}


def test_a_changed_rule_is_called_by_its_code_and_found_by_it(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    draft = AssortmentDraft("Z7", 5, "好卖", category="香皂")
    key = set_rule(team.m1, draft)
    with team.m1.reading() as session:
        version = session.get_one(AssortmentRule, key).version
    edit_rule(team.m1, key, version, AssortmentDraft("Z7", 4, "好卖", category="香皂"))
    with team.office.reading() as session:
        ids = CHANGES.ids(Asked(session, team.day), Wanted(search="Z7"))
        assert [row.named for row in audit_rows(session, ids).values()] == ["Z7", "Z7"]


def test_every_kind_that_has_a_name_of_its_own_is_called_by_it() -> None:
    named = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if {"id", "version"} <= set(mapper.columns.keys())
        and {"code", "name", "number", "client_id"} & set(mapper.columns.keys())
    }
    assert (named & set(RECORDS)) - ONCE <= called_kinds()


def named(session: Session, kind: str) -> set[str]:
    ids = session.scalars(select(Audit.id).where(Audit.record_kind == kind)).all()
    return {row.named for row in audit_rows(session, ids).values()}


def test_goods_that_moved_are_called_by_their_lot_and_product(database_url: str) -> None:
    team = new_team(database_url)
    add_vehicle(team.d1, VehicleDraft("V1", "老赵", 80))
    start_stock(team.d1, [CountedLot("P1", "2601A", team.day + timedelta(days=90), 96)])
    order = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 2)])
    load_run(team.d1, plan_run(team.d1, RunDraft("V1", team.day, [order])))
    with team.office.reading() as session:
        names = {
            kind: named(session, kind)
            for kind in ("stock_move", "run_lot", "lot", "stock_start", "price")
        }
        assert names["stock_move"] == names["lot"] == {"2601A 洗面奶"}
        assert names["run_lot"] == {"CC-2026-0001 2601A 洗面奶"}
        assert names["stock_start"] == {""}
        assert names["price"] == {"洗面奶 支", "洗面奶 箱"}
        found = CHANGES.ids(Asked(session, team.day), Wanted(search="2601a"))
        kinds = {session.get_one(Audit, one).record_kind for one in found}
        assert kinds == {"stock_move", "run_lot", "lot"}
        (moved, *_more) = [
            one for one in found if session.get_one(Audit, one).record_kind == "stock_move"
        ]
        said = {fact.name: fact.after for fact in audit_detail(session, moved).facts}
        assert (said["从"], said["到"], said["种类"]) == ("仓库", "车次", "装车")


# The columns that hold one of a few codes, as the database itself is told.
CODES = sorted(
    (kind, column, value)
    for kind in RECORDS
    if kind in Base.metadata.tables
    for one in Base.metadata.tables[kind].constraints
    if isinstance(one, CheckConstraint)
    for column, values in re.findall(r"(\w+) IN \(([^)]*)\)", str(one.sqltext))
    if fact_words(kind, column) is not None
    for value in re.findall(r"'([^']*)'", values)
)


@pytest.mark.parametrize(("kind", "column", "code"), CODES)
def test_no_code_of_a_record_is_read_in_the_trail(kind: str, column: str, code: str) -> None:
    assert not re.search("[A-Za-z]{2}", said(kind, column, code))


def told(team: Team) -> list[str]:
    """Every line of the trail with its facts, as a person reads them."""
    with team.office.reading() as session:
        lines = []
        for one in CHANGES.ids(Asked(session, team.day), Wanted()):
            detail = audit_detail(session, one)
            facts = (f"{fact.name}: {fact.before} → {fact.after}" for fact in detail.facts)
            lines.append(" ".join([detail.row.sentence, *facts]))
    return lines


def test_a_reason_stands_in_the_trail_as_it_was_typed(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    set_rule(team.m1, AssortmentDraft("Z7", 5, "{segment}里香皂走得快", category="香皂"))
    assert "{" + _("Segment") + "}里香皂" in told(team)[0]
    assert not [one for one in told(team) if re.search(r"\{[a-z_]+\}", one)]


def test_a_changed_number_is_told_by_what_it_is_about(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    numbers = {"visit_days_a": 5, "passwords_needed": 1, "earned_rate": 1250}
    change_rules(team.ad, 1, numbers | {"minimum_drop_fen": 123456})
    words = " ".join(told(team))
    assert "→ 是" in words
    assert "12.5%" in words
    assert "1,234.56" in words
    assert not set(re.findall("[a-z]+_[a-z_]+", words))
