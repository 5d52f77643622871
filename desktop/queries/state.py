"""The office's whole state as the replay format prints it."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.money import yuan
from desktop.basics.rules import Rules
from desktop.models import (
    Agreement,
    Case,
    Client,
    Entry,
    Order,
    Posting,
    Settlement,
    Suggestion,
    VisitPlan,
)
from desktop.queries.facts.funds import (
    Standing,
    closed_quarter,
    fund_quarters,
    standing_words,
    standings_of,
)
from desktop.queries.ledger import first_problem
from desktop.queries.state_second import Refs

State = dict[str, Any]


def office_state(session: Session, day: date, rules: Rules, refs: Refs) -> State:
    """Everything as of a day. ``refs``: by kind, each document's name in the file and its id."""
    codes = dict(session.execute(select(Client.id, Client.code)).all())
    return {
        "accounts": _accounts(session, codes, {number: ref for ref, number in refs["case"]}),
        "funds": _funds(session, day, codes),
        "agreements": {
            ref: _agreement(session.get_one(Agreement, number), day)
            for ref, number in refs["agreement"]
        },
        "orders": {ref: session.get_one(Order, number).state for ref, number in refs["order"]},
        "cases": {
            ref: _case(session.get_one(Case, number), day, rules) for ref, number in refs["case"]
        },
        "suggestions": {
            ref: session.get_one(Suggestion, number).state_on(day, rules.stale_days)
            for ref, number in refs["suggestion"]
        },
        "visits": {
            ref: _plan(session.get_one(VisitPlan, number), codes) for ref, number in refs["plan"]
        },
        "settlements": {
            ref: _settlement(session, session.get_one(Settlement, number), codes)
            for ref, number in refs["settlement"]
        },
        "ledger": _ledger(session),
    }


def _accounts(session: Session, codes: dict[int, str], cases: dict[int, str]) -> dict[str, str]:
    rows = session.execute(
        select(
            Posting.account, Posting.client_id, Posting.case_id, func.sum(Posting.amount_fen)
        ).group_by(Posting.account, Posting.client_id, Posting.case_id)
    )
    found = {}
    for account, client_id, case_id, amount_fen in rows:
        owner = codes[client_id] if client_id else cases.get(case_id or 0, str(case_id))
        name = f"{account}:{owner}" if client_id or case_id else account
        found[name] = yuan(int(amount_fen))
    return dict(sorted(found.items()))


def _funds(session: Session, day: date, codes: dict[int, str]) -> dict[str, Any]:
    closed = closed_quarter(session)
    said = standing_words(session)
    found: dict[str, Any] = {}
    for client_id, rows in fund_quarters(session, Quarter.of(day)).items():
        listed = {}
        for row in rows:
            if row.listed:
                otherwise = "carried" if closed and row.quarter < closed else "open"
                listed[row.quarter.text] = {
                    "opening": yuan(row.opening_fen),
                    "accrued": yuan(row.accrued_fen),
                    "returned": yuan(row.returned_fen),
                    "forfeited": yuan(row.forfeited_fen),
                    "settled": yuan(row.settled_fen),
                    "closing": yuan(row.closing_fen),
                    "state": said.get((client_id, row.quarter.text), otherwise),
                }
        if listed:
            found[codes[client_id]] = listed
    return dict(sorted(found.items()))


def _agreement(agreement: Agreement, day: date) -> State:
    return {"state": agreement.state_on(day), "number": agreement.number}


def _case(case: Case, day: date, rules: Rules) -> State:
    return {
        "state": case.state_on(day, rules.appeal_days),
        "forfeited": yuan(case.forfeited_fen),
        "rewards": [yuan(reporter.reward_fen) for reporter in case.reporters],
        "pool": yuan(case.pool_fen),
    }


def _plan(plan: VisitPlan, codes: dict[int, str]) -> State:
    return {
        "state": plan.state,
        "clients": {codes[visit.client_id]: visit.state for visit in plan.visits},
    }


def _settlement(session: Session, settlement: Settlement, codes: dict[int, str]) -> State:
    if settlement.state == "posted":
        lines = {
            line.client_id: Standing(line.standing, line.amount_fen) for line in settlement.lines
        }
    else:
        lines = standings_of(session, settlement)
    by_word: dict[str, list[str]] = {"held": [], "carried": [], "settled": []}
    for client_id, line in lines.items():
        by_word[line.standing].append(codes[client_id])
    amounts = {codes[client_id]: line.amount_fen for client_id, line in lines.items()}
    return {
        "state": settlement.state,
        "settled": {code: yuan(amounts[code]) for code in sorted(by_word["settled"])},
        "held": sorted(by_word["held"]),
        "carried": sorted(by_word["carried"]),
    }


def _ledger(session: Session) -> State:
    entries = session.scalar(select(func.count(Entry.number))) or 0
    total = session.scalar(select(func.sum(Posting.amount_fen))) or 0
    return {
        "entries": entries,
        "balanced": int(total) == 0,
        "chain": "ok" if first_problem(session) is None else "broken",
    }
