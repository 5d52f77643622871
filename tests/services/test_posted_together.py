"""A batch is posted whole or not at all, and whoever can't be is named: both databases."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.benefit import PromiseDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import ChangedElsewhere, NeedsConfirmation, Refused
from desktop.models import Audit, Benefit, Entry, Payout, Posting, Settlement
from desktop.queries.chains import ENTRIES, TRAIL, digest, first_break, told
from desktop.queries.checks.kept import balances_stand
from desktop.queries.ledger import content_hash, first_problem
from desktop.services import ledger
from desktop.services.benefits import keep_promises, promise_benefit, withdraw_benefit
from desktop.services.cases import ReporterDraft, accept_case, report_case
from desktop.services.clients import add_client
from desktop.services.ledger import Booking, Leg
from desktop.services.settlements import (
    approve_settlement,
    pay_out,
    pay_out_several,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.services.test_change import counted
from tests.services.test_issued_papers import signed
from tests.services.test_several import asking

QUARTER = Quarter(2026, 1)
SPRING = date(2026, 4, 6)
SHOPS = 12


def fill(office: Any) -> None:
    """The small team with some more clients."""
    fill_team(office)
    team = Team(office)
    for number in range(3, SHOPS + 1):
        add_client(team.r1, ClientDraft(f"C{number}", f"小店C{number}", "学校店"))


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = Team(copy_of("twelve shops", fill, database_url))
    yield made
    made.office.engine.dispose()


def accrual(client_id: int, fen: int = 500, key: str = "") -> Booking:
    legs = [Leg("fund-expense", fen), Leg("fund", -fen, client_id)]
    source = str(client_id)
    return Booking("delivery", "delivery", source, key or f"accrual:{client_id}:{fen}", legs)


def book(team: Team, bookings: Sequence[Booking]) -> list[int | None]:
    with team.d1.transaction("delivery.record") as session:
        return ledger.post_all(session, bookings)


def count(team: Team, kind: Any) -> int:
    with team.office.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def approved(team: Team) -> int:
    """The quarter's settlement of all shops, approved."""
    book(team, [accrual(key) for key in range(1, SHOPS + 1)])
    team.day = SPRING
    key = prepare_settlement(team.c1, QUARTER)
    submit_settlement(team.c1, key)
    approve_settlement(team.m1, key)
    return key


def settled(team: Team) -> list[int]:
    """The same, posted; what its payouts are known by."""
    post_settlement(team.a1, approved(team))
    with team.office.reading() as session:
        known_by = Payout.settlement_entry_number
        return list(session.scalars(select(known_by).order_by(known_by)))


def accused(team: Team, client: str) -> int:
    """A case against a client, reported."""
    team.day, today = MONDAY, team.day
    signed(team, client)
    team.day = today
    draft = CaseDraft(client=client, seen_on=max(MONDAY, today), kind="display", evidence="没摆")
    return report_case(team.c1, draft, [ReporterDraft("unnamed")]).case_id


def is_whole(team: Team) -> bool:
    """Whether chains and kept sums fit; accruals are booked here without their deliveries."""
    with team.office.reading() as session:
        wrong = (first_problem(session), balances_stand(session), first_break(session, TRAIL))
    return wrong == (None, None, None)


WRONG = {
    "out of balance": (Leg("fund", 1, 3), "sum to zero"),
    "of no account": (Leg("no-such-account", 500), "whose its account is"),
    "of nobody": (Leg("fund", 500), "whose its account is"),
    "of no client": (Leg("fund", 500, 99), "(?i)foreign key"),
}


@pytest.mark.parametrize("many", [5, 700])
@pytest.mark.parametrize("wrong", WRONG)
def test_one_bad_booking_keeps_all_of_a_batch_out(team: Team, many: int, wrong: str) -> None:
    book(team, [accrual(1)])
    leg, said = WRONG[wrong]
    bookings = [accrual(at % SHOPS + 1, key=f"many:{at}") for at in range(many)]
    bad = bookings[many // 2]
    bookings[many // 2] = bad._replace(legs=[bad.legs[1], leg])
    with pytest.raises(DatabaseError, match=said):
        book(team, bookings)
    assert (count(team, Entry), count(team, Posting)) == (1, 2)
    assert is_whole(team)


def test_what_was_posted_is_posted_once_also_within_a_batch(team: Team) -> None:
    book(team, [accrual(1)])
    for again in ([accrual(2), accrual(1), accrual(3)], [accrual(2), accrual(3), accrual(2)]):
        with pytest.raises(DatabaseError):
            book(team, again)
        assert count(team, Entry) == 1
    assert is_whole(team)


def test_an_amount_that_is_no_whole_fen_keeps_a_batch_out(team: Team) -> None:
    half: Any = 2.5
    with pytest.raises(Exception, match="whole fen"):
        book(team, [accrual(1), accrual(2, half), accrual(3)])
    assert count(team, Entry) == 0


def test_a_batch_goes_on_where_the_ledger_stands_and_leaves_out_what_moves_nothing(
    team: Team,
) -> None:
    book(team, [accrual(1)])
    nothing = Booking("delivery", "delivery", "9", "nothing", [Leg("cash", 5), Leg("cash", -5)])
    assert book(team, [accrual(2), nothing, accrual(3)]) == [2, None, 3]
    assert book(team, [nothing]) == [None]
    with team.office.reading() as session:
        assert first_problem(session) is None


def test_a_batch_within_a_batch_goes_on_after_a_step_that_was_taken_back(team: Team) -> None:
    with team.d1.batch() as together:
        with together.transaction("delivery.record") as session:
            ledger.post_all(session, [accrual(1), accrual(2)])
        with suppress(ZeroDivisionError), together.transaction("delivery.record") as session:
            ledger.post_all(session, [accrual(3), accrual(4)])
            raise ZeroDivisionError
        with together.transaction("delivery.record") as session:
            assert ledger.post_all(session, [accrual(5), accrual(6)]) == [3, 4]
    assert is_whole(team)


def test_more_clients_ask_no_more_statements_to_settle_and_pay(team: Team) -> None:
    """What a batch costs is statements: twelve ask as many as one, and those are bounded."""
    key = approved(team)
    with counted(team.office.engine) as asked:
        post_settlement(team.a1, key)
    assert count(team, Payout) == SHOPS
    assert len(asked) <= 26, asked
    with team.office.reading() as session:
        keys = list(session.scalars(select(Payout.settlement_entry_number)))
    with counted(team.office.engine) as asked:
        pay_out_several(team.k1, keys, "transfer")
    assert len(asked) <= 20, asked


def test_one_client_that_stands_otherwise_keeps_all_from_being_settled(team: Team) -> None:
    key = approved(team)
    with team.d1.transaction("delivery.record") as session:
        ledger.post(session, accrual(7, 900), date(2026, 3, 31))
    with pytest.raises(Refused, match="小店C7") as refused:
        post_settlement(team.a1, key)
    assert refused.value.code == "changed"
    assert (count(team, Entry), count(team, Payout)) == (SHOPS + 1, 0)
    with team.office.reading() as session:
        assert session.get_one(Settlement, key).state == "approved"


def test_one_client_with_a_case_keeps_all_from_being_settled(team: Team) -> None:
    key = approved(team)
    accept_case(team.m1, accused(team, "C4"))
    with pytest.raises(Refused, match="小店C4") as refused:
        post_settlement(team.a1, key)
    assert refused.value.code == "changed"
    assert (count(team, Entry), count(team, Payout)) == (SHOPS, 0)


def test_what_a_settlement_owes_stands_as_if_each_had_been_added(team: Team) -> None:
    settled(team)
    with team.office.reading() as session:
        owed = session.scalars(select(Payout).order_by(Payout.client_id)).all()
        numbers = [f"LK-2026Q1-C{key}" for key in range(1, SHOPS + 1)]
        assert [one.number for one in owed] == numbers
        assert {(one.state, one.payments, one.version) for one in owed} == {("unpaid", 0, 1)}
        told = select(func.count()).where(Audit.record_kind.in_(("payout", "settlement_line")))
        assert session.scalar(told) == 2 * SHOPS
    assert is_whole(team)


def test_one_payout_that_waits_for_a_ruling_keeps_all_from_being_paid(team: Team) -> None:
    keys = settled(team)
    accept_case(team.m1, accused(team, "C4"))
    entries = count(team, Entry)
    with pytest.raises(Refused, match="小店C4") as refused:
        pay_out_several(team.k1, keys, "transfer")
    assert refused.value.code == "frozen"
    assert count(team, Entry) == entries
    with pytest.raises(NeedsConfirmation, match="小店C4") as asked:
        pay_out_several(asking(team.k1), keys, "transfer")
    assert pay_out_several(asking(team.k1, asked.value.name), keys, "transfer") == SHOPS - 1
    with team.office.reading() as session:
        paid = session.scalars(select(Payout).where(Payout.state == "paid")).all()
        assert {one.client_id for one in paid} == set(range(1, SHOPS + 1)) - {4}
        assert sorted(one.entry_number or 0 for one in paid) == list(
            range(entries + 1, entries + SHOPS)
        )
        assert {(one.payments, one.version) for one in paid} == {(1, 2)}
    assert is_whole(team)


def test_one_payout_that_is_paid_keeps_all_from_being_paid(team: Team) -> None:
    keys = settled(team)
    with team.office.reading() as session:
        settlement_id = session.scalars(select(Settlement.id)).one()
    pay_out(team.k1, settlement_id, "C9", "cash")
    entries = count(team, Entry)
    with pytest.raises(Refused, match="LK-2026Q1-C9") as refused:
        pay_out_several(team.k1, keys, "cash")
    assert refused.value.code == "wrong_state"
    assert count(team, Entry) == entries


def test_one_payout_that_somebody_saved_meanwhile_keeps_all_from_being_paid(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, entries = settled(team), count(team, Entry)
    post_all = ledger.post_all

    def meanwhile(session: Any, *told: Any) -> Any:
        other = update(Payout).where(Payout.client_id == 5).values(version=7)
        with session.no_autoflush:
            session.connection().execute(other)
        return post_all(session, *told)

    monkeypatch.setattr(ledger, "post_all", meanwhile)
    with pytest.raises(ChangedElsewhere):
        pay_out_several(team.k1, keys, "cash")
    assert count(team, Entry) == entries
    assert is_whole(team)


def test_one_promise_that_was_withdrawn_keeps_all_from_being_kept(team: Team) -> None:
    kinds = ["grant", "rack", "sign"]
    keys = [
        promise_benefit(team.c1, PromiseDraft(f"C{at}", kinds[at % 3], 100 * at))
        for at in range(1, 7)
    ]
    withdraw_benefit(team.m1, keys[3], "不办了")
    with pytest.raises(Refused) as refused:
        keep_promises(team.c1, keys, "cash")
    assert refused.value.code == "wrong_state"
    with team.office.reading() as session:
        assert session.get_one(Benefit, keys[3]).number in refused.value.message
    assert count(team, Entry) == 0
    with pytest.raises(NeedsConfirmation) as asked:
        keep_promises(asking(team.c1), keys, "cash")
    assert keep_promises(asking(team.c1, asked.value.name), keys, "cash") == 5
    with team.office.reading() as session:
        given = session.scalars(
            select(Benefit).where(Benefit.state == "delivered").order_by(Benefit.id)
        ).all()
        assert [one.entry_number for one in given] == [1, 2, 3, 4, 5]
        tags = [one.asset.tag for one in given if one.asset is not None]
        assert tags == ["ZC-0001", "ZC-0002", "ZC-0003"]
        assert [one.asset.client_id for one in given if one.asset] == [
            one.client_id for one in given if one.kind != "grant"
        ]
    assert is_whole(team)


def test_an_entrys_hash_is_that_of_its_canonical_content() -> None:
    row = dict.fromkeys(ENTRIES.hashed) | {"number": 7, "reason": '退“货”\\"\n', "means": ""}
    legs = [("receivable", 3, None, -100), ("reward", None, 9, 60), ("cash", None, None, 40)]
    assert content_hash(row, legs) == digest([told(ENTRIES, row), list(map(list, legs))])
