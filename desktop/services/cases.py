"""Violation cases: reported, ruled, overturned, and the rewards (V1–V7)."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import share as share_of
from desktop.basics.money import split, yuan
from desktop.basics.rules import CLAIM_DIGITS
from desktop.models import (
    Agreement,
    Case,
    Client,
    Patrol,
    PatrolPrice,
    Payout,
    Product,
    Reporter,
)
from desktop.models.base import wrong_state
from desktop.models.case import REPORTER_KINDS
from desktop.queries.cases import fund_at_stake, payouts_at_stake
from desktop.queries.facts.agreements import agreement_on
from desktop.queries.facts.promotions import lowest_prices
from desktop.queries.facts.seen_prices import first_reported
from desktop.services import audit, ledger
from desktop.services.change import Change
from desktop.services.checks import invalid, need_another, need_text, need_word
from desktop.services.find import find_client, find_product, find_staff, not_found
from desktop.services.ledger import Booking, Leg
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.several import for_each
from desktop.services.steps import Noun, Step
from desktop.services.written import need_fields, written

CASE = Noun("case", Case)
_IN_THE_OFFICES_BOOKS = ("client", "staff")
_NAMED = 6  # products that a refusal names


@dataclass(frozen=True)
class ReporterDraft:
    """Who reports: ``who`` is a client's or staff member's code.

    A consumer's name is not kept (V2): whatever ``who`` says of one is forgotten here.
    """

    kind: str
    who: str = ""


@dataclass(frozen=True)
class Reported:
    """A new case, and each reporter's claim code: shown once, kept only as a hash (V2)."""

    case_id: int
    claim_codes: tuple[str, ...]


def report_case(office: Office, draft: CaseDraft, reporters: Sequence[ReporterDraft]) -> Reported:
    """Report a price under the protected one (V1), diverted goods or display not kept (V1a)."""
    need_fields(draft)
    if draft.kind == "price":
        _need_price(draft)
    _check_reporters(reporters)
    with office.transaction("case.report") as session:
        oldest = first_reported(session.rules, session.today)
        if not oldest <= draft.seen_on <= session.today:
            raise invalid(
                "seen_on",
                _("It must have been seen between {oldest} and {today}.").format(
                    oldest=oldest, today=session.today
                ),
            )
        shop = find_client(session, draft.client)
        goods = find_product(session, draft.product) if draft.product else None
        named = [_named(session, place, one) for place, one in enumerate(reporters, 1)]
        session.allow()
        agreement = _need_agreement(session, draft, shop)
        judged = goods if draft.kind == "price" else None
        lowest_fen = _need_undercut(session, draft, agreement, judged) if judged else None
        case = Case(
            **written(draft),
            number=next_number(session, "AJ"),
            client_id=shop.id,
            product_id=goods.id if goods else None,
            agreement_id=agreement.id,
            protected_fen=lowest_fen,
            reported_on=session.today,
            reported_by_id=session.actor_id,
        )
        codes = tuple(_give_code(reporter) for reporter in named)
        case.reporters = named
        session.add(case)
        session.flush()
        _mark_seen(session, case)
        return Reported(case.id, codes)


def _mark_seen(session: Change, case: Case) -> None:
    """The price that a patrol saw and that is reported now waits for no other report (G4)."""
    seen = session.scalars(
        select(PatrolPrice)
        .join(Patrol, Patrol.id == PatrolPrice.patrol_id)
        .where(
            Patrol.client_id == case.client_id,
            Patrol.patrolled_on == case.seen_on,
            PatrolPrice.product_id == case.product_id,
            PatrolPrice.price_fen == case.price_fen,
            PatrolPrice.case_id.is_(None),
        )
    )
    for one in seen:
        one.case_id = case.id


def read_reporters(office: Office, case_id: int) -> None:
    """Note that a manager reads who reported, before the names are shown (V2)."""
    with office.transaction("case.read_reporters") as session:
        case = CASE.find(session, case_id)
        session.allow()
        audit.record_reading(session, case)


def _check_reporters(reporters: Sequence[ReporterDraft]) -> None:
    named: set[ReporterDraft] = set()
    for place, one in enumerate(reporters, 1):
        need_word("reporters", one.kind, REPORTER_KINDS)
        if one.kind in _IN_THE_OFFICES_BOOKS:
            need_text("reporters", one.who, Spot(place))
        if one in named:
            twice = _("Nobody reports twice: name each once.")
            raise invalid("reporters", twice, Spot(place, one.kind))
        if one.kind in _IN_THE_OFFICES_BOOKS:
            named.add(one)


def _named(session: Change, place: int, draft: ReporterDraft) -> Reporter:
    reporter = Reporter(position=place, kind=draft.kind)
    if draft.kind == "client":
        reporter.client_id = find_client(session, draft.who, "reporters", Spot(place, "client")).id
    elif draft.kind == "staff":
        reporter.staff_id = find_staff(session, draft.who, "reporters", Spot(place, "staff")).id
    return reporter


def _need_price(draft: CaseDraft) -> None:
    """A report of a price names it, and of which product."""
    if not draft.product:
        raise invalid("product", _("Name the product whose price was seen."))
    if draft.price_fen is None:
        raise invalid("price", _("Say which price was seen."))


def _need_agreement(session: Change, draft: CaseDraft, shop: Client) -> Agreement:
    """The client's agreement of that day (``not_protected``): without one nothing is violated."""
    agreement = agreement_on(session, shop.id, draft.seen_on)
    if agreement is None:
        raise Refused(
            "not_protected",
            _("On {day} {client} had no agreement in force: check the client and the day.").format(
                day=draft.seen_on, client=shop.title
            ),
            "client",
        )
    return agreement


def _need_undercut(session: Change, draft: CaseDraft, agreement: Agreement, goods: Product) -> int:
    """The lowest price allowed on that day, which the price seen undercut (``not_protected``)."""
    assert draft.price_fen is not None
    lowest_fen = lowest_prices(session, agreement, draft.seen_on).get(goods.id)
    if lowest_fen is None:
        raise Refused("not_protected", _only_others(session, draft, agreement, goods), "product")
    if draft.price_fen >= lowest_fen:
        raise Refused(
            "not_protected",
            _("The protected price on {day} was {price} yuan: it was not undercut.").format(
                day=draft.seen_on, price=yuan(lowest_fen)
            ),
            "price",
        )
    return lowest_fen


def _only_others(session: Change, draft: CaseDraft, agreement: Agreement, goods: Product) -> str:
    """That a product's price wasn't protected on the day, and which ones were."""
    protected = lowest_prices(session, agreement, draft.seen_on)
    query = select(Product.name).where(Product.id.in_(protected)).order_by(Product.code)
    names = session.scalars(query).all()
    more = _(" …") if len(names) > _NAMED else ""
    words = _(
        "On {day} the client's agreement protected no price of {product}, only of: {others}. "
        "Check the product and the day."
    )
    others = _(", ").join(names[:_NAMED]) + more
    return words.format(day=draft.seen_on, product=goods.title, others=others)


def _give_code(reporter: Reporter) -> str:
    code = f"{secrets.randbelow(10**CLAIM_DIGITS):0{CLAIM_DIGITS}d}"
    reporter.claim_salt = secrets.token_hex(16)
    reporter.claim_hash = _claim_hash(reporter.claim_salt, code)
    return code


def _claim_hash(salt: str, code: str) -> str:
    return hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=2**10, r=8, p=1).hex()


def _moves_to(state: str) -> Callable[[Change, Case], None]:
    """As it stands today: an upheld ruling is final once the time for an appeal is over."""

    def check(session: Change, case: Case) -> None:
        case.require_move(state, _state(session, case))

    return check


def _state(session: Change, case: Case) -> str:
    return case.state_on(session.today, session.rules.appeal_days)


ACCEPT = Step("case.accept", CASE, _moves_to("accepted"))


def accept_case(office: Office, case_id: int) -> None:
    """Accept a report: the client's fund is frozen until the ruling (V4)."""
    with ACCEPT.begin(office, case_id) as (session, case):
        _decide(session, case, "accepted")


def accept_cases(office: Office, keys: Sequence[int]) -> int:
    """Accept several reports, all or none (V4); how many."""
    with office.transaction(ACCEPT.action) as session:
        return for_each(
            session, ACCEPT, keys, lambda _change, one: _decide(session, one, "accepted")
        )


DISMISS = Step("case.dismiss", CASE, _moves_to("dismissed"))


def dismiss_case(office: Office, case_id: int) -> None:
    """Dismiss a report; nothing else follows."""
    with DISMISS.begin(office, case_id) as (session, case):
        _decide(session, case, "dismissed")


def _decide(session: Change, case: Case, decision: str) -> None:
    case.move(decision)
    case.decided_on = session.today
    case.decided_by_id = session.actor_id


def _ruling_due(session: Change, case: Case) -> None:
    """Not by one of the reporters (``same_person``), and where one is due (V5)."""
    for reporter in case.reporters:
        need_another(session, reporter.staff_id)
    case.require_move("upheld")


RULE = Step("case.rule", CASE, _ruling_due)


def rule_case(office: Office, case_id: int, upheld: bool, share: Decimal | None = None) -> None:
    """Rule; upheld, the fund and unpaid payouts are forfeited to the reporters (V3, V5).

    Under a ``share`` of 1, which kinds other than ``price`` can name, that share of the fund and
    no payout is (V1a).
    """
    if upheld and share is not None and not 0 < share <= 1:
        raise invalid("share", _("A share of the fund lies above 0, up to 1 (0.5 is half)."))
    with office.transaction(RULE.action) as session:
        case = CASE.find(session, case_id)
        if upheld and share is not None and case.kind == "price":
            raise invalid("share", _("A case about a price always takes the whole fund."))
        RULE.need(session, case)
        case.move("upheld" if upheld else "not_upheld")
        case.ruled_on = session.today
        case.ruled_by_id = session.actor_id
        if upheld:
            case.share = None if case.kind == "price" else (share or Decimal(1))
            _forfeit(session, case)


def _forfeit(session: Change, case: Case) -> None:
    whole = case.share is None or case.share == 1
    payouts = payouts_at_stake(session, case) if whole else []
    case.fund_fen = share_of(fund_at_stake(session, case), case.share or Decimal(1))
    case.payout_fen = sum(payout.amount_fen for payout in payouts)
    for payout in payouts:
        payout.move("forfeited")
        payout.case_id = case.id
    rewarded = [reporter for reporter in case.reporters if _may_be_rewarded(case, reporter)]
    if rewarded:
        shares = split(case.forfeited_fen, len(rewarded))
        for reporter, share_fen in zip(rewarded, shares, strict=True):
            reporter.reward_fen = share_fen
            reporter.reward_state = "due" if share_fen else "none"
    else:
        case.pool_fen = case.forfeited_fen
    case.entry_number = ledger.post(
        session,
        Booking(
            kind="forfeiture",
            source="case",
            source_id=str(case.id),
            key=f"forfeiture:{case.id}",
            legs=[
                Leg("fund", case.fund_fen, case.client_id),
                Leg("payable", case.payout_fen, case.client_id),
                Leg("reward", case.pool_fen - case.forfeited_fen, case_id=case.id),
                Leg("pool", -case.pool_fen),
            ],
        ),
    )


def _may_be_rewarded(case: Case, reporter: Reporter) -> bool:
    """Office staff and the reported client itself get no reward (V3)."""
    return reporter.kind != "staff" and reporter.client_id != case.client_id


OVERTURN = Step("case.overturn", CASE, _moves_to("overturned"))


def overturn_case(office: Office, case_id: int, reason: str = "") -> None:
    """Overturn an upheld ruling within the appeal time: as if nothing had been (V6).

    Why is kept with what is known of the case, and in the ledger where anything was forfeited.
    """
    with OVERTURN.begin(office, case_id) as (session, case):
        case.move("overturned", _state(session, case))
        case.overturned_on = session.today
        case.overturned_by_id = session.actor_id
        case.overturn_entry_number = ledger.cancel(
            session, case.entry_number, "forfeiture-overturned", reason
        )
        if reason:
            told = f"{session.today}：{reason}"
            case.evidence = f"{case.evidence}\n{told}".strip()
        for payout in session.scalars(select(Payout).where(Payout.case_id == case.id)):
            payout.move("unpaid")
            payout.case_id = None
        case.fund_fen = case.payout_fen = case.pool_fen = 0
        for reporter in case.reporters:
            reporter.reward_fen = 0
            reporter.reward_state = "none"


def _payable(session: Change, case: Case, reporter: Reporter | None = None) -> None:
    """A reward is paid once no appeal is possible any more (V6)."""
    _need_reward(session, case, reporter, case.final_from(session.rules.appeal_days))


def _lapsable(session: Change, case: Case, reporter: Reporter | None = None) -> None:
    """A reward lapses when nobody claimed it in its time (V6)."""
    rules = session.rules
    _need_reward(session, case, reporter, case.lapses_from(rules.appeal_days, rules.claim_days))


def _need_reward(
    session: Change, case: Case, reporter: Reporter | None, first: date | None
) -> None:
    """Due (to this reporter, or to any), and on its day or after (``too_early``)."""
    if case.state != "upheld":
        raise wrong_state(case)
    asked = case.reporters if reporter is None else [reporter]
    if not asked:
        raise Refused("wrong_state", _("Nobody reported it: there is no reward."))
    if not any(one.reward_state == "due" for one in asked):
        had = next((one for one in asked if one.reward_state != "none"), asked[0])
        raise Refused("wrong_state", _no_reward(had))
    assert first is not None
    if session.today < first:
        raise Refused("too_early", _("This is possible from {day} on.").format(day=first))


def _no_reward(reporter: Reporter) -> str:
    if reporter.reward_state == "none":
        return _("This reporter gets no reward.")
    return _("This reward was paid or has lapsed.")


PAY = Step("reward.pay", CASE, _payable)


def pay_reward(office: Office, case_id: int, position: int, claim_code: str) -> None:
    """Pay a reporter's reward from the 16th day on, only against the claim code (V2, V6)."""
    with office.transaction(PAY.action) as session:
        case, reporter = _found(session, case_id, position)
        PAY.need(session, case, reporter)
        if not _code_fits(reporter, claim_code):
            raise invalid(
                "claim_code", _("This is no claim code of this case: compare it with the slip.")
            )
        _end_reward(session, reporter, "paid", Leg("cash", -reporter.reward_fen), "cash")


LAPSE = Step("reward.lapse", CASE, _lapsable)


def lapse_reward(office: Office, case_id: int, position: int) -> None:
    """Give a reward that nobody claimed in its time to the pool (V6)."""
    with office.transaction(LAPSE.action) as session:
        case, reporter = _found(session, case_id, position)
        LAPSE.need(session, case, reporter)
        _end_reward(session, reporter, "lapsed", Leg("pool", -reporter.reward_fen))


def _found(session: Change, case_id: int, position: int) -> tuple[Case, Reporter]:
    case = CASE.find(session, case_id)
    reporter = next((one for one in case.reporters if one.position == position), None)
    if reporter is None:
        raise not_found("reporter", position)
    return case, reporter


def _end_reward(session: Change, reporter: Reporter, state: str, to: Leg, means: str = "") -> None:
    reporter.reward_state = state
    reporter.rewarded_on = session.today
    reporter.rewarded_by_id = session.actor_id
    reporter.reward_entry_number = ledger.post(
        session,
        Booking(
            kind="reward" if state == "paid" else "reward-lapsed",
            source="case",
            source_id=str(reporter.case_id),
            key=f"reward:{reporter.case_id}:{reporter.position}",
            legs=[Leg("reward", reporter.reward_fen, case_id=reporter.case_id), to],
            means=means,
        ),
    )


def _code_fits(reporter: Reporter, code: str) -> bool:
    digits = "".join(code.split())
    return hmac.compare_digest(_claim_hash(reporter.claim_salt, digits), reporter.claim_hash)
