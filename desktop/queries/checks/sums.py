"""Whether sums and states that follow from each other do (S1, S5, V3, A2, G2)."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _
from desktop.basics.office_clock import office_day
from desktop.basics.places import near_pairs
from desktop.models import (
    Agreement,
    Audit,
    Case,
    Client,
    Entry,
    Neighbour,
    Payout,
    Posting,
    Reporter,
    Settlement,
    SettlementLine,
    Suggestion,
)
from desktop.queries.facts.balances import balances
from desktop.queries.facts.funds import fund_quarters
from desktop.queries.facts.neighbours import places
from desktop.queries.facts.rules import read_rules

Amounts = dict[int, int]


def funds_close(session: Session) -> str | None:
    """``fund:C`` is the closing of its last quarter (S1)."""
    last = session.scalar(select(func.max(Entry.booked_on)))
    if last is None:
        return None
    standing = balances(session, "fund", Posting.client_id)
    for client_id, quarters in fund_quarters(session, Quarter.of(last)).items():
        if quarters[-1].closing_fen != -standing[client_id]:
            return _("The fund of {client} is not the closing of its quarters.").format(
                client=session.get_one(Client, client_id).title
            )
    return None


def payables_open(session: Session) -> str | None:
    """``payable:C`` is what its unpaid payouts come to (S5)."""
    unpaid = {
        client_id: int(total)
        for client_id, total in session.execute(
            select(Payout.client_id, func.sum(Payout.amount_fen))
            .where(Payout.state == "unpaid")
            .group_by(Payout.client_id)
        )
    }
    standing = balances(session, "payable", Posting.client_id)
    for client_id in standing.keys() | unpaid.keys():
        if -standing.get(client_id, 0) != unpaid.get(client_id, 0):
            return _("What is payable to {client} is not its unpaid payouts.").format(
                client=session.get_one(Client, client_id).title
            )
    return None


def rewards_open(session: Session) -> str | None:
    """``reward:N`` is what is due to a case's reporters, and rulings were shared whole (V3)."""
    standing = balances(session, "reward", Posting.case_id)
    due: Amounts = defaultdict(int)
    ruled: Amounts = defaultdict(int)
    for case_id, state, fen in session.execute(
        select(Reporter.case_id, Reporter.reward_state, Reporter.reward_fen)
    ):
        ruled[case_id] += fen
        due[case_id] += fen if state == "due" else 0
    for case in session.scalars(select(Case).order_by(Case.id)):
        shared = ruled[case.id] + case.pool_fen == case.forfeited_fen
        if not shared or -standing.get(case.id, 0) != due[case.id]:
            return _("The rewards of {case} aren't what its ruling took.").format(case=case.title)
    return None


def settlements_paid(session: Session) -> str | None:
    """A posted settlement has a payout for each amount that it settled, and no other (S3, S5)."""
    owed = {
        (key, client_id): fen
        for key, client_id, fen in session.execute(
            select(Payout.settlement_id, Payout.client_id, Payout.amount_fen)
        )
    }
    settled = {
        (key, client_id): fen
        for key, client_id, fen in session.execute(
            select(
                SettlementLine.settlement_id, SettlementLine.client_id, SettlementLine.amount_fen
            )
            .join(Settlement, Settlement.id == SettlementLine.settlement_id)
            .where(Settlement.state == "posted", SettlementLine.standing == "settled")
        )
    }
    for key, client_id in sorted(owed.keys() | settled.keys()):
        if owed.get((key, client_id)) != settled.get((key, client_id)):
            return _("{settlement} and its payout to {client} do not agree.").format(
                settlement=session.get_one(Settlement, key).title,
                client=session.get_one(Client, client_id).title,
            )
    return None


def one_agreement(session: Session) -> str | None:
    """At most one agreement of a client is in force on any day (A2)."""
    signed = session.scalars(
        select(Agreement)
        .where(Agreement.signed_on.is_not(None))
        .order_by(Agreement.client_id, Agreement.starts_on, Agreement.signed_on)
    )
    spans: dict[int, list[tuple[date, Agreement]]] = defaultdict(list)
    for agreement in signed:
        first = agreement.first_day()
        if first and first <= agreement.last_day:
            spans[agreement.client_id].append((first, agreement))
    for of_client in spans.values():
        of_client.sort(key=lambda span: span[0])
        for (_first, before), (start, after) in pairwise(of_client):
            if start <= before.last_day:
                return _("{first} and {second} of one client are in force together.").format(
                    first=before.title, second=after.title
                )
    return None


def one_suggestion(session: Session) -> str | None:
    """At most one suggestion of a client is submitted or freshly confirmed (G2)."""
    rules = read_rules(session)
    # As of the last day on which anything was done: staleness goes by the office's days.
    today = session.scalar(select(func.max(Audit.day))) or office_day()
    seen: set[int] = set()
    for suggestion in session.scalars(
        select(Suggestion)
        .where(Suggestion.state.in_(("submitted", "confirmed")))
        .order_by(Suggestion.id)
    ):
        if suggestion.state_on(today, rules.stale_days) == "stale":
            continue
        if suggestion.client_id in seen:
            return _("{client} has two suggestions at once.").format(
                client=session.get_one(Client, suggestion.client_id).title
            )
        seen.add(suggestion.client_id)
    return None


def neighbours_stand(session: Session) -> str | None:
    """The table of neighbours is what the places of the clients say (P6, P7)."""
    found = places(session, true())
    wanted = near_pairs(found, found.items(), read_rules(session).neighbour_m)
    kept = {
        (one, other): apart
        for one, other, apart in session.execute(
            select(Neighbour.client_id, Neighbour.other_id, Neighbour.apart_mm)
        )
    }
    wrong = {pair for pair, _apart in wanted.items() ^ kept.items()}
    if not wrong:
        return None
    one, other = (session.get_one(Client, client_id).title for client_id in min(wrong))
    return _("What is kept of {one} and {other} as neighbours isn't what their places say.").format(
        one=one, other=other
    )
