"""Surveys of a shop's buyers, and product proposals from draft to answer (P1, P3, P4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.survey import LONGEST_CM, MOST_LEVELS, LevelDraft, SurveyDraft
from desktop.basics.errors import Spot
from desktop.basics.i18n import _
from desktop.models import (
    Client,
    ConsumerGroup,
    LeftOut,
    Product,
    Proposal,
    ProposalLine,
    ShelfLevel,
    Survey,
    Unit,
)
from desktop.planning.assortment import micro
from desktop.queries.facts.surveys import latest_survey
from desktop.queries.plans.shelf import ask_shelf, ground_of
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_count,
    need_name,
    need_open_client,
    need_rate,
    need_version,
    no_unit,
)
from desktop.services.find import find_client, find_products
from desktop.services.flushing import plain_record
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, before_effect, to
from desktop.services.written import need_fields, write_over, written

PROPOSAL = Noun("proposal", Proposal)


def record_survey(office: Office, draft: SurveyDraft) -> int:
    """Write down who buys at a shop and what it has room for (P1)."""
    check_survey(draft)
    with office.transaction("survey.record") as session:
        need_over(session, draft)
        shop = find_client(session, draft.client)
        session.allow()
        need_open_client(shop)
        if not draft.groups:
            words = _("No group of buyers is written down: who buys here? Save all the same?")
            session.ask("no buyers", words)
        survey = new_survey(session, shop, draft)
        session.write_documents([survey])
        return survey.id


def check_survey(draft: SurveyDraft) -> None:
    """Refuse (``invalid``) what no survey can have found."""
    need_fields(draft)
    _need_shelf(tuple(draft.levels))
    _need_groups(tuple(draft.groups.items()))


@lru_cache(maxsize=1_000)  # of a list of shops very many say the same
def _need_shelf(levels: tuple[LevelDraft, ...]) -> None:
    if len(levels) > MOST_LEVELS:
        raise invalid("levels", _("A shelf has at most {count} levels.").format(count=MOST_LEVELS))
    for place, level in enumerate(levels, 1):
        need_count("levels", level.width_cm, Spot(place, "width_cm"), most=LONGEST_CM)
        if level.height_cm is not None:
            need_count("levels", level.height_cm, Spot(place, "height_cm"), most=LONGEST_CM)


@lru_cache(maxsize=1_000)
def _need_groups(groups: tuple[tuple[str, Decimal], ...]) -> None:
    for place, (name, share) in enumerate(groups, 1):
        need_name("groups", name, Spot(place, "name"))
        need_rate("groups", share, Spot(place, "share"))
    if groups and sum(share for _name, share in groups) != 1:
        raise invalid("groups", _("The shares of the groups must come to 100 %."))


def need_over(session: Change, draft: SurveyDraft) -> None:
    """Refuse (``invalid``) a survey of a day that is still to come."""
    if draft.surveyed_on and draft.surveyed_on > session.today:
        raise invalid("dated", _("That day is still to come."))


def new_survey(session: Change, shop: Client, draft: SurveyDraft) -> Survey:
    """A survey, which changes no older one, for ``write_documents``."""
    survey = plain_record(
        Survey,
        written(draft),
        {
            "client_id": shop.id,
            "surveyed_on": draft.surveyed_on or session.today,
            "surveyed_by_id": session.actor_id,
        },
    )
    vars(survey)["groups"] = [
        plain_record(ConsumerGroup, {"name": name, "position": place, "share": share})
        for place, (name, share) in enumerate(draft.groups.items(), 1)
    ]
    vars(survey)["levels"] = [
        plain_record(ShelfLevel, {"position": place, **vars(level)})
        for place, level in enumerate(draft.levels, 1)
    ]
    return survey


def compute_proposal(office: Office, draft: ProposalDraft) -> int:
    """Draft which products a shop should sell and where they stand (P3): its lines are given."""
    _check(draft)
    with office.transaction("proposal.compute") as session:
        need_still_to_come(session, draft.valid_until)
        shop = find_client(session, draft.client)
        survey, proposed = _proposed(session, shop, draft.lines)
        session.allow()
        need_open_client(shop)
        proposal = Proposal(
            **written(_tidy(draft)),
            number=next_number(session, "JY"),
            client_id=shop.id,
            survey_id=survey,
            drafted_on=session.today,
            drafted_by_id=session.actor_id,
        )
        proposal.lines = proposed
        session.add(proposal)
        session.flush()
        return proposal.id


EDIT = Step("proposal.edit", PROPOSAL, to("confirmed"))  # what can be confirmed can be changed


def edit_proposal_draft(
    office: Office, proposal_id: int, version: int, draft: ProposalDraft
) -> None:
    """Change a draft; its client and number stay (P4). Raises ChangedElsewhere (E2)."""
    _check(draft)
    with office.transaction(EDIT.action) as session:
        proposal = PROPOSAL.find(session, proposal_id)
        need_still_to_come(session, draft.valid_until)
        shop = session.get_one(Client, proposal.client_id)
        survey, proposed = _proposed(session, shop, draft.lines)
        EDIT.need(session, proposal)
        need_version(proposal, version)
        remember_computed(proposal, proposed)
        expect_sales(session, shop, proposal.lines, proposed)
        proposal.lines = []
        session.flush()
        write_over(proposal, _tidy(draft))
        proposal.survey_id = survey
        proposal.lines = proposed
        flag_modified(proposal, "state")  # lines alone would leave the version as it was


# What a line keeps of its computation, whatever a person changes.
_COMPUTED = (
    *("daily_micro", "value_milli", "rules", "was_reason"),
    *("was_facings", "was_level", "was_unit_id", "was_quantity"),
)


def remember_computed(proposal: Proposal, lines: Sequence[ProposalLine]) -> None:
    """Let a draft's new lines remember what was computed; what is gone was taken out (P3b)."""
    before = {line.product_id: line for line in proposal.lines}
    for line in lines:
        was = before.pop(line.product_id, None)
        if was is not None:
            for name in _COMPUTED:
                setattr(line, name, getattr(was, name))
    stands = {line.product_id for line in lines}
    for one in list(proposal.left_out):
        if one.product_id in stands:
            proposal.left_out.remove(one)
    last = max((one.position for one in proposal.left_out), default=0)
    gone = [line for line in before.values() if not line.by_hand]
    proposal.left_out += [
        LeftOut(
            position=place,
            product_id=line.product_id,
            why="taken_out",
            value_milli=line.value_milli,
        )
        for place, line in enumerate(gone, last + 1)
    ]


def expect_sales(
    session: Change, shop: Client, before: Sequence[ProposalLine], lines: Sequence[ProposalLine]
) -> None:
    """Reckon what lines that a person put into a computed draft would sell and earn (P2a)."""
    lacking = [line for line in lines if line.daily_micro is None]
    if not lacking or all(line.by_hand for line in before):
        return
    asked = ask_shelf(session, shop, ground_of(session, session.today))
    found = {one.good.id: one for one in asked.reckoned.values()}
    for line in lacking:
        one = found.get(line.product_id)
        if one is not None:
            line.daily_micro, line.value_milli = micro(one.daily), one.value
            line.rules = one.fit.codes


DISCARD = Step("proposal.discard", PROPOSAL, before_effect("confirmed"))


def discard_proposal_draft(office: Office, proposal_id: int) -> None:
    """Throw away what no shop owner has in hand.

    The audit trail keeps what it said, and its number isn't given again.
    """
    with DISCARD.begin(office, proposal_id) as (session, proposal):
        session.delete(proposal)


def _check(draft: ProposalDraft) -> None:
    need_fields(draft)
    if not draft.lines:
        raise invalid("lines", _("Propose at least one product."))
    for place, line in enumerate(draft.lines, 1):
        for column in ("facings", "level", "quantity"):
            need_count("lines", getattr(line, column), Spot(place, column))


def need_still_to_come(session: Change, valid_until: date) -> None:
    """Refuse (``invalid``) an offer that would be over already."""
    if valid_until < session.today:
        raise invalid("valid_until", _("The offer would be over already."))


def _tidy(draft: ProposalDraft) -> ProposalDraft:
    return replace(draft, support=one_a_line(draft.support))


def one_a_line(text: str) -> str:
    """What stands one a line, without blanks."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _proposed(
    session: Change, shop: Client, lines: Sequence[ProposalLineDraft]
) -> tuple[int | None, list[ProposalLine]]:
    """The newest survey's id and the lines, which have room on the shelf that it found (P3)."""
    products = find_products(session, [line.product for line in lines], "lines")
    units = [
        _unit(products[line.product], line.unit, Spot(place, "unit"))
        for place, line in enumerate(lines, 1)
    ]
    survey = latest_survey(session, shop.id)
    _need_room(survey, lines, products)
    proposed = [
        ProposalLine(
            position=place,
            product_id=products[line.product].id,
            unit_id=unit.id,
            facings=line.facings,
            level=line.level,
            quantity=line.quantity,
            reason=line.reason,
        )
        for place, (line, unit) in enumerate(zip(lines, units, strict=True), 1)
    ]
    return survey.id if survey else None, proposed


def _unit(product: Product, name: str, spot: Spot) -> Unit:
    unit = product.unit(name)
    if unit is None:
        raise no_unit(product, name, "lines", spot)
    return unit


def _need_room(
    survey: Survey | None, lines: Sequence[ProposalLineDraft], products: Mapping[str, Product]
) -> None:
    """What stands on a level fits it, where its measures and the product's are known (P3)."""
    if survey is None or not survey.levels:
        return
    taken_mm = [line.facings * (products[line.product].width_mm or 0) for line in lines]
    needed_mm, used_mm = defaultdict[int, int](int), defaultdict[int, int](int)
    for line, wide_mm in zip(lines, taken_mm, strict=True):
        needed_mm[line.level] += wide_mm
    for place, (line, wide_mm) in enumerate(zip(lines, taken_mm, strict=True), 1):
        if line.level > len(survey.levels):
            message = _("The shelf has {count} levels.").format(count=len(survey.levels))
            raise invalid("lines", message, Spot(place, "level"))
        product, level = products[line.product], survey.levels[line.level - 1]
        used_mm[line.level] += wide_mm
        if used_mm[line.level] > level.width_cm * 10:
            raise invalid(
                "lines",
                _("Level {level} needs {needed} cm, it has {has} cm.").format(
                    level=line.level, needed=-(-needed_mm[line.level] // 10), has=level.width_cm
                ),
                Spot(place, "facings"),
            )
        if level.height_cm and (product.height_mm or 0) > level.height_cm * 10:
            message = _("{product} is higher than level {level}.")
            raise invalid(
                "lines",
                message.format(product=product.title, level=line.level),
                Spot(place, "level"),
            )


CONFIRM = Step("proposal.confirm", PROPOSAL, to("confirmed", not_by=Proposal.drafted_by_id))


def confirm_proposal(office: Office, proposal_id: int) -> None:
    """Confirm a draft; a manager who didn't draft it."""
    with CONFIRM.begin(office, proposal_id) as (session, proposal):
        proposal.move("confirmed")
        proposal.confirmed_on = session.today
        proposal.confirmed_by_id = session.actor_id


PRESENT = Step("proposal.present", PROPOSAL, to("presented"))


def present_proposal(office: Office, proposal_id: int) -> None:
    """Record that the shop owner has it in hand."""
    with PRESENT.begin(office, proposal_id) as (session, proposal):
        proposal.move("presented")
        proposal.presented_on = session.today
        proposal.presented_by_id = session.actor_id


ANSWER = Step("proposal.answer", PROPOSAL, to("accepted"))  # or declined, from the same state


def answer_proposal(office: Office, proposal_id: int, *, accepted: bool, reason: str = "") -> None:
    """Record the shop owner's yes or no, and why (P4)."""
    with ANSWER.begin(office, proposal_id) as (session, proposal):
        proposal.move("accepted" if accepted else "declined")
        proposal.answered_on = session.today
        proposal.answered_by_id = session.actor_id
        proposal.answer_reason = reason.strip()
