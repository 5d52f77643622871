"""The office's rules that have a number: each is a setting of the office with a default."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from desktop.basics.money import RATE_PLACES

# Within what an office may set a rule: a window or a rhythm of no days would mean nothing.
RATES = frozenset(
    {"usual_basic_rate", "usual_fund_rate", "price_allowance", "earned_rate"}
)  # ten-thousandths
MAY_BE_ZERO = RATES | {
    "paper_days",
    "minimum_drop_fen",
    "owed_limit_fen",
    "familiar_fen",
    "passwords_needed",
    "lock_minutes",
    "stop_s",
    "carton_s",
}
LARGEST_NUMBER = 100_000_000
FARTHEST_NEIGHBOUR_M = 5_000  # beyond it a whole city would be neighbours


def as_rate(number: int) -> Decimal:
    """What one of ``RATES`` says, from 0 to 1."""
    return Decimal(number).scaleb(-RATE_PLACES)


# Numbers of the rules that are no office's to set.
CLAIM_DIGITS = 16  # V2: of the code against which a reward is paid
NOT_AGAIN_DAYS = 90  # G8: how long a client isn't told again what it adopted or declined


@dataclass(frozen=True)
class Rules:
    """The numbers in force; the defaults are those the office agreed on."""

    paper_days: int = 7  # L5: how old a paper may be when it is recorded
    report_days: int = 90  # V1: how long ago a price may have been seen
    appeal_days: int = 15  # V6: the last day on which a ruling can be overturned
    claim_days: int = 180  # V6: how long a final reward can be claimed
    stale_days: int = 14  # section 6: how long a confirmed suggestion stays fresh
    effect_days: int = 28  # G7: the window before and after an adoption
    comparison_clients: int = 3  # G7: fewer than these, and the plain difference stands
    visit_days_a: int = 7  # G9
    visit_days_b: int = 14
    visit_days_c: int = 28
    visit_minutes: int = 20  # G10: how long a visit takes
    visit_kmh: int = 20  # G10: how fast a rep gets about
    road_percent: int = 130  # G10, D4: how long a way is, of the straight line
    day_minutes: int = 450  # G10: how long a rep's day is
    renewal_days: int = 30  # A6: how long before its end an agreement is to renew
    neighbour_m: int = 300  # P6, P7: who is a neighbour
    households_per_outlet: int = 300  # P7: fewer than these is too dense
    dense_outlets: int = 4  # P7: more than these is too dense where no household was counted
    minimum_drop_fen: int = 10_000  # D2: of an area that has none of its own
    owed_limit_fen: int = 0  # D1: of a client that owes more one is told; 0: of none
    expiry_days: int = 60  # how long before its expiry a lot comes up
    unseen_days: int = 90  # B2: how long a sign or rack may go unseen
    asset_days: int = 730  # B4: over how long a sign or rack is reckoned as a cost of its client
    benefit_days: int = 56  # B5: the window before and after a benefit
    reckoned_days: int = 7  # B3: how old a reckoning may be when it is confirmed
    passwords_needed: int = 0  # E1: 1: nobody works without a password
    lock_minutes: int = 15  # E1: how long a window may lie idle before it locks; 0: for ever
    drive_kmh: int = 25
    stop_s: int = 300  # D4: service, of a stop and of each carton
    carton_s: int = 20
    earned_rate: int = 1000  # D7: what of a drop's supply is left for bringing it
    planning_s: int = 30  # D4: how long runs are sought at most
    familiar_fen: int = 100  # D4: what it may cost that a client keeps its driver
    confirm_days: int = 15  # S6: by when a statement is to be checked by the client
    most_products: int = 12  # P3: on one shelf
    usual_basic_rate: int = 300  # P3: of a client without an agreement in force
    usual_fund_rate: int = 200
    price_allowance: int = 500  # P4: how far a protected price lies under the suggested one

    def changed(self, numbers: dict[str, int]) -> "Rules":
        """These rules with some numbers changed; ValueError for an unknown or negative one."""
        names = {field.name for field in fields(self)}
        for name, number in numbers.items():
            if name not in names or number < 0:
                raise ValueError(name)
        return replace(self, **numbers)
