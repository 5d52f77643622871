"""What a line of the trail is about is said as people call it, also where a change omits it."""

from desktop.models import AssortmentRule, Base
from desktop.queries.audit import CHANGES, audit_rows, called_kinds
from desktop.queries.audit_words import RECORDS
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.assortment import AssortmentDraft, edit_rule, set_rule
from tests.office import new_team

# Kinds that are written once and never changed tell all of themselves.
ONCE = {"attachment", "issued_paper", "paper_print", "payout", "office_profile", "rule"}


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
