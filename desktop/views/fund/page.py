"""The fund by client, for one quarter; every entry of a client opens its source."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.queries.facts.funds import FundQuarter
from desktop.queries.fund import (
    FUND,
    FundDetail,
    FundRow,
    LedgerRow,
    fund_detail,
    fund_ids,
    fund_rows,
)
from desktop.queries.lists import Asked
from desktop.queries.search import find_clients
from desktop.queries.words import ACCOUNTS, ENTRY_KINDS, state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.tabs import Tabs
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.lists.print_many import printing
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, money, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading
    from desktop.services.papers.declared import WhichPaper

_QUARTERS_BACK = 8
_BY_QUARTER, _BY_ENTRY = N_("By quarter"), N_("Ledger")
_NONE = N_("Nothing was booked yet.")


class FundPage(ListPage[FundRow]):
    """Opening, accrued, returned, forfeited, settled, closing (S1)."""

    name: ClassVar[str] = "fund"
    title: ClassVar[str] = N_("Fund")
    records = FUND
    search_words: ClassVar[str] = N_("name, pinyin, initials, phone")
    new_words: ClassVar[str] = N_("Opening balance")
    new_action: ClassVar[str] = "opening.set"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("Nothing in the fund yet")
    empty_words: ClassVar[str] = N_(
        "The fund accrues with every delivery to a client under agreement. What clients bring "
        "from before is entered as their opening balance."
    )
    nothing_open: ClassVar[str] = N_("Choose a client on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.name, 110, "name", stretch=True),
        Column(
            N_("Opening"), lambda row: money(row.figures.opening_fen), 78, "opening", right=True
        ),
        Column(
            N_("Accrued"), lambda row: money(row.figures.accrued_fen), 78, "accrued", right=True
        ),
        Column(
            N_("Paid out"), lambda row: money(row.figures.settled_fen), 78, "settled", right=True
        ),
        Column(
            N_("Closing"),
            lambda row: money(row.figures.closing_fen),
            82,
            "closing",
            right=True,
            tone=lambda row: "wrong" if row.figures.closing_fen < 0 else "",
        ),
        Column(
            N_("State"),
            lambda row: _("frozen") if row.frozen else state_word("standing", row.standing),
            58,
            "state",
            tone=lambda row: "wrong" if row.frozen else tone_of(row.standing),
        ),
    )
    shares: ClassVar[tuple[int, int]] = (48, 52)

    def __init__(self, desk: Desk) -> None:
        self._quarter = Quarter.of(desk.today)
        self._chooser = ChoiceList()
        self._chooser.setAccessibleName(_("Quarter"))
        quarter = self._quarter
        for _back in range(_QUARTERS_BACK):
            self._chooser.addItem(quarter.text, quarter)
            quarter = quarter.previous()
        super().__init__(desk)
        self._chooser.currentIndexChanged.connect(self._on_quarter)

    def tools(self) -> Sequence[QWidget]:
        """The quarter that is shown."""
        return (self._chooser,)

    def listing(self) -> Listing[FundRow]:
        return Listing(
            ids=lambda session, wanted: fund_ids(session, wanted, self._quarter),
            rows=lambda session, ids: fund_rows(session, ids, self._quarter),
            sums=FUND.sums,
            totals=lambda session, wanted, keys: FUND.totals(
                Asked(session, self._quarter.start), wanted, keys
            ),
            filters=[one.name for one in FUND.filters],
        )

    def acts(self) -> Sequence[ManyAct]:
        """Their statements in one go, of the quarter that is shown."""
        return (printing(self.desk, N_("Print their statements"), "statement", self._statements),)

    def _statements(self, session: "Reading", keys: Sequence[int]) -> Sequence["WhichPaper"]:
        from desktop.services.papers.declared import WhichPaper

        rows = fund_rows(session, keys, self._quarter)
        return [WhichPaper(rows[key].code, quarter=self._quarter) for key in keys if key in rows]

    def make_detail(self) -> "FundView":
        return FundView(self.desk, self)

    def edit_new(self, link: Link) -> Edit:
        """What a client brings from before (C3)."""
        from desktop.services.clients import set_opening

        return Edit(
            title=_("Opening balance"),
            note=_(
                "What a client owes us, and what stands in the fund, from before. A manager "
                "approves it; it counts as accrued on that day."
            ),
            form=lambda: Form(
                self.desk, fields_of(OpeningDraft, self.desk, finds={"client": find_clients})
            ),
            save=lambda office, given: set_opening(office, drafted(OpeningDraft, given.values)),
            draft_key="opening.new",
            saved=lambda _key: self.filter_by("opening"),
            done=_("Opening balance entered: a manager approves it"),
            values=dict(link.values),
        )

    def _on_quarter(self) -> None:
        self._quarter = self._chooser.currentData()
        self.refresh()

    @property
    def quarter(self) -> Quarter:
        """The quarter that is shown."""
        return self._quarter


class FundView(Detail[FundDetail]):
    """One client's fund: quarters, ledger, statement."""

    kind: ClassVar[str] = "opening"
    page: FundPage

    def blocks(self) -> Sequence[Block[FundDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.id),
                self.paper(N_("Statement"), "statement", self._statement),
            ),
            Figures(_figures),
            Facts(_waiting_opening, columns=2),
            Tabs(
                N_("Fund by quarter, or ledger"),
                ((_BY_QUARTER, self._quarters), (_BY_ENTRY, self._entries)),
            ),
        )

    def _quarters(self) -> Block[FundDetail]:
        return Lines[FundDetail, tuple[FundQuarter, str]](
            _QUARTERS, lambda row: row.quarters, name=_BY_QUARTER, none=_NONE, fills=True
        )

    def _entries(self) -> Block[FundDetail]:
        return Lines[FundDetail, LedgerRow](
            _LEDGER,
            lambda row: row.ledger,
            name=_BY_ENTRY,
            none=_NONE,
            enter=self._open_source,
            fills=True,
        )

    def steps(self) -> Sequence[Action]:
        return (
            Action(
                "opening.discard",
                N_("Discard the opening balance"),
                _discard,
                done=N_("Opening balance discarded: it can be entered anew"),
                sure=N_("Throw this opening balance away? It can be entered anew."),
            ),
            Action(
                "opening.approve",
                N_("Approve the opening balance"),
                _approve,
                done=N_("Opening balance approved"),
                primary=True,
                goes_on=True,
            ),
        )

    def ask_moves(self, row: FundDetail, key: int) -> Sequence["Move"]:
        """Moves are asked for the opening balance, while it waits."""
        if row.opening is None or row.opening.approved_on is not None:
            return ()
        return super().ask_moves(row, row.opening.id)

    def load(self, session: "Reading", key: int) -> FundDetail:
        return fund_detail(session, key, self.desk.today)

    def _statement(self, fund: FundDetail) -> Issue:
        quarter = self.page.quarter
        return Issue(fund.code, f"{quarter.text} {fund.name}", quarter=quarter)

    def _open_source(self, row: LedgerRow) -> None:
        if row.page and row.key is not None:
            self.desk.open(Link(row.page, row.key))


def _head(fund: FundDetail) -> Heading:
    return Heading(fund.name, [(_("fund frozen") if fund.frozen else "", "wrong")], fund.code)


def _figures(fund: FundDetail) -> Sequence[Fact]:
    now = fund.quarters[0][0].closing_fen if fund.quarters else 0
    return (
        Fact(_("In the fund"), yuan_words(now)),
        Fact(_("Settled, to be paid"), yuan_words(fund.payable_fen)),
        Fact(_("Owes us"), yuan_words(fund.receivable_fen)),
    )


def _waiting_opening(fund: FundDetail) -> Sequence[Fact]:
    """What the client brought from before, until a manager approved it."""
    opening = fund.opening
    if opening is None or opening.approved_on is not None:
        return ()
    return (
        Fact(_("Opening: owes us"), money(opening.receivable_fen)),
        Fact(_("Opening: fund"), money(opening.fund_fen)),
        Fact(_("Entered by"), f"{opening.set_by} {day(opening.set_on)}"),
    )


def _opening_of(given: Given) -> int:
    opening = given.held(FundDetail).opening
    assert opening is not None
    return opening.id


def _approve(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.clients import approve_opening

    approve_opening(office, _opening_of(given))


def _discard(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.clients import discard_opening

    discard_opening(office, _opening_of(given))


_QUARTERS: tuple[Column[tuple[FundQuarter, str]], ...] = (
    Column(N_("Quarter"), lambda row: row[0].quarter.text, 74),
    Column(N_("Opening"), lambda row: money(row[0].opening_fen), 84, right=True),
    Column(N_("Accrued"), lambda row: money(row[0].accrued_fen), 84, right=True),
    Column(N_("Returned"), lambda row: money(row[0].returned_fen), 80, right=True),
    Column(N_("Forfeited"), lambda row: money(row[0].forfeited_fen), 80, right=True),
    Column(N_("Paid out"), lambda row: money(row[0].settled_fen), 84, right=True),
    Column(N_("Closing"), lambda row: money(row[0].closing_fen), 84, right=True),
    Column(
        N_("State"),
        lambda row: state_word("standing", row[1]),
        54,
        tone=lambda row: tone_of(row[1]),
    ),
)
_LEDGER: tuple[Column[LedgerRow], ...] = (
    Column(N_("No."), lambda row: str(row.number), 60, right=True),
    Column(N_("Day"), lambda row: day(row.day), 92),
    Column(N_("What happened"), lambda row: _(ENTRY_KINDS[row.kind]), 110),
    Column(N_("Account"), lambda row: _(ACCOUNTS[row.account]), 120, stretch=True),
    Column(
        N_("Debit"), lambda row: money(row.amount_fen) if row.amount_fen > 0 else "", 86, right=True
    ),
    Column(
        N_("Credit"),
        lambda row: money(-row.amount_fen) if row.amount_fen < 0 else "",
        86,
        right=True,
    ),
)
