"""The audit trail as people read it: who changed what, when, from what to what (E1)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session

from desktop.basics.fields import yes_or_no
from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import grouped
from desktop.basics.order_key import order_key
from desktop.models import (
    Agreement,
    Area,
    Asset,
    AssortmentRule,
    Audit,
    BalanceLetter,
    Benefit,
    Case,
    CategoryMargin,
    ChangeKey,
    Client,
    Collection,
    Delivery,
    Lot,
    MapGround,
    Opening,
    Order,
    Patrol,
    Product,
    ProductPicture,
    Proposal,
    RebatePlan,
    Refund,
    Return,
    Run,
    Settlement,
    Staff,
    Suggestion,
    Survey,
    Vehicle,
    Visit,
)
from desktop.planning.kinds import KINDS
from desktop.queries.audit_words import (
    RECORDS,
    action_words,
    actions_in_order,
    fact_choices,
    fact_words,
    record_words,
)
from desktop.queries.listing import Wanted, holds, in_turn, keys, ordered
from desktop.queries.lists import Asked, Filter, PageList
from desktop.queries.words import (
    ENDED,
    MEANS,
    PAPERS,
    PAYOUT_METHODS,
    REPORTER_KINDS,
    SIGHTINGS,
    state_word,
)

# Whose words the states of a table are.
_STATES_OF = {
    "agreement": "agreement",
    "benefit": "benefit",
    "client": "client",
    "client_order": "order",
    "collection": "document",
    "delivery": "document",
    "goods_return": "document",
    "payout": "payout",
    "proposal": "proposal",
    "rebate_plan": "rebate",
    "run": "run",
    "settlement": "settlement",
    "suggestion": "suggestion",
    "violation": "case",
    "visit": "visit",
    "visit_plan": "plan",
}
# Whose words a fact is that is kept as a code.
_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("asset", "condition"): SIGHTINGS,
    ("asset", "ended_how"): ENDED,
    ("collection", "means"): MEANS,
    ("issued_paper", "kind"): PAPERS,
    ("paper_print", "kind"): PAPERS,
    ("payout", "method"): PAYOUT_METHODS,
    ("plan", "kind"): {name: kind.words for name, kind in KINDS.items()},
    ("refund", "means"): MEANS,
    ("reporter", "kind"): REPORTER_KINDS,
}
_PICTURE = ProductPicture.__tablename__


class Called(NamedTuple):
    """How the records of a kind are called: their key, their name or their client's, and both."""

    key: Any
    name: Any
    query: Select[int, str]


# What people know by a name, a code or a number of its own, which a change needn't tell.
_BY_NAME = (Area, Client, MapGround, Product, RebatePlan, Staff)
_BY_CODE = (AssortmentRule, Lot, Vehicle)
_BY_NUMBER = (
    *(BalanceLetter, Benefit, Case, Collection, Delivery),
    *(Order, Proposal, Refund, Return, Run),
)
# Documents without a number of their own, which people know by their client.
_OF_A_CLIENT = (Agreement, Asset, Opening, Patrol, Settlement, Suggestion, Survey, Visit)
_CALLED: Mapping[str, Called] = {
    **{one.__tablename__: Called(one.id, one.name, select(one.id, one.name)) for one in _BY_NAME},
    **{one.__tablename__: Called(one.id, one.code, select(one.id, one.code)) for one in _BY_CODE},
    **{
        one.__tablename__: Called(one.id, one.number, select(one.id, one.number))
        for one in _BY_NUMBER
    },
    **{
        one.__tablename__: Called(
            one.id,
            Client.name,
            select(one.id, Client.name).join(Client, Client.id == one.client_id),
        )
        for one in _OF_A_CLIENT
    },
    CategoryMargin.__tablename__: Called(
        CategoryMargin.id,
        CategoryMargin.category,
        select(CategoryMargin.id, CategoryMargin.category),
    ),
    _PICTURE: Called(Product.id, Product.name, select(Product.id, Product.name)),
}


def called_kinds() -> frozenset[str]:
    """The kinds of records that are called by what they are called now."""
    return frozenset(_CALLED)


@dataclass(frozen=True)
class AuditRow:
    """A line of the trail; parts of a document (its lines) stand in no line of their own."""

    id: int
    at: str
    who: str
    action: str
    record: str
    named: str
    pc: str

    @property
    def sentence(self) -> str:
        """The line as a sentence: who, where, when, what to which record."""
        who = self.who or _("The program")
        if self.pc:
            words = _("{who} on {pc}, {at}: {action} ({record} {named}).")
        else:
            words = _("{who}, {at}: {action} ({record} {named}).")
        return words.format(**{**asdict(self), "who": who})


@dataclass(frozen=True)
class Fact:
    """One fact of a record as it was and as it became."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditDetail:
    """One change of one record."""

    row: AuditRow
    facts: tuple[Fact, ...]


def audit_ids(session: Session, wanted: Wanted, person_id: int | None) -> list[int]:
    """The trail of the records that people know, the newest change first."""
    query = CHANGES.under(wanted.filter, Asked(session, _ANY_DAY, person_id))
    if wanted.search:
        typed = wanted.search
        who = select(Staff.id).where(holds(Staff.name, typed).anywhere)
        told = holds(Audit.after, typed).anywhere | Audit.staff_id.in_(who)
        there = select(ChangeKey.key).where(holds(ChangeKey.pc, typed).anywhere)
        query = query.where(told | _is_called(typed) | Audit.change_key.in_(there))
    columns: dict[str, Any] = {
        "at": Audit.id,
        "what": in_turn(Audit.action, actions_in_order()),
        "record": in_turn(Audit.record_kind, sorted(RECORDS, key=_by_record)),
    }
    if wanted.sort == "who":
        query = query.outerjoin(Staff, Staff.id == Audit.staff_id)
        columns["who"] = func.nullif(Staff.name_key, "")
    if wanted.sort == "pc":
        query = query.outerjoin(ChangeKey, ChangeKey.key == Audit.change_key)
        columns["pc"] = func.nullif(ChangeKey.pc, "")
    return keys(session, ordered(query, columns, wanted, Audit.id.desc()))


def _is_called(typed: str) -> ColumnElement[bool]:
    """Whether the record is called so now, whatever a change of it tells."""
    return or_(
        *(
            (Audit.record_kind == kind)
            & Audit.record_id.in_(
                one.query.where(holds(one.name, typed).anywhere).with_only_columns(
                    cast(one.key, String), maintain_column_froms=True
                )
            )
            for kind, one in _CALLED.items()
        )
    )


_ANY_DAY = date.min  # none of the filters asks for it
_KNOWN = Audit.record_kind.in_(list(RECORDS))

CHANGES = PageList(
    "audit",
    Audit.id,
    (
        Filter("", N_("All"), _KNOWN),
        Filter("changed", N_("Changed, not new"), _KNOWN & Audit.before.is_not(None)),
        Filter("mine", N_("Mine"), lambda asked: _KNOWN & asked.mine(Audit.staff_id)),
    ),
    lambda asked, wanted: audit_ids(asked.session, wanted, asked.person_id),
    lambda asked, ids: audit_rows(asked.session, ids),
    counted=False,
)


def _by_record(kind: str) -> str:
    return order_key(record_words(kind))


def audit_rows(session: Session, ids: Sequence[int]) -> dict[int, AuditRow]:
    """The lines of the trail."""
    rows = session.execute(
        select(Audit, Staff.name, ChangeKey.pc)
        .outerjoin(Staff, Staff.id == Audit.staff_id)
        .outerjoin(ChangeKey, ChangeKey.key == Audit.change_key)
        .where(Audit.id.in_(list(ids)))
    ).all()
    clients = {_told(audit).get("client_id") for audit, _who, _pc in rows} - {None}
    names = dict(
        session.execute(select(Client.id, Client.name).where(Client.id.in_(clients))).all()
    )
    owners = _owners(session, [audit for audit, _who, _pc in rows])
    return {audit.id: _row(audit, who, pc or "", names, owners) for audit, who, pc in rows}


def _owners(session: Session, trail: Sequence[Audit]) -> dict[tuple[str, str], str]:
    """How each is called where its change doesn't say so: by itself, its client or product."""
    found: dict[tuple[str, str], str] = {}
    for kind, (key, _name, query) in _CALLED.items():
        keys = {int(one.record_id) for one in trail if one.record_kind == kind and one.record_id}
        if keys:
            rows = session.execute(query.where(key.in_(keys)))
            found |= {(kind, str(number)): name for number, name in rows}
    return found


def audit_detail(session: Session, audit_id: int) -> AuditDetail:
    """One change."""
    audit = session.get_one(Audit, audit_id)
    return AuditDetail(audit_rows(session, [audit_id])[audit_id], tuple(facts(audit)))


def facts(audit: Audit) -> list[Fact]:
    """The facts that were written, those that people know by name."""
    before, after = _read(audit.before), _read(audit.after)
    found = []
    for key in after or before:
        kind = audit.record_kind
        words = fact_words(kind, key)
        if words is not None:
            was, became = said(kind, key, before.get(key)), said(kind, key, after.get(key))
            found.append(Fact(words, was, became))
    return found


def difference(audit: Audit) -> str:
    """What changed, in one line."""
    if audit.before is None:
        return action_words(audit.action)
    return "；".join(
        f"{fact.name}: {fact.before or '—'} → {fact.after or '—'}" for fact in facts(audit)
    )


def local_moment(at: str) -> str:
    """When it was, by this computer's clock: ``2026-07-06 09:30``."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _row(
    audit: Audit,
    who: str | None,
    pc: str,
    clients: Mapping[int, str],
    owners: Mapping[tuple[str, str], str],
) -> AuditRow:
    told = _told(audit)
    owner = owners.get((audit.record_kind, audit.record_id))
    own = told.get("name") or told.get("number") or clients.get(told.get("client_id") or 0)
    # A picture's own name is that of its file; one entry of many has all their names.
    pictured = audit.record_kind == _PICTURE
    named = owner or _counted(str(own or "")) if pictured else own or owner
    return AuditRow(
        audit.id,
        local_moment(audit.at),
        who or "",
        action_words(audit.action),
        record_words(audit.record_kind),
        str(named or told.get("code") or told.get("document_id") or audit.record_id),
        pc,
    )


def _counted(names: str) -> str:
    """How many files an entry names; the names stand among its facts."""
    files = [one for one in re.split("[,、] ?", names) if one]
    if len(files) < 2:
        return names
    return ngettext("{number} picture", "{number} pictures", len(files)).format(number=len(files))


def _told(audit: Audit) -> dict[str, Any]:
    return {**_read(audit.before), **_read(audit.after)}


def _read(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}


def said(kind: str, key: str, value: Any) -> str:
    """A fact of a kind of record as people read it."""
    if value is None or value == "":
        return ""
    if key == "state" and kind in _STATES_OF:
        return state_word(_STATES_OF[kind], str(value))
    if words := _WORDS.get((kind, key)) or fact_choices(kind, key):
        return _(words.get(str(value), str(value)))
    if key.endswith("_fen") and isinstance(value, int):
        return grouped(value)
    if isinstance(value, bool):
        return yes_or_no(value)
    return str(value)
