"""Price-protection agreements: drafted, approved, signed, ended (A1–A8)."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.errors import NeedsConfirmation, Refused, Spot
from desktop.basics.fields import stored
from desktop.basics.i18n import _
from desktop.models import (
    Agreement,
    Client,
    LeadLine,
    OfficeProfile,
    Product,
    ProductRate,
    ProtectedPrice,
)
from desktop.models.base import wrong_state
from desktop.queries.agreements import year_from
from desktop.queries.facts.agreements import renewed_by
from desktop.queries.facts.neighbours import first_in_dense_place
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_not_before,
    need_open_client,
    need_paper_day,
    need_positive,
    need_rate,
    need_text,
    need_version,
    oldest_paper_day,
)
from desktop.services.clauses import freeze_clauses
from desktop.services.clients import activate
from desktop.services.doubts import ask_if_terms_are_slips
from desktop.services.find import find_client, find_products
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, own_waiting, to
from desktop.services.written import need_fields, write_over

AGREEMENT = Noun("agreement", Agreement)
UNREVIEWED = "unreviewed"  # the confirmation that signing asks for without a legal review (A8)


def draft_agreement(office: Office, draft: AgreementDraft) -> int:
    """Draft an agreement with a client."""
    _check(draft)
    with office.transaction("agreement.draft") as session:
        client = find_client(session, draft.client)
        terms = _find_terms(session, draft)
        session.allow()
        ask_if_terms_are_slips(session, draft, terms[1])
        return _add_draft(session, client, draft, terms).id


def draft_amendment(
    session: Change, agreement: Agreement, lead_lines: Sequence[str], first: date
) -> Agreement:
    """Draft an agreement's successor from a day on, with the same terms and other lead lines (A2).

    The day before it begins, the one before is to be terminated.
    """
    client = session.get_one(Client, agreement.client_id)
    products = {one.id: one for one in session.scalars(select(Product))}
    draft = AgreementDraft(
        **stored(AgreementDraft, agreement)
        | {"starts_on": first, "ends_on": amended_until(session, agreement, first)},
        client=client.code,
        product_rates={
            products[one.product_id].code: (one.basic_rate, one.fund_rate)
            for one in agreement.product_rates
        },
        protected_prices={
            products[one.product_id].code: one.price_fen for one in agreement.protected_prices
        },
        lead_lines=lead_lines,
    )
    return _add_draft(session, client, draft, _find_terms(session, draft))


def amended_until(session: Change, before: Agreement, first: date) -> date:
    """The last day of an agreement's successor from a day on: that of the one before.

    Where that is to renew the successor renews it, for a year: nobody wants to sign twice (A6).
    """
    if before.terminated_on is None and before.ends_on <= renewed_by(session.rules, session.today):
        return year_from(first)
    return max(first, before.last_day)


def _add_draft(
    session: Change, client: Client, draft: AgreementDraft, terms: "_Terms"
) -> Agreement:
    need_open_client(client)
    agreement = Agreement(
        client_id=client.id, drafted_on=session.today, drafted_by_id=session.actor_id
    )
    _write_terms(agreement, draft, terms)
    session.add(agreement)
    session.flush()
    return agreement


EDIT = Step("agreement.edit", AGREEMENT, to("submitted"))  # what can be submitted can be changed


def edit_agreement_draft(
    office: Office, agreement_id: int, version: int, draft: AgreementDraft
) -> None:
    """Change a draft; its client stays. Raises ChangedElsewhere (E2)."""
    _check(draft)
    with office.transaction(EDIT.action) as session:
        agreement = AGREEMENT.find(session, agreement_id)
        terms = _find_terms(session, draft)
        EDIT.need(session, agreement)
        need_version(agreement, version)
        ask_if_terms_are_slips(session, draft, terms[1])
        agreement.product_rates = []
        agreement.protected_prices = []
        agreement.lead_lines = []
        session.flush()
        _write_terms(agreement, draft, terms)
        flag_modified(agreement, "state")  # prices alone would leave the version as it was


DISCARD = Step("agreement.discard", AGREEMENT, to("submitted"))


def discard_agreement_draft(office: Office, agreement_id: int) -> None:
    """Throw a draft away; the audit trail keeps what it said."""
    with DISCARD.begin(office, agreement_id) as (session, agreement):
        session.delete(agreement)


_Terms = tuple[Mapping[str, Product], Mapping[str, Product]]


def _find_terms(session: Change, draft: AgreementDraft) -> _Terms:
    return (
        find_products(session, draft.product_rates, "product_rates"),
        find_products(session, draft.protected_prices, "minimum_prices"),
    )


def _write_terms(agreement: Agreement, draft: AgreementDraft, terms: _Terms) -> None:
    rates, prices = terms
    write_over(agreement, draft)
    agreement.product_rates = [
        ProductRate(product_id=rates[code].id, basic_rate=basic, fund_rate=fund)
        for code, (basic, fund) in draft.product_rates.items()
    ]
    agreement.protected_prices = [
        ProtectedPrice(product_id=prices[code].id, price_fen=price_fen)
        for code, price_fen in draft.protected_prices.items()
    ]
    agreement.lead_lines = [LeadLine(line=line) for line in dict.fromkeys(draft.lead_lines)]


def _check(draft: AgreementDraft) -> None:
    if draft.ends_on < draft.starts_on:
        raise invalid("to", _("The end lies before the start."))
    need_fields(draft)
    for product, (basic, fund) in draft.product_rates.items():
        need_rate("product_rates", basic, Spot(product, "basic"))
        need_rate("product_rates", fund, Spot(product, "fund"))
    for product, price_fen in draft.protected_prices.items():
        need_positive("minimum_prices", price_fen, Spot(product, "price"))
    for line in draft.lead_lines:
        need_text("lead_lines", line)


SUBMIT = Step("agreement.submit", AGREEMENT, to("submitted"))


def submit_agreement(office: Office, agreement_id: int) -> None:
    """Hand a draft to a manager."""
    with SUBMIT.begin(office, agreement_id) as (session, agreement):
        agreement.move("submitted")
        agreement.submitted_on = session.today
        agreement.submitted_by_id = session.actor_id


TAKE_BACK = Step(
    "agreement.take_back",
    AGREEMENT,
    own_waiting(Agreement.drafted_by_id, Agreement.submitted_by_id),
)


def take_back_agreement(office: Office, agreement_id: int) -> None:
    """Take one's own agreement back to draft, until a manager acts (A1)."""
    with TAKE_BACK.begin(office, agreement_id) as (_session, agreement):
        agreement.move("draft")
        agreement.submitted_on = None
        agreement.submitted_by_id = None


RETURN = Step("agreement.return", AGREEMENT, to("draft"))


def return_agreement(office: Office, agreement_id: int, word: str = "") -> None:
    """Send a submitted agreement back to be drafted anew, with a word why."""
    with RETURN.begin(office, agreement_id) as (session, agreement):
        agreement.move("draft")
        agreement.returned_on = session.today
        agreement.returned_by_id = session.actor_id
        agreement.return_word = word


APPROVE = Step("agreement.approve", AGREEMENT, to("approved", not_by=Agreement.drafted_by_id))


def approve_agreement(office: Office, agreement_id: int, density_reason: str = "") -> str:
    """Approve; the approver is a manager and not the drafter (A1). Gives the number (A7).

    A client's first one in a dense place wants a reason, which is kept; where nobody can be
    asked it goes without (P7).
    """
    with APPROVE.begin(office, agreement_id) as (session, agreement):
        dense = first_in_dense_place(session, agreement)
        if dense is not None:
            if session.confirmed is not None:
                need_text("density_reason", density_reason)
            agreement.dense_outlets = dense.outlets
            agreement.density_reason = density_reason.strip()
        freeze_clauses(session, agreement)
        agreement.number = next_number(session, "XY")
        agreement.move("approved")
        agreement.approved_on = session.today
        agreement.approved_by_id = session.actor_id
        return agreement.number


VOID = Step("agreement.void", AGREEMENT, to("void"))


def void_agreement(office: Office, agreement_id: int) -> None:
    """Make an agreement void that was approved and isn't signed; its number is used up (A7)."""
    with VOID.begin(office, agreement_id) as (session, agreement):
        agreement.move("void")
        agreement.terminated_on = session.today
        agreement.terminated_by_id = session.actor_id


def _signable(session: Change, agreement: Agreement, day: date | None = None) -> None:
    """No signature puts in force what is over (A3), nor a second agreement beside another (A2).

    Without the paper's day: as on the latest that a paper may carry today, which leaves the other
    agreement the most room.
    """
    agreement.require_move("active")
    oldest = oldest_paper_day(session)
    first = max(oldest, agreement.approved_on or oldest)
    if (day or first) > agreement.ends_on:
        raise wrong_state(agreement, "expired", "dated" if day else None)
    _need_no_overlap(session, agreement, day or min(session.today, agreement.ends_on))


def _need_no_overlap(session: Change, agreement: Agreement, signed_on: date) -> None:
    """Refuse (``overlap``) a second agreement of a client in force on any day (A2)."""
    first = agreement.first_day(signed_on)
    signed = session.scalars(
        select(Agreement).where(
            Agreement.client_id == agreement.client_id, Agreement.signed_on.is_not(None)
        )
    )
    for other in signed:
        start, end = other.first_day(), other.last_day
        if first and start and start <= end and start <= agreement.last_day and first <= end:
            raise Refused(
                "overlap",
                _("{other} is in force until {end}: end it first.").format(
                    other=other.title, end=end
                ),
            )


SIGN = Step("agreement.sign", AGREEMENT, _signable)


def sign_agreement(
    office: Office,
    agreement_id: int,
    dated: date | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> None:
    """Record the client's signature, dated as its paper says; from then on it is in force (A3).

    Raises NeedsConfirmation("unreviewed") without a valid legal review (A8).
    """
    with office.transaction(SIGN.action) as session:
        day = need_paper_day(session, dated)
        agreement = AGREEMENT.find(session, agreement_id)
        if agreement.approved_on is not None:
            need_not_before(day, agreement.approved_on)
        SIGN.need(session, agreement, day)
        if not session.get_one(OfficeProfile, 1).reviewed_on(session.today):
            if UNREVIEWED not in confirmed:
                raise NeedsConfirmation(UNREVIEWED, _unreviewed())
            agreement.unreviewed_by_id = session.actor_id
        agreement.move("active")
        agreement.signed_on = day
        agreement.signed_by_id = session.actor_id
        activate(session, agreement.client_id)


def _unreviewed() -> str:
    return _(
        "The clauses stand under no valid legal review: fixing lowest resale prices is presumed "
        "unlawful (Anti-Monopoly Law, article 18). Sign all the same? Your name is recorded."
    )


def _terminable(session: Change, agreement: Agreement) -> None:
    agreement.require_move("terminated", agreement.state_on(session.today))


TERMINATE = Step("agreement.terminate", AGREEMENT, _terminable)


def terminate_agreement(office: Office, agreement_id: int) -> None:
    """End an agreement; today is its last day in force, and nothing is forfeited (A3, A5)."""
    with TERMINATE.begin(office, agreement_id) as (session, agreement):
        agreement.move("terminated", agreement.state_on(session.today))
        agreement.terminated_on = session.today
        agreement.terminated_by_id = session.actor_id
