"""The audit trail as people read it: who changed what, when, from what to what (E1)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.basics.fields import yes_or_no
from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import grouped
from desktop.basics.office_clock import at_office
from desktop.basics.order_key import order_key
from desktop.models import Audit, ChangeKey, Client, Staff
from desktop.models.case import REWARD_STATES
from desktop.models.stock import MOVE_KINDS
from desktop.planning.kinds import KINDS
from desktop.queries.audit_names import PICTURE, is_called, name_of, owners
from desktop.queries.audit_words import (
    RECORDS,
    action_words,
    actions_in_order,
    fact_choices,
    fact_said,
    fact_words,
    record_words,
)
from desktop.queries.listing import Wanted, holds, in_turn, keys, ordered
from desktop.queries.lists import Asked, Filter, PageList
from desktop.queries.rule_reasons import typed
from desktop.queries.settings import rule_number, rule_words
from desktop.queries.words import (
    CONDITIONS,
    ENDED,
    MEANS,
    PAPERS,
    PAYOUT_METHODS,
    PLACES,
    REPORTER_KINDS,
    SIGHTINGS,
    state_word,
)

# Whose words the states of a table are.
_STATES_OF = {
    "agreement": "agreement",
    "balance_letter": "letter",
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
    "trial": "trial",
    "violation": "case",
    "visit": "visit",
    "visit_plan": "plan",
}
# Whose words a fact is that is kept as a code.
_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("asset", "condition"): SIGHTINGS,
    ("asset", "ended_how"): ENDED,
    ("clause_template", "kind"): CLAUSE_KINDS,
    ("collection", "means"): MEANS,
    ("goods_return", "condition"): CONDITIONS,
    ("issued_paper", "kind"): PAPERS,
    ("paper_print", "kind"): PAPERS,
    ("payout", "method"): PAYOUT_METHODS,
    ("plan", "kind"): {name: kind.words for name, kind in KINDS.items()},
    ("refund", "means"): MEANS,
    ("reporter", "kind"): REPORTER_KINDS,
    ("reporter", "reward_state"): REWARD_STATES,
    ("stock_move", "from_place"): PLACES,
    ("stock_move", "kind"): MOVE_KINDS,
    ("stock_move", "to_place"): PLACES,
}


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
            words = _("{who} on {pc}, {at}: {action} ({record}).")
        else:
            words = _("{who}, {at}: {action} ({record}).")
        record = f"{self.record} {self.named}".rstrip()
        return words.format(**{**asdict(self), "who": who, "record": record})


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
    """The trail of the records that people know, the newest change first.

    It is read from its end on, as far as it is wanted.
    """
    query = CHANGES.under(wanted.filter, Asked(session, _ANY_DAY, person_id))
    if wanted.search:
        typed = wanted.search
        who = select(Staff.id).where(holds(Staff.name, typed).anywhere)
        told = holds(Audit.after, typed).anywhere | Audit.staff_id.in_(who)
        there = select(ChangeKey.key).where(holds(ChangeKey.pc, typed).anywhere)
        query = query.where(told | is_called(typed) | Audit.change_key.in_(there))
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
    return keys(
        session, ordered(query, columns, wanted, Audit.id.desc()).limit(wanted.first or None)
    )


_ANY_DAY = date.min  # none of the filters asks for it
# Nearly all are known: by their index all would be found first, then sorted.
_KNOWN = Audit.record_kind.concat("").in_(list(RECORDS))

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
    named = owners(session, [audit for audit, _who, _pc in rows])
    return {audit.id: _row(audit, who, pc or "", names, named) for audit, who, pc in rows}


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
            was, became = (_said_of(audit, key, told.get(key)) for told in (before, after))
            found.append(Fact(words, was, became))
    return found


def _said_of(audit: Audit, key: str, value: Any) -> str:
    if audit.record_kind != "rule" or value is None:
        return said(audit.record_kind, key, value)
    if key == "name":
        return rule_words(value)
    return rule_number(audit.record_id, value) if key == "number" else str(value)


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
    return at_office(moment.replace(tzinfo=moment.tzinfo or UTC)).strftime("%Y-%m-%d %H:%M")


def _row(
    audit: Audit,
    who: str | None,
    pc: str,
    clients: Mapping[int, str],
    named: Mapping[tuple[str, str], str],
) -> AuditRow:
    told = _told(audit)
    owner = named.get((audit.record_kind, audit.record_id))
    own = told.get("name") or told.get("number") or clients.get(told.get("client_id") or 0)
    # A picture's own name is that of its file; one entry of many has all their names.
    pictured = audit.record_kind == PICTURE
    if audit.record_kind == "rule":
        own = rule_words(audit.record_id)
    called = owner or _counted(str(own or "")) if pictured else own or owner
    return AuditRow(
        audit.id,
        local_moment(audit.at),
        who or "",
        action_words(audit.action),
        record_words(audit.record_kind),
        str(called or told.get("code") or told.get("document_id") or _without(audit)),
        pc,
    )


def _without(audit: Audit) -> str:
    return name_of(audit.record_kind, audit.record_id)


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
    if (kind, key) == ("assortment_rule", "reason"):
        return typed(str(value))
    if key == "state" and kind in _STATES_OF:
        return state_word(_STATES_OF[kind], str(value))
    if words := _WORDS.get((kind, key)) or fact_choices(kind, key):
        return _(words.get(str(value), str(value)))
    if told := fact_said(kind, key, value):
        return told
    if key.endswith("_fen") and isinstance(value, int):
        return grouped(value)
    if isinstance(value, bool):
        return yes_or_no(value)
    return str(value)
