"""The tabs of a client file: each a list that is read when it is opened, newest first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.benefit import BENEFIT_KINDS
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries import client_tabs
from desktop.queries.client_page import OpenClient
from desktop.queries.client_papers import ClientPaper, client_papers
from desktop.queries.map_ground import kept_ground
from desktop.queries.neighbourhood import neighbourhood
from desktop.queries.suggestions import client_history
from desktop.queries.surveys import SurveyLine, survey_lines
from desktop.queries.words import PAPERS, state_word
from desktop.views.kit.blocks.block import Block, Later
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.map_block import MapBlock
from desktop.views.kit.blocks.map_layer import Layer
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.file_list import open_file
from desktop.views.kit.tables.record_table import Column, Row
from desktop.views.kit.words import day, money, short_day, tone_of
from desktop.views.shared.map_ground import wished
from desktop.views.shared.suggestion_history import history

if TYPE_CHECKING:
    from desktop.services.office import Reading

_Answer = TypeVar("_Answer")


class _Item(Protocol):
    """A line that stands for an item of a page."""

    @property
    def id(self) -> int: ...


_NOWHERE = N_("Nobody knows where this shop lies: give its coordinates with “Edit”.")


_Tab = tuple[str, Callable[[], Block[OpenClient]]]
_Question = Callable[["Reading", int, date], Sequence[Row]]


def file_tabs(desk: Desk, asker: QWidget, survey: Sequence[QWidget]) -> Sequence[_Tab]:
    """Each tab's words with what makes its list; ``survey`` are the buttons of a new one.

    Of tabs that are opened quickly one after the other only the last is asked for ``asker``.
    """
    tabs = _Tabs(desk, asker)
    return (
        (N_("Around"), tabs.around),
        tabs.lines(
            N_("Survey"),
            lambda session, client_id, _today: survey_lines(session, client_id),
            _SURVEY,
            N_("Nobody surveyed this shop's buyers yet. A product proposal rests on a survey."),
            foot=survey,
        ),
        tabs.lines(
            N_("Suggestions"),
            client_history,
            history(lambda: desk.today),
            N_("No suggestion was ever made to this client."),
            tabs.opens("suggestions"),
        ),
        tabs.lines(
            N_("Agreement"),
            client_tabs.agreements,
            _AGREEMENTS,
            N_("No price-protection agreement yet."),
            tabs.opens("agreements"),
        ),
        tabs.lines(N_("Fund"), client_tabs.fund, _FUND, N_("Nothing was accrued yet.")),
        tabs.lines(
            N_("Orders"),
            client_tabs.orders,
            _orders(lambda: desk.today),
            N_("No orders yet."),
            tabs.opens("orders"),
        ),
        tabs.lines(N_("Visits"), client_tabs.visits, _VISITS, N_("Nobody was there yet.")),
        tabs.lines(
            N_("Money and benefits"),
            client_tabs.money,
            _MONEY,
            N_("No money was taken and no benefit given yet."),
        ),
        tabs.lines(
            N_("Papers and photos"),
            lambda session, client_id, _today: client_papers(session, client_id),
            _PAPER_LINES,
            N_("No paper was issued for this client, and no photo attached."),
            tabs.show_paper,
        ),
        tabs.lines(N_("Changes"), client_tabs.changes, _CHANGES, N_("No changes.")),
    )


class _Tabs:
    """Makes the tabs of a client file."""

    def __init__(self, desk: Desk, asker: QWidget) -> None:
        self._desk, self._asker = desk, asker

    def lines(
        self,
        words: str,
        question: _Question[Row],
        columns: Sequence[Column[Row]],
        none: str,
        enter: Callable[[Row], object] | None = None,
        foot: Sequence[QWidget] = (),
    ) -> _Tab:
        """One that is a list, and what Enter does with a line of it."""

        def ask(file: OpenClient, then: Callable[[Sequence[Row]], None]) -> None:
            today = self._desk.today
            self._ask(lambda session: question(session, file.id, today), then)

        def make() -> Block[OpenClient]:
            lines: Lines[Sequence[Row], Row] = Lines(
                columns,
                lambda rows: rows,
                name=words,
                none=none,
                enter=enter,
                fills=True,
                foot=foot,
            )
            return Later(ask, lines)

        return words, make

    def around(self) -> Block[OpenClient]:
        """The map of the shops around."""
        desk = self._desk

        def ask(file: OpenClient, then: Callable[[Layer | None], None]) -> None:
            today, wish = desk.today, wished(desk)

            def question(session: "Reading") -> Layer | None:
                scene = neighbourhood(session, file.id, today)
                return Layer(scene, wish.ground(kept_ground(session))) if scene else None

            self._ask(question, then)

        block: MapBlock[Layer | None] = MapBlock(lambda layer: layer, _NOWHERE)
        block.map.opened.connect(lambda key: desk.open(Link("clients", key)))
        return Later(ask, block)

    def opens(self, page: str) -> Callable[[_Item], None]:
        """What opens a line on its page."""
        return lambda row: self._desk.open(Link(page, row.id))

    def show_paper(self, paper: ClientPaper) -> None:
        """Show a paper as it was issued, or a file."""
        if paper.key is not None:
            open_file(self._desk, paper.key, paper.name)
        else:
            self._desk.show_issued(paper.name, paper.kind, paper.document, quarter=paper.quarter)

    def _ask(
        self, question: Callable[["Reading"], _Answer], then: Callable[[_Answer], None]
    ) -> None:
        self._desk.ask(self._asker, question, then, slot="tab")


_SURVEY: tuple[Column[SurveyLine], ...] = (
    Column(N_("What"), lambda row: row.label, 110),
    Column(N_("Found"), lambda row: row.words, 260, stretch=True),
    Column(N_("Before"), lambda row: row.before, 150, tone=lambda _row: "quiet"),
)
_AGREEMENTS: tuple[Column[client_tabs.AgreementLine], ...] = (
    Column(N_("Number"), lambda row: row.number or "—", 120),
    Column(N_("From"), lambda row: day(row.starts_on), 96),
    Column(N_("To"), lambda row: day(row.ends_on), 96),
    Column(N_("Basic profit"), lambda row: percent(row.basic_rate), 80, right=True),
    Column(N_("Fund"), lambda row: percent(row.fund_rate), 80, right=True),
    Column(
        N_("State"),
        lambda row: state_word("agreement", row.state),
        80,
        tone=lambda row: tone_of(row.state),
    ),
)
_FUND: tuple[Column[client_tabs.FundLine], ...] = (
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
)
_VISITS: tuple[Column[client_tabs.VisitLine], ...] = (
    Column(N_("Day"), lambda row: day(row.day), 90),
    Column(N_("Kind"), lambda row: _("visit") if row.kind == "visit" else _("patrol"), 60),
    Column(N_("By"), lambda row: row.who, 80),
    Column(
        N_("State"),
        lambda row: state_word("visit", row.state) if row.state else "",
        80,
        tone=lambda row: tone_of(row.state),
    ),
    Column(N_("What"), lambda row: row.words, 200, stretch=True),
)


def _money_state(row: client_tabs.MoneyLine) -> str:
    return state_word("document" if row.kind == "collection" else "benefit", row.state)


_MONEY: tuple[Column[client_tabs.MoneyLine], ...] = (
    Column(N_("Day"), lambda row: day(row.day), 90),
    Column(
        N_("Kind"),
        lambda row: _("collection") if row.kind == "collection" else _(BENEFIT_KINDS[row.kind]),
        110,
    ),
    Column(N_("Number"), lambda row: row.number, 130),
    Column(N_("Amount"), lambda row: money(row.amount_fen), 100, right=True),
    Column(N_("State"), _money_state, 80),
)
_PAPER_LINES: tuple[Column[ClientPaper], ...] = (
    Column(N_("Day"), lambda row: day(row.day), 90),
    Column(N_("Kind"), lambda row: _(PAPERS.get(row.kind, N_("file"))), 90),
    Column(N_("Number or name"), lambda row: row.name, 150, stretch=True),
    Column(N_("Note"), lambda row: row.note, 150),
)
_CHANGES: tuple[Column[client_tabs.ChangeLine], ...] = (
    Column(N_("When"), lambda row: row.at, 130),
    Column(N_("Who"), lambda row: row.who, 90),
    Column(N_("What"), lambda row: row.what, 300, stretch=True),
)


def _orders(today: Callable[[], date]) -> tuple[Column[client_tabs.OrderLineRow], ...]:
    """Its orders: a day of this year stands without it, so that number and figures are whole."""
    return (
        Column(N_("Day"), lambda row: short_day(row.day, today()), 62),
        # What was delivered is called by its note, as on the statement.
        Column(N_("Number"), lambda row: row.note or row.number, 130),
        Column(N_("Ordered"), lambda row: money(row.ordered_fen), 92, right=True),
        Column(N_("Delivered on"), lambda row: short_day(row.delivered_on, today()), 62),
        Column(N_("Delivered"), lambda row: money(row.delivered_fen), 92, right=True),
        Column(
            N_("State"),
            lambda row: state_word("order", row.state),
            80,
            tone=lambda row: tone_of(row.state),
        ),
    )
