"""The tabs of a client file: each a list that is read when it is opened, newest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries import client_tabs
from desktop.queries.client_papers import ClientPaper, client_papers
from desktop.queries.proposals import newest_survey
from desktop.queries.suggestions import client_history
from desktop.queries.words import BENEFIT_KINDS, PAPERS, state_word
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.file_list import open_file
from desktop.views.kit.lists.record_table import Column
from desktop.views.kit.words import day, money, tone_of
from desktop.views.shared.suggestion_history import HISTORY

if TYPE_CHECKING:
    from desktop.services.office import Reading

Open = Callable[[Desk, Any], None]


@dataclass(frozen=True)
class Tab:
    """A tab: its words, what it asks, its columns, what an empty one says.

    ``open`` is what Enter does with a line. ``begin`` is a button below: the permission it
    needs, its words, and the page with what begins there.
    """

    words: str
    ask: Callable[["Reading", int, date], Sequence[Any]]
    columns: Sequence[Column[Any]]
    none: str
    open: Open | None = None
    begin: tuple[str, str, str, str] | None = None


def _to(page: str) -> Open:
    """Enter goes to the line's item on its page."""
    return lambda desk, row: desk.open(Link(page, row.id))


def _survey(session: "Reading", client_id: int, _today: date) -> list[tuple[str, str]]:
    survey = newest_survey(session, client_id)
    return [pair for pair in survey.words if pair[1]] if survey else []


def _show_paper(desk: Desk, paper: ClientPaper) -> None:
    if paper.key is not None:
        open_file(desk, paper.key, paper.name)
    else:
        desk.show_issued(paper.name, paper.kind, paper.document, quarter=paper.quarter)


def _state(kind: str) -> Column[Any]:
    return Column(
        N_("State"),
        lambda row: state_word(kind, row.state),
        80,
        tone=lambda row: tone_of(row.state),
    )


TABS: tuple[Tab, ...] = (
    Tab(
        N_("Survey"),
        _survey,
        (
            Column(N_("What"), lambda row: row[0], 110),
            Column(N_("Found"), lambda row: row[1], 300, stretch=True),
        ),
        N_("Nobody surveyed this shop's buyers yet. A product proposal rests on a survey."),
        begin=("survey.record", N_("New survey"), "proposals", "survey"),
    ),
    Tab(
        N_("Suggestions"),
        client_history,
        HISTORY,
        N_("No suggestion was ever made to this client."),
        _to("suggestions"),
    ),
    Tab(
        N_("Agreement"),
        client_tabs.agreements,
        (
            Column(N_("Number"), lambda row: row.number or "—", 120),
            Column(N_("From"), lambda row: day(row.starts_on), 96),
            Column(N_("To"), lambda row: day(row.ends_on), 96),
            Column(N_("Basic profit"), lambda row: percent(row.basic_rate), 80, right=True),
            Column(N_("Fund"), lambda row: percent(row.fund_rate), 80, right=True),
            _state("agreement"),
        ),
        N_("No price-protection agreement yet."),
        _to("agreements"),
    ),
    Tab(
        N_("Fund"),
        client_tabs.fund,
        (
            Column(N_("Quarter"), lambda row: row.figures.quarter.text, 76),
            Column(N_("Opening"), lambda row: money(row.figures.opening_fen), 92, right=True),
            Column(N_("Accrued"), lambda row: money(row.figures.accrued_fen), 92, right=True),
            Column(N_("Returned"), lambda row: money(row.figures.returned_fen), 92, right=True),
            Column(N_("Forfeited"), lambda row: money(row.figures.forfeited_fen), 92, right=True),
            Column(N_("Paid out"), lambda row: money(row.figures.settled_fen), 92, right=True),
            Column(N_("Closing"), lambda row: money(row.figures.closing_fen), 92, right=True),
            Column(
                N_("State"),
                lambda row: state_word("standing", row.standing),
                70,
                tone=lambda row: tone_of(row.standing),
            ),
        ),
        N_("Nothing was accrued yet."),
    ),
    Tab(
        N_("Orders"),
        client_tabs.orders,
        (
            Column(N_("Day"), lambda row: day(row.day), 90),
            # What was delivered is called by its note, as on the statement.
            Column(N_("Number"), lambda row: row.note or row.number, 130),
            Column(N_("Ordered"), lambda row: money(row.ordered_fen), 92, right=True),
            Column(N_("Delivered on"), lambda row: day(row.delivered_on), 96),
            Column(N_("Delivered"), lambda row: money(row.delivered_fen), 92, right=True),
            _state("order"),
        ),
        N_("No orders yet."),
        _to("orders"),
    ),
    Tab(
        N_("Visits"),
        client_tabs.visits,
        (
            Column(N_("Day"), lambda row: day(row.day), 90),
            Column(
                N_("Kind"),
                lambda row: _("visit") if row.kind == "visit" else _("patrol"),
                60,
            ),
            Column(N_("By"), lambda row: row.who, 80),
            Column(
                N_("State"),
                lambda row: state_word("visit", row.state) if row.state else "",
                80,
                tone=lambda row: tone_of(row.state),
            ),
            Column(N_("What"), lambda row: row.words, 200, stretch=True),
        ),
        N_("Nobody was there yet."),
    ),
    Tab(
        N_("Money and benefits"),
        client_tabs.money,
        (
            Column(N_("Day"), lambda row: day(row.day), 90),
            Column(
                N_("Kind"),
                lambda row: (
                    _("collection") if row.kind == "collection" else _(BENEFIT_KINDS[row.kind])
                ),
                110,
            ),
            Column(N_("Number"), lambda row: row.number, 130),
            Column(N_("Amount"), lambda row: money(row.amount_fen), 100, right=True),
            Column(N_("State"), lambda row: state_word("document", row.state), 80),
        ),
        N_("No money was taken and no benefit given yet."),
    ),
    Tab(
        N_("Papers and photos"),
        lambda session, client_id, _today: client_papers(session, client_id),
        (
            Column(N_("Day"), lambda row: day(row.day), 90),
            Column(N_("Kind"), lambda row: _(PAPERS.get(row.kind, N_("file"))), 90),
            Column(N_("Number or name"), lambda row: row.name, 150, stretch=True),
            Column(N_("Note"), lambda row: row.note, 150),
        ),
        N_("No paper was issued for this client, and no photo attached."),
        _show_paper,
    ),
    Tab(
        N_("Changes"),
        client_tabs.changes,
        (
            Column(N_("When"), lambda row: row.at, 130),
            Column(N_("Who"), lambda row: row.who, 90),
            Column(N_("What"), lambda row: row.what, 300, stretch=True),
        ),
        N_("No changes."),
    ),
)
