"""What the state doesn't show: a story's further expectations, asked of the real program.

In a ``.state.json`` file ``"shown": {"overdue": {"2026-01-13": ["C1"]}}`` says: asked for
``overdue`` of 2026-01-13, the office answers C1. Each answer below takes that key.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter, parse_day
from desktop.basics.errors import Refused
from desktop.basics.money import yuan
from desktop.models import (
    Agreement,
    Client,
    Entry,
    Payout,
    Posting,
    Product,
    Proposal,
    Staff,
    Suggestion,
)
from desktop.queries.agreements import agreement_ids
from desktop.queries.clients import client_file
from desktop.queries.facts.assortment import fit_of
from desktop.queries.facts.effects import effect_of
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.visits import is_overdue
from desktop.queries.ledger import first_problem
from desktop.queries.left_out import left_out_rows
from desktop.queries.listing import Wanted
from desktop.queries.papers.contract import contract
from desktop.queries.papers.statement import fund_statements
from desktop.queries.plans.planned import planned
from desktop.queries.visits import under_prices
from desktop.queries.what_works import next_suggestion, what_works
from desktop.replay.replay import Replayed
from desktop.services import ledger
from desktop.services.cases import pay_reward
from desktop.services.ledger import Booking, Leg
from desktop.services.office import Office
from desktop.services.papers.registry import issue
from tests.printing import pdf
from tests.scenarios.shown_trials import trial

CAPITALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分]{2,}整?")


@dataclass(frozen=True)
class Stage:
    """An office after a story, and what the story's names stand for."""

    office: Office
    played: Replayed

    @property
    def last_day(self) -> date:
        assert self.played.last_day is not None
        return self.played.last_day

    def id(self, kind: str, ref: str) -> int:
        return self.played.names.known[kind, ref]

    def ref(self, kind: str, number: int) -> str | None:
        known = self.played.names.known
        return next((ref for (one, ref), id_ in known.items() if (one, id_) == (kind, number)), "")

    def acting(self, role: str) -> Office:
        """The office with somebody of this role signed in, on the story's last day."""
        with self.office.reading() as session:
            people = session.scalars(select(Staff).order_by(Staff.id))
            code = next(one.code for one in people if role in {own.role for own in one.roles})
        return self.office.on(self.last_day, self.office.find_person(code))

    @contextmanager
    def tried(self) -> Iterator[Session]:
        """A session whose changes are rolled back."""
        with Session(self.office.engine.execution_options(change=True)) as session:
            yield session
            session.rollback()


def _filled(**facts: Any) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact not in (None, "", [], {})}


def _client(session: Session, code: str) -> Client:
    return session.scalars(select(Client).where(Client.code == code)).one()


def _account(session: Session, stage: Stage, posting: Posting) -> str:
    if posting.client_id:
        return f"{posting.account}:{session.get_one(Client, posting.client_id).code}"
    if posting.case_id:
        return f"{posting.account}:{stage.ref('case', posting.case_id)}"
    return posting.account


def entry(stage: Stage, number: str) -> Any:
    """An entry of the ledger with its postings (L1, L6)."""
    with stage.office.reading() as session:
        booked = session.get_one(Entry, int(number))
        legs = session.scalars(select(Posting).where(Posting.entry_number == booked.number))
        named = booked.source_id.isdigit() and stage.ref(booked.source, int(booked.source_id))
        return _filled(
            on=str(booked.booked_on),
            kind=booked.kind,
            document=f"{booked.source} {named}" if named else booked.source,
            by=session.get_one(Staff, booked.posted_by_id).code,
            means=booked.means,
            cancels=booked.cancels_number,
            reason=booked.reason,
            postings={_account(session, stage, leg): yuan(leg.amount_fen) for leg in legs},
        )


def sql(stage: Stage, statement: str) -> str:
    """What the database itself says to a statement (L2)."""
    with stage.tried() as session:
        try:
            session.execute(text(statement))
        except DatabaseError:
            return "refused"
        return "done"


def booked(stage: Stage, how: str) -> str:
    """What the database says to an entry that the ledger's own door brings (L2, L4).

    ``again N`` brings entry N's action a second time, ``unbalanced`` a fen too much.
    """
    legs = [Leg("cash", 101 if how == "unbalanced" else 100), Leg("pool", -100)]
    with stage.acting("cashier").transaction("collection.record") as session:
        key = how
        if how.startswith("again "):
            key = session.get_one(Entry, int(how.removeprefix("again "))).action_key
        trial = session.begin_nested()
        try:
            ledger.post(session, Booking("collection", "collection", "0", key, legs))
        except DatabaseError:
            return "refused"
        finally:
            trial.rollback()
    return "done"


def check_finds(stage: Stage, statement: str) -> int | None:
    """Which entry the check names first after a statement went by all protections (L3)."""
    with stage.tried() as session:
        if session.get_bind().dialect.name == "sqlite":
            names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in session.scalars(names).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("entry", "posting"):
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text(statement))
        found = re.search(r"\d+", first_problem(session) or "")
    return int(found.group()) if found else None


def capitals(stage: Stage, payout: str) -> str:
    """The amount in words on a payout's printed voucher (M7); the key is settlement, client."""
    settlement, code = payout.split()
    with stage.office.reading() as session:
        key = (stage.id("settlement", settlement), _client(session, code).id)
        number = session.get_one(Payout, key).number
    found = CAPITALS.findall(pdf.text(issue(stage.acting("cashier"), "payout_voucher", number)))
    assert found
    return str(found[0])


def statement(stage: Stage, of: str) -> Any:
    """A client's fund statement (S6); the key is client, quarter."""
    code, quarter = of.split()
    with stage.office.reading() as session:
        client = _client(session, code)
        (paper,) = fund_statements(session, [client], Quarter.parse(quarter), stage.last_day)
    moved = [[str(one.day), one.words, yuan(one.fund_fen)] for one in paper.movements]
    return {
        "opening": yuan(paper.opening_fen),
        "movements": moved,
        "settled": yuan(paper.settled_fen),
        "closing": yuan(paper.closing_fen),
        "state": paper.state,
    }


def to_renew(stage: Stage, day: str) -> Any:
    """The agreements under "to renew" on a day (A6)."""
    with stage.office.reading() as session:
        ids = agreement_ids(session, Wanted(filter="renew"), parse_day(day))
    return [stage.ref("agreement", one) for one in ids]


def agreed(stage: Stage, ref: str) -> Any:
    """What stands on an agreement's contract, and in how many copies (A4, A7)."""
    number = stage.id("agreement", ref)
    with stage.office.reading() as session:
        paper = contract(session, session.get_one(Agreement, number))
    copies = re.findall(
        r"第 ?\d ?份 ?/ ?共 ?\d ?份", pdf.text(issue(stage.acting("clerk"), "contract", key=number))
    )
    return {
        "number": paper.number,
        "protected": {one.code: yuan(one.price_fen) for one in paper.prices if one.price_fen},
        "lead_lines": list(paper.lead_lines),
        "copies": len(set(copies)),
    }


def unreviewed(stage: Stage, ref: str) -> str | None:
    """Who went on to sign although no legal review was valid (A8)."""
    with stage.office.reading() as session:
        person = session.get_one(Agreement, stage.id("agreement", ref)).unreviewed_by_id
        return session.get_one(Staff, person).code if person else None


def claim_code(stage: Stage, reporter: str) -> Any:
    """Digits of a reporter's claim code, where it is stored, and what a wrong one gets (V2)."""
    case, position = reporter.split()
    code = stage.played.names.claim_codes[case][int(position) - 1]
    wrong = f"{(int(code) + 1) % 10**16:016d}"
    try:
        pay_reward(stage.acting("cashier"), stage.id("case", case), int(position), wrong)
        answer = "paid"
    except Refused as refusal:
        answer = refusal.code
    return {"digits": len(code), "stored": written(stage, code), "wrong": answer}


def written(stage: Stage, words: str) -> list[str]:
    """The tables of the database in which a text stands (V2)."""
    engine = stage.office.engine
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = {one: connection.execute(text(f'SELECT * FROM "{one}"')).all() for one in tables}
    return sorted(one for one in tables if any(words in str(row) for row in rows[one]))


def client(stage: Stage, code: str) -> Any:
    """A client's file: its state, since when it is active, who took the shop over (C1, C2)."""
    with stage.office.reading() as session:
        one = _client(session, code)
        successor = session.get(Client, one.successor_id) if one.successor_id else None
        return _filled(
            name=one.name,
            state=one.state,
            since=str(one.active_since or ""),
            closed=str(one.closed_on or ""),
            successor=successor.code if successor else "",
        )


def around(stage: Stage, code: str) -> Any:
    """What a client's file tells of its neighbours (P6, P7)."""
    with stage.office.reading() as session:
        codes = dict(session.execute(select(Client.id, Client.code)).all())
        file = client_file(session, _client(session, code).id, stage.last_day)
        return file.density and {
            "outlets": file.density.outlets,
            "dense": file.is_dense,
            "led_near": [f"{o.line} {codes[o.client_id]} {o.apart_mm}" for o in file.led_near],
        }


def dense(stage: Stage, ref: str) -> Any:
    """The outlets where an agreement was approved in a dense place, and the reason (P7)."""
    with stage.office.reading() as session:
        one = session.get_one(Agreement, stage.id("agreement", ref))
        return one.dense_outlets and [one.dense_outlets, one.density_reason]


def fits(stage: Stage, of: str) -> Any:
    """How well a product fits a client on a day, and the reasons (P2)."""
    code, product_code, day = of.split()
    with stage.office.reading() as session:
        product = session.scalars(select(Product).where(Product.code == product_code)).one()
        found = fit_of(session, _client(session, code), product, parse_day(day))
        return {"weight": found.weight, "must": found.must, "reasons": list(found.reasons)}


def proposed(stage: Stage, ref: str) -> Any:
    """What was computed for a shop, why the rest was left out, and what came of it (P2–P4)."""
    with stage.office.reading() as session:
        one = session.get_one(Proposal, stage.id("proposal", ref))
        agreement = session.scalars(select(Agreement).where(Agreement.proposal_id == one.id)).one()
        left_out = left_out_rows(session, one)
        return {
            "customers": one.customers,
            "until": str(one.valid_until),
            "lines": [
                [
                    *(line.product.code, line.level, line.facings),
                    f"{line.quantity} {line.unit.name}",
                    *(line.reason, line.daily_micro, line.value_milli),
                ]
                for line in one.lines
            ],
            "left_out": [[row.product, row.words] for row in left_out],
            "protected": {
                session.get_one(Product, price.product_id).code: yuan(price.price_fen)
                for price in agreement.protected_prices
            },
            "lead_lines": [one.line for one in agreement.lead_lines],
        }


def suggestion(stage: Stage, ref: str) -> Any:
    """What is kept of a suggestion and its outcome (G5, G6)."""
    with stage.office.reading() as session:
        one = session.get_one(Suggestion, stage.id("suggestion", ref))
        return _filled(
            category=one.category,
            wording=one.wording,
            expected=one.expected,
            presented=str(one.presented_on or ""),
            adopted=str(one.adopted_on or ""),
            words=one.words,
            mark=one.mark,
        )


def visit_sheet(stage: Stage, ref: str) -> str:
    """What printing a plan's sheet gets (G3)."""
    try:
        issue(stage.acting("rep"), "visit_sheet", key=stage.id("plan", ref))
    except Refused as refusal:
        return refusal.code
    return "printed"


def under_price(stage: Stage, patrol: str) -> Any:
    """The reports that a patrol offers with one click, by the patrol's number (G4)."""
    with stage.office.reading() as session:
        seen = under_prices(session, [int(patrol)])
    return [[one.client, one.product, yuan(one.price_fen), yuan(one.protected_fen)] for one in seen]


def overdue(stage: Stage, day: str) -> Any:
    """The clients whose visit is overdue on a day (G9)."""
    with stage.office.reading() as session:
        late = is_overdue(read_rules(session), parse_day(day))
        return sorted(session.scalars(select(Client.code).where(late)))


def effect(stage: Stage, of: str) -> Any:
    """What a suggestion brought, in yuan a day (G7); the key is suggestion, day."""
    ref, day = of.split()
    with stage.office.reading() as session:
        row = effect_of(session, stage.id("suggestion", ref), parse_day(day))
    if row is None or row.figures is None:
        return None if row is None else "not yet"
    figures = row.figures
    amounts = {name: fen for name, fen in asdict(figures).items() if name.endswith("_fen")}
    shown = {
        name.removesuffix("_fen"): None if fen is None else yuan(fen)
        for name, fen in amounts.items()
    }
    return {**shown, "clients": figures.clients}


def works(stage: Stage, day: str) -> Any:
    """What worked, by category and segment, what brought most first (G8)."""
    with stage.office.reading() as session:
        rows = what_works(session, parse_day(day))
    return [
        {
            "category": one.category,
            "segment": one.segment,
            "presented": one.presented,
            "rate": str(one.adoption_rate),
            "mean": None if one.mean_fen is None else yuan(one.mean_fen),
            "shrunk": yuan(one.shrunk_fen),
        }
        for one in rows
    ]


def offered(stage: Stage, of: str) -> Any:
    """What the program would suggest next (G8); the key is client, day."""
    code, day = of.split()
    with stage.office.reading() as session:
        offers = next_suggestion(session, _client(session, code).id, parse_day(day))
    assert all(one.reason for one in offers)
    return [[one.category, *one.products] for one in offers]


def next_products(stage: Stage, of: str) -> Any:
    """What a client takes up next, likeliest first (G11); the key is client, day."""
    code, day = of.split()
    with stage.office.reading() as session:
        plan = planned(session, "next", parse_day(day)).plan
    return list(plan.next.get(code, ()))


ANSWERS: dict[str, Callable[[Stage, str], Any]] = {
    answer.__name__: answer
    for answer in (
        agreed,
        booked,
        capitals,
        check_finds,
        around,
        claim_code,
        client,
        dense,
        effect,
        entry,
        fits,
        next_products,
        offered,
        overdue,
        proposed,
        sql,
        statement,
        suggestion,
        to_renew,
        trial,
        under_price,
        unreviewed,
        visit_sheet,
        works,
        written,
    )
}


def answers(stage: Stage, asked: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answers to what a story asks, in the shape in which it expects them."""
    return {name: {key: ANSWERS[name](stage, key) for key in keys} for name, keys in asked.items()}
