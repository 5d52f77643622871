"""Whose a scanned paper is: how it was laid out when printed, what of it is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.basics.layout import KEPT_AS, Layout, layout_from_json
from desktop.models import (
    ChangeKey,
    Client,
    IssuedPaper,
    Order,
    Run,
    Staff,
    Stop,
    Survey,
    Visit,
    VisitPlan,
)
from desktop.queries.papers import survey_form, visit_sheet
from desktop.queries.words import PAPERS
from desktop.scans import FAINT, LOST, MISSED, STRUCK, TWO

DOUBTS: Mapping[str, str] = {
    FAINT: N_("a faint mark"),
    TWO: N_("more than one is ticked"),
    MISSED: N_("ticked beside the box"),
    STRUCK: N_("perhaps struck out"),
    LOST: N_("the box can't be made out"),
}


@dataclass(frozen=True)
class ScanTarget:
    """Where what stands on a paper is entered: a page of the window, and what is open on it.

    ``title`` is what the paper is about. ``trouble`` says why nothing can be entered from it,
    ``remark`` what to know before.
    """

    page: str = ""
    key: int | None = None
    title: str = ""
    trouble: str = ""
    remark: str = ""


def layout_of(session: Session, digest: str) -> Layout | None:
    """How a paper was laid out when it was printed here; None for one that wasn't."""
    kept = session.scalar(
        select(IssuedPaper.data).where(
            IssuedPaper.kind == KEPT_AS, IssuedPaper.document_id == digest
        )
    )
    return layout_from_json(kept) if kept is not None else None


def code_of(session: Session, client: int) -> str:
    """The code of the client that a survey form is of."""
    return session.get_one(Client, client).code


def scan_target(session: Session, layout: Layout, today: date) -> ScanTarget:
    """What a paper is about, and whether something of it is still to be entered."""
    return _TARGETS[layout.kind](session, layout, today)


def _plan(session: Session, layout: Layout, today: date) -> ScanTarget:
    form = visit_sheet.SCAN.form.fullmatch(layout.number)
    plan = session.get(VisitPlan, int(form[1])) if form else None
    if plan is None:
        return _unknown(layout)
    rep = session.get_one(Staff, plan.rep_id)
    title = f"{_(PAPERS[layout.kind])} {rep.name} {plan.day}"
    trouble = ""
    if plan.state != "released":
        trouble = _("Its plan isn't released.")
    elif today < plan.day:
        trouble = _("The visit is due on {day}.").format(day=plan.day)
    elif all(visit.state != "planned" for visit in plan.visits):
        trouble = _("All of it is entered already.")
    shops = select(Client.code).join(Visit, Visit.client_id == Client.id)
    shops = shops.where(Visit.plan_id == plan.id)
    remark = _gone(layout, set(session.scalars(shops)))
    return ScanTarget("visits", plan.id, title, trouble, remark)


def _run(session: Session, layout: Layout, _today: date) -> ScanTarget:
    run = session.scalar(select(Run).where(Run.number == layout.number))
    if run is None:
        return _unknown(layout)
    title = f"{_(PAPERS[layout.kind])} {run.number} {run.vehicle.driver}".strip()
    out = select(Stop.id).join(Order, Order.id == Stop.order_id)
    out = out.where(Stop.run_id == run.id, Stop.unserved_on.is_(None), Order.state == "loaded")
    trouble = ""
    if run.state == "planned":
        trouble = _("The run isn't loaded yet.")
    elif run.state == "discarded":
        trouble = _("The run was thrown away.")
    elif session.scalar(out.limit(1)) is None:
        trouble = _("All of it is entered already.")
    on_run = select(Order.number).join(Stop, Stop.order_id == Order.id).where(Stop.run_id == run.id)
    remark = _gone(layout, set(session.scalars(on_run)))
    return ScanTarget("runs", run.id, title, trouble, remark)


def _gone(layout: Layout, there: set[str]) -> str:
    """What to know of a paper that was printed before its run or plan was changed."""
    rows = dict.fromkeys(
        one for page in layout.pages for tick in page.ticks for one in tick.row.split("+")
    )
    gone = [one for one in rows if one not in there]
    words = _("Printed before a change: {rows} of it isn't there any more, its ticks aren't taken.")
    return words.format(rows=_(", ").join(gone)) if gone else ""


def _shop(session: Session, layout: Layout, _today: date) -> ScanTarget:
    form = survey_form.SCAN.form.fullmatch(layout.number)
    client = session.scalar(select(Client).where(Client.code == form[2])) if form else None
    if form is None or client is None:
        return _unknown(layout)
    printed = datetime.strptime(form[1], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    since = select(Survey.id).where(Survey.client_id == client.id, Survey.surveyed_on >= printed)
    title = f"{_(PAPERS[layout.kind])} {client.name}"
    if client.state == "closed":
        return ScanTarget("proposals", client.id, title, _("The client is closed."))
    remark = ""
    if session.get(ChangeKey, key_of_scan(layout)) is not None:
        remark = _("Entered already. Enter it again only if that was wrong: the newest one counts.")
    elif session.scalar(since.limit(1)) is not None:
        remark = _("A survey of this shop was entered since the form was printed.")
    return ScanTarget("proposals", client.id, title, remark=remark)


def key_of_scan(layout: Layout) -> str:
    """The key under which the form of a scanned paper is saved once, whoever opens it."""
    return f"scan:{layout.digest}"


def _unknown(layout: Layout) -> ScanTarget:
    words = _("{number} isn't known here any more.").format(number=layout.number)
    return ScanTarget(title=f"{_(PAPERS[layout.kind])} {layout.number}", trouble=words)


_TARGETS: Mapping[str, Callable[[Session, Layout, date], ScanTarget]] = {
    "manifest": _run,
    "survey_form": _shop,
    "visit_sheet": _plan,
}
