"""The office's settings: its profile, its rules, its clauses and their legal review."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.basics.drafts.office import ProfileDraft, UpdatesDraft
from desktop.basics.fields import stored, yes_or_no
from desktop.basics.i18n import N_, _
from desktop.basics.money import grouped, percent
from desktop.basics.rules import RATES, Rules, as_rate
from desktop.models import ClauseTemplate, OfficeProfile, Staff
from desktop.queries.facts.rules import read_rules

# Each rule that is read with its words; its unit stands in them.
RULES: Mapping[str, str] = {
    "paper_days": N_("How old a paper may be when it is recorded, days"),
    "report_days": N_("How long ago a reported price may have been seen, days"),
    "appeal_days": N_("Appeal against a ruling, days"),
    "claim_days": N_("How long a reward can be claimed, days"),
    "stale_days": N_("How long a confirmed suggestion stays fresh, days"),
    "effect_days": N_("Before and after an adoption is compared, days"),
    "comparison_clients": N_("Fewest clients to compare with"),
    "visit_days_a": N_("Between visits to a client of class A, days"),
    "visit_days_b": N_("Between visits to a client of class B, days"),
    "visit_days_c": N_("Between visits to a client of class C, days"),
    "visit_minutes": N_("How long a visit takes, minutes"),
    "visit_kmh": N_("How fast a rep gets about, km/h"),
    "road_percent": N_("How long a way is, % of the straight line"),
    "day_minutes": N_("How long a rep's day is, minutes"),
    "renewal_days": N_("How long before its end an agreement is to renew, days"),
    "neighbour_m": N_("How near a neighbour lies, metres"),
    "households_per_outlet": N_("Fewest households per outlet; fewer is too dense"),
    "dense_outlets": N_("Most outlets where no household was counted"),
    "minimum_drop_fen": N_("Smallest drop, yuan"),
    "owed_limit_fen": N_("How much a client may owe before an order says so, yuan (0: any)"),
    "expiry_days": N_("How long before its expiry a lot comes up, days"),
    "unseen_days": N_("How long a sign or rack may go unseen, days"),
    "asset_days": N_("Over how long a sign or rack counts in the margin, days"),
    "benefit_days": N_("Window before and after a benefit, days"),
    "reckoned_days": N_("How old a reckoned rebate may be when it is confirmed, days"),
    "passwords_needed": N_(
        "Everybody needs a password (else anybody can work in a colleague's name)"
    ),
    "lock_minutes": N_("How long a window may lie idle before it locks, minutes (0: never)"),
    "drive_kmh": N_("How fast vehicles drive, km an hour"),
    "stop_s": N_("Service of a stop, seconds"),
    "carton_s": N_("Service of a carton, seconds"),
    "earned_rate": N_("What of the supply is left for bringing it"),
    "planning_s": N_("How long runs are sought at most, seconds"),
    "familiar_fen": N_("What it may cost that a client keeps its driver, yuan (0: nothing)"),
    "confirm_days": N_("By when a statement is to be checked, days"),
    "most_products": N_("Most products on a proposed shelf"),
    "usual_basic_rate": N_("Usual basic profit, of a client without an agreement"),
    "usual_fund_rate": N_("Usual fund, of a client without an agreement"),
    "price_allowance": N_("How far a protected price lies under the suggested one"),
}
AMOUNTS = frozenset({"minimum_drop_fen", "owed_limit_fen", "familiar_fen"})
SWITCHES = frozenset({"passwords_needed"})  # 1 is yes, 0 is no


def rule_words(name: str) -> str:
    """What a rule is about."""
    return _(RULES.get(name, name))


def rule_number(name: str, number: int) -> str:
    """A rule's number as people read it."""
    if name in SWITCHES:
        return yes_or_no(bool(number))
    if name in RATES:
        return percent(as_rate(number))
    return grouped(number) if name in AMOUNTS else str(number)


@dataclass(frozen=True, kw_only=True)
class ProfileDetail(ProfileDraft):
    """What the office is called, where it is, and the legal review of its clauses (A8)."""

    version: int
    review_by: str
    review_ground: str
    review_on: date | None
    review_until: date | None
    review_entered_by: str


@dataclass(frozen=True, kw_only=True)
class UpdatesDetail(UpdatesDraft):
    """Where newer versions are looked for; ``version`` is the profile's."""

    version: int


@dataclass(frozen=True)
class RulesDetail:
    """The numbers in force and the defaults, by name; ``version`` is the profile's."""

    version: int
    numbers: dict[str, int]
    defaults: dict[str, int]


@dataclass(frozen=True)
class ClausesDetail:
    """The clauses of one kind."""

    kind: str
    words: str
    version: int
    text: str
    changed_on: date | None
    changed_by: str


def profile_detail(session: Session) -> ProfileDetail:
    """The office's profile."""
    profile = session.get_one(OfficeProfile, 1)
    return ProfileDetail(
        **stored(ProfileDraft, profile),
        version=profile.version,
        review_by=profile.review_by,
        review_ground=profile.review_ground,
        review_on=profile.review_on,
        review_until=profile.review_until,
        review_entered_by=_name(session, profile.review_entered_by_id),
    )


def updates_detail(session: Session) -> UpdatesDetail:
    """Where the office's programs look for newer versions."""
    profile = session.get_one(OfficeProfile, 1)
    return UpdatesDetail(**stored(UpdatesDraft, profile), version=profile.version)


def rules_detail(session: Session) -> RulesDetail:
    """The rules in force."""
    version = session.get_one(OfficeProfile, 1).version
    return RulesDetail(version, asdict(read_rules(session)), asdict(Rules()))


def clauses_detail(session: Session, kind: str) -> ClausesDetail:
    """The clauses of one kind as the next agreement takes them."""
    template = session.get_one(ClauseTemplate, kind)
    return ClausesDetail(
        kind,
        CLAUSE_KINDS[kind],
        template.version,
        template.text,
        template.changed_on,
        _name(session, template.changed_by_id),
    )


def _name(session: Session, staff_id: int | None) -> str:
    staff = session.get(Staff, staff_id) if staff_id is not None else None
    return staff.name if staff else ""
