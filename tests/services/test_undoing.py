"""What Ctrl+Z takes back and what stays: told once, for every action, in words that are true."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import _, choose_language
from desktop.basics.roles import MAY
from desktop.basics.watch import Nobody
from desktop.models import Base, Benefit, Payout
from desktop.queries.audit_words import action_words
from desktop.services.benefits import deliver_benefit
from desktop.services.clients import close_client
from desktop.services.deliveries import record_delivery
from desktop.services.imports.look import Look, open_list
from desktop.services.imports.run import ImportOrder
from desktop.services.moves import STEPS
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order, cancel_order
from desktop.services.papers.registry import issue
from desktop.services.payments import record_collection
from desktop.services.reversals import REVERSALS, take_back
from desktop.services.settlements import pay_out
from desktop.services.staff import check_own_password, set_password
from desktop.services.undoing import STAYS, TAKEN_BACK, why_it_stays
from tests.office import Team, new_team
from tests.services.through_states import posted, sold

pytestmark = pytest.mark.untraced

SOURCE = Path(__file__).parents[2] / "desktop"
QUOTED = re.compile("“([^”]+)”")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@cache
def transactions() -> frozenset[str]:
    """The actions that the services' changes are made under, but for signing in."""
    found = {step.action for steps in STEPS.values() for step in steps}
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "transaction":
                found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return frozenset(found - {"staff.sign_in"})


def screen_words() -> Iterator[str]:
    """All words that the views show."""
    for file in (SOURCE / "views").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_action_of_the_program_is_in_exactly_one_of_the_two() -> None:
    assert len(transactions()) > 60
    assert not TAKEN_BACK.keys() & STAYS.keys()
    assert TAKEN_BACK.keys() | STAYS.keys() == transactions() | MAY.keys()


def test_what_another_change_takes_back_has_words_for_when_it_is_too_late() -> None:
    assert REVERSALS.keys() <= STAYS.keys()


def test_every_action_has_words_for_what_was_done() -> None:
    choose_language("en")
    told = {action for action in transactions() if action_words(action) != action}
    assert told == transactions()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_to_do_instead_names_steps_that_are_there(language: str) -> None:
    choose_language(language)
    shown = set(screen_words())
    sentences = [one for pair in STAYS.values() for one in pair] + list(TAKEN_BACK.values())
    quoted = [(one, step) for one in sentences for step in QUOTED.findall(one)]
    assert len(quoted) > 20
    assert {step for _one, step in quoted} <= shown
    assert [one for one, step in quoted if f"“{_(step)}”" not in _(one)] == []


def test_a_change_is_noted_once_it_is_done_with_what_it_was_about(team: Team) -> None:
    cashier = team.k1
    assert cashier.deeds.last is None
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 10)]))
    record_collection(cashier, "C1", 12300, "cash")
    last = cashier.deeds.last
    assert last is not None
    assert (last.number, last.action) == (1, "collection.record")
    assert "SK-2026-00001" in last.about
    assert "“撤销此笔收款”" in why_it_stays(last)


def test_what_was_refused_or_only_looked_at_is_nothing_that_was_done(team: Team) -> None:
    clerk = team.c1
    record_collection(team.k1, "C1", 12300, "cash")
    with pytest.raises(Refused):
        close_client(team.c1, 999, "gone")
    assert clerk.deeds.last is None
    issue(clerk, "receipt", "SK-2026-00001", look=True)
    looked = clerk.deeds.last
    issue(clerk, "receipt", "SK-2026-00001")
    printed = clerk.deeds.last
    assert printed is not None
    assert (printed.number, printed.action, printed.about) == (1, "paper.issue", "SK-2026-00001")
    assert looked is None


def test_a_saved_form_counts_for_the_office_through_which_it_was_saved(team: Team) -> None:
    rep = team.r1
    add_order(rep.saving("one form", {}), "C1", [OrderedLine("P1", "支", 10)])
    assert rep.deeds.number == 1
    with rep.batch() as together:
        add_order(together, "C2", [OrderedLine("P1", "支", 10)])
        cancel_order(together, add_order(together, "C2", [OrderedLine("P1", "支", 20)]), "so")
    last = rep.deeds.last
    assert last is not None
    assert (last.number, last.action) == (2, "order.add")


def test_unlocking_the_window_is_nothing_that_was_done(team: Team) -> None:
    set_password(team.ad, "k1", "drei worte")
    cashier = team.k1
    with pytest.raises(Refused):
        check_own_password(cashier, "wrong")
    check_own_password(cashier, "drei worte")
    assert cashier.deeds.last is None


def test_a_list_that_was_brought_in_is_one_change(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text("编号,名称,店型\nC8,红星,学校店\nC9,蓝星,学校店\n", "utf-8")
    table = open_list(file).table
    assert table is not None
    administrator = team.ad
    look = Look.at(table, "clients").ready()
    look.take(administrator, ImportOrder("clients", file), Nobody())
    last = administrator.deeds.last
    assert last is not None
    assert (last.number, last.action, last.about) == (1, "import", "")


def test_every_record_that_has_a_name_can_say_it() -> None:
    named = [one.class_ for one in Base.registry.mappers if one.class_.title is not Base.title]
    abstract = [one for one in named if "NotImplementedError" in one.title.fget.__code__.co_names]
    assert len(named) > 20
    assert abstract == []


def test_the_day_plays_no_part_in_what_was_done_last(team: Team) -> None:
    later = Team(team.office, team.day + timedelta(days=1))
    assert later.k1.deeds.last is None


def refused_once_printed(team: Team, office: Office, kind: str, number: str) -> None:
    """Looking at it changes nothing, printing it at another desk does."""
    deed = office.deeds.last
    assert deed is not None
    issue(team.m1, kind, number, look=True)
    issue(team.m1, kind, number)
    with pytest.raises(Refused) as refused:
        take_back(office, deed)
    assert refused.value.code == "wrong_state"
    assert number in refused.value.message


def test_a_benefit_whose_receipt_was_printed_is_cancelled_on_its_page(team: Team) -> None:
    office = team.c1
    for client in ("C1", "C2"):
        deliver_benefit(office, BenefitDraft(client=client, kind="rebate", cost_fen=100))
    with team.office.reading() as session:
        first = session.get_one(Benefit, 1).number
    issue(team.m1, "benefit_receipt", first)  # of another one: that is none of its papers
    deed = office.deeds.last
    assert deed is not None
    take_back(office, deed)
    deliver_benefit(office, BenefitDraft(client="C2", kind="rebate", cost_fen=200))

    with team.office.reading() as session:
        third = session.get_one(Benefit, 3).number
    refused_once_printed(team, office, "benefit_receipt", third)


def test_a_payout_whose_voucher_was_printed_is_cancelled_on_its_page(team: Team) -> None:
    sold(team)
    key = posted(team)
    office = team.k1
    pay_out(office, key, "C1", "cash")
    with team.office.reading() as session:
        number = session.query(Payout).one().number
    refused_once_printed(team, office, "payout_voucher", number)
