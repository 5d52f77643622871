"""Proposals that the program computes from survey, rules and sales (P2–P3b)."""

from collections.abc import Iterable
from datetime import date, timedelta

from desktop.basics.drafts.proposal import OFFERED_DAYS, ProposalAsked
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Client, LeftOut, Proposal, ProposalLine, Survey
from desktop.queries.facts.surveys import latest_survey
from desktop.queries.plans.proposed import Computed, ComputedLine, compute, customers_words
from desktop.queries.plans.shelf import Ground, ask_shelf, ground_of
from desktop.services.change import Change
from desktop.services.checks import need_open_client
from desktop.services.find import find_client
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.proposals import need_still_to_come, one_a_line
from desktop.services.written import need_fields


def propose_shelf(office: Office, asked: ProposalAsked, ground: Ground | None = None) -> int:
    """Draft what a shop should sell and where it stands, as it is best for it (P3).

    Refuses (``wrong_state``) without a survey that found a shelf, and where nothing would stand on
    it. ``ground`` is what was read for many shops of one day.
    """
    need_fields(asked)
    with office.transaction("proposal.compute") as session:
        valid_until = asked.valid_until or session.today + timedelta(days=OFFERED_DAYS)
        need_still_to_come(session, valid_until)
        shop = find_client(session, asked.client)
        session.allow()
        need_open_client(shop)
        survey = _surveyed(session, shop)
        known = ground or ground_of(session, session.today)
        computed = compute(ask_shelf(session, shop, known), known, asked.budget_fen)
        if not computed.lines and not known.rules:
            message = _(
                "There are no assortment rules yet: a manager takes the shipped ones on the page "
                "“Assortment rules”; a proposal is computed from them."
            )
            raise Refused("wrong_state", message, "client")
        if not computed.lines:
            message = _(
                "No product finds a place on the shelf of {client}: see the assortment rules, and "
                "which products lack a width or a price (on their page: “Not for the shelf yet”)."
            )
            raise Refused("wrong_state", message.format(client=shop.title), "client")
        proposal = _record(session, asked, shop, survey, valid_until)
        proposal.lines = [_line(place, one) for place, one in enumerate(computed.lines, 1)]
        proposal.left_out = list(_left_out(computed))
        session.add(proposal)
        session.flush()
        return proposal.id


def _surveyed(session: Change, shop: Client) -> Survey:
    survey = latest_survey(session, shop.id)
    if survey is None or not survey.levels:
        message = _("Survey {client} and its shelf first: the proposal is computed from it.")
        raise Refused("wrong_state", message.format(client=shop.title), "client")
    return survey


def _record(
    session: Change, asked: ProposalAsked, shop: Client, survey: Survey, valid_until: date
) -> Proposal:
    return Proposal(
        number=next_number(session, "JY"),
        client_id=shop.id,
        survey_id=survey.id,
        customers=asked.customers.strip() or customers_words(survey),
        display=asked.display.strip(),
        support=one_a_line(asked.support),
        valid_until=valid_until,
        budget_fen=asked.budget_fen,
        drafted_on=session.today,
        drafted_by_id=session.actor_id,
    )


def _line(place: int, one: ComputedLine) -> ProposalLine:
    good = one.candidate.good
    return ProposalLine(
        position=place,
        product_id=good.id,
        unit_id=good.unit_id,
        facings=one.facings,
        level=one.level,
        quantity=one.quantity,
        reason=one.reason,
        daily_micro=one.daily_micro,
        value_milli=one.candidate.value,
        rules=one.candidate.fit.codes,
        was_facings=one.facings,
        was_level=one.level,
        was_unit_id=good.unit_id,
        was_quantity=one.quantity,
        was_reason=one.reason,
    )


def _left_out(computed: Computed) -> Iterable[LeftOut]:
    for place, one in enumerate(computed.left_out, 1):
        near = one.omitted.near
        yield LeftOut(
            position=place,
            product_id=one.omitted.good.id,
            why=one.omitted.why,
            value_milli=one.value,
            neighbour_id=near.client_id if near else None,
            apart_mm=near.apart_mm if near else None,
        )
