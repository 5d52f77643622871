"""What can be done with several clients at once."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.i18n import N_, _
from desktop.queries.clients import client_rows
from desktop.queries.search import find_reps
from desktop.queries.word_lists import offered_areas, offered_segments
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.lists.print_many import printing

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading
    from desktop.services.papers.declared import WhichPaper

_GIVEN = {
    "rep": (N_("Give them a rep"), N_("{number} clients have this rep now")),
    "class": (N_("Put them in a class"), N_("{number} clients are in this class now")),
    "area": (N_("Put them in an area"), N_("{number} clients are in this area now")),
}


def client_acts(desk: Desk) -> Sequence[ManyAct]:
    """Given a rep, a class, an area; visited, patrolled, tried something at; their statements of
    the quarter that ended, their files.
    """
    finds = {"rep": find_reps, "area": offered_areas, "segment": offered_segments}
    fields = {one.name: one for one in fields_of(ClientDraft, desk, finds=finds)}
    given = [
        ManyAct(
            f"give {name}", "client.edit", words, partial(_give, name), done, ask=(fields[name],)
        )
        for name, (words, done) in _GIVEN.items()
    ]
    return (
        *given,
        ManyAct("visit", "visit.plan", N_("Plan visits of them"), begin=partial(_visit, desk)),
        ManyAct("patrol", "patrol.record", N_("Patrol them"), begin=partial(_patrol, desk)),
        ManyAct("try", "trial.draw", N_("Try something here"), begin=partial(_try, desk)),
        printing(desk, N_("Print their statements"), "statement", partial(_statements, desk)),
        ManyAct("files", "paper.issue", N_("Print their files"), begin=partial(_files, desk)),
    )


def _give(field: str, office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services import client_sets

    give = {
        "rep": client_sets.give_rep,
        "class": client_sets.give_class,
        "area": client_sets.give_area,
    }[field]
    before = give(office, keys, given[field])
    return Done(len(before.values), lambda office: client_sets.put_back_clients(office, before))


def _visit(desk: Desk, keys: Sequence[int]) -> None:
    """The form of a plan with these clients, for their rep if they have the same one."""

    def question(session: "Reading") -> tuple[list[str], set[str]]:
        rows = client_rows(session, keys, desk.today)
        codes = [rows[key].code for key in keys if key in rows]
        return codes, {row.rep_code for row in rows.values()}

    def begin(found: tuple[list[str], set[str]]) -> None:
        codes, reps = found
        values: tuple[tuple[str, Any], ...] = (("clients", [{"client": code} for code in codes]),)
        if len(reps) == 1:
            values = (*values, ("rep", reps.pop()))
        desk.open(Link("visits", do="new", values=values))

    desk.ask(desk, question, begin, slot="to visit")


def _patrol(desk: Desk, keys: Sequence[int]) -> None:
    """The grid of patrols with these clients."""
    _with_codes(desk, keys, lambda codes: Link("visits", do="round", values=(("clients", codes),)))


def _try(desk: Desk, keys: Sequence[int]) -> None:
    """The form of a trial with these clients, drawn at once."""

    def link(codes: Sequence[str]) -> Link:
        clients = [{"client": code} for code in codes]
        return Link("trials", do="new", values=(("clients", clients),))

    _with_codes(desk, keys, link)


def _with_codes(desk: Desk, keys: Sequence[int], link: Callable[[Sequence[str]], Link]) -> None:
    """Open what is made of the codes of these clients."""

    def question(session: "Reading") -> list[str]:
        rows = client_rows(session, keys, desk.today)
        return [rows[key].code for key in keys if key in rows]

    desk.ask(desk, question, lambda codes: desk.open(link(codes)), slot="to act on")


def _statements(desk: Desk, session: "Reading", keys: Sequence[int]) -> Sequence["WhichPaper"]:
    from desktop.services.papers.declared import WhichPaper

    rows = client_rows(session, keys, desk.today)
    quarter = Quarter.of(desk.today).previous()
    return [WhichPaper(rows[key].code, quarter=quarter) for key in keys if key in rows]


def _files(desk: Desk, keys: Sequence[int]) -> None:
    """Their client files in one PDF."""

    def question(session: "Reading") -> str:
        rows = client_rows(session, keys, desk.today)
        return ",".join(rows[key].code for key in keys if key in rows)

    def show(codes: str) -> None:
        title = _("{number} client files").format(number=len(keys))
        desk.show_issued(title, "client_file", codes)

    desk.ask(desk, question, show, slot="files")
