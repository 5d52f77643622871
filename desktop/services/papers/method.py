"""The papers of the method: proposals, contracts and the sheets of visits."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Agreement, Client, Proposal, Staff, VisitPlan
from desktop.queries.codes import code_there
from desktop.queries.facts.held import held_or_read
from desktop.queries.papers.contract import contract
from desktop.queries.papers.proposal import proposal_sheet
from desktop.queries.papers.survey_form import survey_form
from desktop.queries.papers.visit_sheet import visit_sheets
from desktop.services.change import Change
from desktop.services.find import find, find_client, find_staff, not_found
from desktop.services.issuing import Pile
from desktop.services.papers.at_once import numbered, read_contracts, read_proposals
from desktop.services.papers.declared import WhichPaper, paper


def _put_proposal(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The sheet of a confirmed proposal; a draft is refused (``wrong_state``)."""
    proposal = numbered(session, Proposal, which.number)
    if proposal is None:
        raise not_found("proposal", which.document)
    if proposal.state == "draft":
        raise Refused("wrong_state", _("A manager confirms it before it goes out."))
    gather = partial(proposal_sheet, session, proposal, session.today)
    pile.keep("proposal", proposal.number, gather)


def _put_contract(session: Change, pile: Pile, which: WhichPaper) -> None:
    """An agreement as a contract in two copies (A7); kept once it is approved.

    Before that it is a preview, which says so; it has no number yet, but a key.
    """
    agreement = (
        find(session, Agreement, which.key, "agreement")
        if which.key is not None
        else numbered(session, Agreement, which.number)
        if which.document
        else None
    )
    if agreement is None:
        raise not_found("agreement", which.document)
    gather = partial(contract, session, agreement)
    if agreement.number:
        pile.keep("contract", agreement.number, gather)
    else:
        pile.draft(gather(), "")


def _put_visit_sheets(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The sheet of a released plan by its key, or all of a rep's day in one PDF.

    Refuses ``not_found`` when nothing is planned.
    """
    if which.key is not None:
        _put_sheets_of(session, pile, [find(session, VisitPlan, which.key, "plan")])
        return
    rep = code_there(session, Staff, which.code) or which.code
    visitor, day = find_staff(session, rep, "rep"), which.day or session.today
    plans = session.scalars(
        select(VisitPlan)
        .where(VisitPlan.rep_id == visitor.id, VisitPlan.day == day)
        .order_by(VisitPlan.id)
    ).all()
    if not plans:
        message = _("No visits are planned for {rep} on {day}.")
        raise Refused("not_found", message.format(rep=visitor.name, day=day), "date")
    _put_sheets_of(session, pile, plans)


def _put_each_sheet(
    session: Change, pile: Pile, which: Sequence[WhichPaper]
) -> Sequence[tuple[str, Refused]]:
    """The sheets of several plans by their keys."""
    held_or_read(session, VisitPlan, (one.key for one in which))
    plans: list[VisitPlan] = []
    left: list[tuple[str, Refused]] = []
    for one in which:
        try:
            plan = find(session, VisitPlan, one.key or 0, "plan")
            _need_released(plan)
        except Refused as refusal:
            left.append((one.document, refusal))
        else:
            plans.append(plan)
    _put_sheets_of(session, pile, plans)
    return left


def _put_sheets_of(session: Change, pile: Pile, plans: Sequence[VisitPlan]) -> None:
    by_key = {str(plan.id): plan for plan in plans}
    for plan in plans:
        _need_released(plan)
    pile.keep_each(
        "visit_sheet",
        list(by_key),
        lambda some: visit_sheets(session, [by_key[one] for one in some]),
    )


def _need_released(plan: VisitPlan) -> None:
    """One that isn't released is refused (``wrong_state``, G3)."""
    if plan.state != "released":
        raise Refused(
            "wrong_state",
            _("Release the plan of {day} first: then every client has its suggestion.").format(
                day=plan.day
            ),
        )


def _put_survey_form(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The blank form of a survey for a client by its code."""
    client = find_client(session, code_there(session, Client, which.code) or which.code)
    pile.blank(survey_form(session, client, session.today))


METHOD = (
    paper("proposal", _put_proposal, read_all=read_proposals),
    paper("contract", _put_contract, read_all=read_contracts),
    paper(
        "visit_sheet",
        _put_visit_sheets,
        takes=("document", "day"),
        put_each=_put_each_sheet,
    ),
    paper("survey_form", _put_survey_form),
)
