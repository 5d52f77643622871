"""The papers of a run: picked, loaded, on the road, and closed; and a whole day of them (D5)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Delivery, Return, Run
from desktop.models.base import wrong_state
from desktop.printing.triple_note import TripleNote
from desktop.queries.papers.closing_sheet import closing_sheet
from desktop.queries.papers.loading import loading_list, pick_list
from desktop.queries.papers.manifest import manifest
from desktop.queries.papers.return_note import return_note
from desktop.services.change import Change
from desktop.services.find import not_found
from desktop.services.issuing import Pile
from desktop.services.papers.declared import WhichPaper, paper
from desktop.services.papers.goods import put_manifest, put_notes

NOT_CLOSED = "未收车"
_CASH_OPEN = "现金未结"


def _run(session: Change, which: WhichPaper) -> Run:
    run = session.scalar(select(Run).where(Run.number == which.number))
    if run is None:
        raise not_found("run", which.document)
    return run


def _put_pick_list(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What the store fetches; it follows the orders until the run is loaded, and isn't kept."""
    pile.blank(pick_list(session, _standing(_run(session, which))))


def _put_loading_list(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What goes onto the vehicle, the last stop first; not kept either."""
    pile.blank(loading_list(session, _standing(_run(session, which))))


def _standing(run: Run) -> Run:
    if run.state == "discarded":
        raise wrong_state(run)
    return run


def _put_closing_sheet(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What came back and was handed over: kept once goods and cash are, before that to fill in."""
    run = _run(session, which)
    if run.state not in ("loaded", "closed"):
        raise Refused("wrong_state", _("The run isn't out: there is nothing to close yet."))
    if run.state == "closed" and not run.cash_open:
        pile.keep("closing_sheet", run.number, partial(closing_sheet, session, run))
    else:
        words = _CASH_OPEN if run.state == "closed" else NOT_CLOSED
        pile.draft(closing_sheet(session, run), words)


def _put_return_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """A return by its number, or all that stand of a delivery by its note's."""
    number = which.number
    of_delivery = select(Delivery.id).where(Delivery.note == number, Delivery.note != "")
    returns = session.scalars(
        select(Return)
        .where((Return.number == number) | Return.delivery_id.in_(of_delivery))
        .order_by(Return.id)
    ).all()
    if not returns:
        raise not_found("return", which.document)
    standing = [
        one
        for one in returns
        if one.state == "recorded" or pile.was_issued("return_note", one.number)
    ]
    if not standing:
        raise wrong_state(returns[-1])
    for one in standing:
        pile.keep("return_note", one.number, partial(return_note, session, one))


def _put_triple_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """Notes on continuous paper: of an order or a note's number, or all of a run's."""
    run = session.scalar(select(Run).where(Run.number == which.number))
    if run is None:
        with pile.laid_out(TripleNote):
            put_notes(session, pile, which)
        return
    _put_triple_notes_of(session, pile, which, _standing(run))


def _put_triple_notes_of(session: Change, pile: Pile, which: WhichPaper, run: Run) -> None:
    with pile.laid_out(TripleNote):
        for stop in manifest(session, run).stops:
            for note in stop.notes:
                put_notes(session, pile, replace(which, document=note.number or note.order))


def _put_day(session: Change, pile: Pile, which: WhichPaper, *, notes: bool = True) -> None:
    """All runs of a day: pick list, loading list, manifest and notes, run by run as they leave."""
    for run in _runs_of(session, which.day or session.today):
        one = replace(which, document=run.number)
        _put_pick_list(session, pile, one)
        _put_loading_list(session, pile, one)
        put_manifest(session, pile, one, notes=notes)


def _put_day_lists(session: Change, pile: Pile, which: WhichPaper) -> None:
    """A day's lists and manifests, where the notes go onto continuous paper."""
    _put_day(session, pile, which, notes=False)


def _put_day_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The notes of a day's runs on continuous paper, run by run as they leave."""
    for run in _runs_of(session, which.day or session.today):
        _put_triple_notes_of(session, pile, which, run)


def _runs_of(session: Change, day: date) -> Sequence[Run]:
    """The runs of a day as they leave; refuses ``not_found`` where there are none."""
    runs = select(Run).where(Run.day == day, Run.state != "discarded")
    found = session.scalars(runs.order_by(Run.departs, Run.id)).all()
    if not found:
        message = _("There are no runs on {day}.")
        raise Refused("not_found", message.format(day=day), "date")
    return found


RUNS = (
    paper("pick_list", _put_pick_list),
    paper("loading_list", _put_loading_list),
    paper("triple_note", _put_triple_notes),
    paper("closing_sheet", _put_closing_sheet),
    paper("return_note", _put_return_notes),
    paper("run_day", _put_day, "run-day", takes=("day",)),
    paper("run_day_lists", _put_day_lists, "run-day-lists", takes=("day",)),
    paper("run_day_notes", _put_day_notes, "run-day-notes", takes=("day",)),
)
