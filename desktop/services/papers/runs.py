"""The papers of a run: picked, loaded, on the road, and closed; and a whole day of them (D5)."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Client, Delivery, Order, Return, Run
from desktop.models.base import wrong_state
from desktop.printing.triple_note import TripleNote
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.run_turn import as_they_leave
from desktop.queries.papers.closing_sheet import closing_sheet
from desktop.queries.papers.loading import loading_list, pick_list
from desktop.queries.papers.return_note import given_back_with, return_note
from desktop.services.change import Change
from desktop.services.find import not_found
from desktop.services.issuing import Pile
from desktop.services.papers.declared import WhichPaper, paper
from desktop.services.papers.goods import (
    put_manifest_of,
    put_notes,
    put_notes_of,
    run_named,
)

NOT_CLOSED = "未收车"
_CASH_OPEN = "现金未结"


def _put_pick_list(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What the store fetches; it follows the orders until the run is loaded, and isn't kept."""
    pile.blank(pick_list(session, _standing(run_named(session, which))))


def _put_loading_list(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What goes onto the vehicle, the last stop first; not kept either."""
    pile.blank(loading_list(session, _standing(run_named(session, which))))


def _standing(run: Run) -> Run:
    if run.state == "discarded":
        raise wrong_state(run)
    return run


def _put_closing_sheet(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What came back and was handed over: kept once goods and cash are, before that to fill in."""
    run = run_named(session, which)
    if run.state not in ("loaded", "closed"):
        raise Refused("wrong_state", _("The run isn't out: there is nothing to close yet."))
    if run.state == "closed" and not run.cash_open:
        pile.keep("closing_sheet", run.number, partial(closing_sheet, session, run))
    else:
        words = _CASH_OPEN if run.state == "closed" else NOT_CLOSED
        pile.draft(closing_sheet(session, run), words)


def _put_return_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """What a client gave back on a day, on one note; by a return's number, or a delivery's note's.

    What was issued stands on the note that it stood on; what came back since has another.
    """
    number = which.number
    of_delivery = select(Delivery.id).where(Delivery.note == number, Delivery.note != "")
    returns = session.scalars(
        select(Return)
        .where((Return.number == number) | Return.delivery_id.in_(of_delivery))
        .order_by(Return.id)
    ).all()
    if not returns:
        raise not_found("return", which.document)
    notes = _lines_of_notes(session, pile, returns)
    if not notes:
        raise wrong_state(returns[-1])
    standing = [lines for lines in notes if any(one.state == "recorded" for one in lines)]
    for lines in standing or notes:
        pile.keep(
            "return_note", lines[0].number, partial(return_note, session, lines), _cancelled(lines)
        )


def _lines_of_notes(session: Change, pile: Pile, returns: Sequence[Return]) -> list[list[Return]]:
    """The returns that stand together on a note, note by note, of those on which one of these does.

    A cancelled one stands only on a note that was issued before.
    """
    notes: dict[str, list[Return]] = {}
    wanted = {one.id for one in returns}
    known: set[int] = set()
    for one in returns:
        if one.id in known:
            continue
        together = given_back_with(session, one)
        known |= {other.id for other in together}
        issued = {
            number: document.number
            for document in together
            if (note := pile.issued_before("return_note", document.number)) is not None
            for number in note.numbers
        }
        fresh = [each for each in together if each.number not in issued]
        fresh = [each for each in fresh if each.state == "recorded"]
        for each in together:
            if each.number in issued:
                notes.setdefault(issued[each.number], []).append(each)
        if fresh:
            notes[fresh[0].number] = fresh
    return [lines for lines in notes.values() if wanted & {one.id for one in lines}]


def _cancelled(lines: Sequence[Return]) -> str:
    """What is said above a note on which some no longer stand."""
    numbers = [one.number for one in lines if one.state == "cancelled"]
    if not numbers:
        return ""
    return "已撤销" if len(numbers) == len(lines) else f"已撤销：{'、'.join(numbers)}"


def _put_triple_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """Notes on continuous paper: of an order or a note's number, or all of a run's."""
    run = session.scalar(select(Run).where(Run.number == which.number))
    if run is None:
        with pile.laid_out(TripleNote):
            put_notes(session, pile, which)
        return
    _put_triple_notes_of(session, pile, _standing(run))


def _put_triple_notes_of(session: Change, pile: Pile, run: Run) -> None:
    with pile.laid_out(TripleNote):
        put_notes_of(session, pile, run)


def _put_day(session: Change, pile: Pile, which: WhichPaper, *, notes: bool = True) -> None:
    """All runs of a day: pick list, loading list, manifest and notes, run by run as they leave."""
    for run in _runs_of(session, which.day or session.today):
        pile.blank(pick_list(session, run))
        pile.blank(loading_list(session, run))
        put_manifest_of(session, pile, run, notes=notes)


def _put_day_lists(session: Change, pile: Pile, which: WhichPaper) -> None:
    """A day's lists and manifests, where the notes go onto continuous paper."""
    _put_day(session, pile, which, notes=False)


def _put_day_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """The notes of a day's runs on continuous paper, run by run as they leave."""
    for run in _runs_of(session, which.day or session.today):
        _put_triple_notes_of(session, pile, run)


def _runs_of(session: Change, day: date) -> Sequence[Run]:
    """The runs of a day as they leave; refuses ``not_found`` where there are none."""
    runs = select(Run).where(Run.day == day, Run.state != "discarded")
    found = as_they_leave(session.scalars(runs.options(joinedload(Run.vehicle))))
    if not found:
        message = _("There are no runs on {day}.")
        raise Refused("not_found", message.format(day=day), "date")
    # What all of them carry is read at once, and held until the pile is gathered.
    orders = held_or_read(session, Order, (stop.order_id for run in found for stop in run.stops))
    held_or_read(session, Client, (order.client_id for order in orders.values()))
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
