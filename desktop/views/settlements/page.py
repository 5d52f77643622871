"""Settlements: prepared by one, approved by another, posted by the accountant (S2–S4)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_, _
from desktop.queries.search import find_clients
from desktop.queries.settlements import (
    SETTLEMENTS,
    ReviewLine,
    SettlementDetail,
    SettlementRow,
    quarter_to_settle,
    settlement_detail,
)
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Figures, told
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.text import Word
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, plain, taking_back, throwing_away
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import money, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.office import Reading

_STEPS = {
    "prepared": N_("prepared by {who} {day}"),
    "submitted": N_("submitted by {who} {day}"),
    "returned": N_("returned by {who} {day}"),
    "approved": N_("approved by {who} {day}"),
    "posted": N_("posted by {who} {day}"),
}


class SettlementsPage(ListPage[SettlementRow]):
    """One line a quarter; the table to review beside it."""

    name: ClassVar[str] = "settlements"
    title: ClassVar[str] = N_("Quarterly settlement")
    records = SETTLEMENTS
    search_words: ClassVar[str] = N_("quarter, such as 2026Q1")
    new_words: ClassVar[str] = N_("Prepare")
    new_action: ClassVar[str] = "settlement.prepare"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No quarter was settled yet")
    empty_words: ClassVar[str] = N_(
        "When a quarter has ended, its settlement is prepared here: what every client's fund "
        "comes to, who is held by an open case, and who is carried."
    )
    nothing_open: ClassVar[str] = N_("Choose a quarter on the left.")
    columns = (
        Column(N_("Quarter"), lambda row: row.called, 72, "quarter", stretch=True),
        Column(N_("Clients"), lambda row: str(row.settled), 54, "clients", right=True),
        Column(N_("Amount"), lambda row: money(row.amount_fen), 90, "amount", right=True),
        Column(
            N_("State"),
            lambda row: state_word("settlement", row.state),
            70,
            "state",
            tone=lambda row: tone_of(row.state),
        ),
    )
    shares: ClassVar[tuple[int, int]] = (32, 68)

    def make_detail(self) -> "SettlementView":
        return SettlementView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} settlements").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """Which quarter; the last ended one stands there. Of one client alone: S4a's."""
        from desktop.services.settlements import prepare_settlement

        today = self.desk.today
        return Edit(
            title=_("Prepare a settlement"),
            note=_("It computes what each client's fund comes to; nothing is booked yet."),
            form=lambda: Form(
                self.desk,
                (
                    Field(
                        "quarter",
                        N_("Quarter"),
                        "code",
                        needed=True,
                        hint=N_("such as 2026Q1"),
                        width=120,
                    ),
                    Field(
                        "client",
                        N_("Held client"),
                        "lookup",
                        lookup=self.desk.look_up(find_clients),
                        hint=N_("afterwards, when its case is ruled; empty: the whole quarter"),
                    ),
                ),
            ),
            save=lambda office, given: prepare_settlement(
                office, _quarter(given["quarter"]), given["client"]
            ),
            draft_key="settlement.new",
            saved=self.saved,
            done=_("Settlement prepared: look through it, then submit it"),
            load=lambda session: {"quarter": quarter_to_settle(session, today).text},
            seen_after=True,
        )


class SettlementView(Detail[SettlementDetail]):
    """Every client's figures, held ones first, what differs now marked."""

    kind: ClassVar[str] = "settlement"

    def blocks(self) -> Sequence[Block[SettlementDetail]]:
        return (
            Head(
                _head,
                Tool(N_("Payouts"), self._open_payouts, there=_is_posted),
                self.paper(N_("All statements"), "statement", _statements, there=_closes),
                self._to_sign(N_("To sign, by rep"), _by_rep, "Ctrl+L"),
                self._to_sign(N_("To sign, by area"), _by_area),
            ),
            Figures(_figures),
            Word(_warning),
            Lines(
                _LINES,
                lambda row: row.lines,
                name=N_("Clients of this settlement"),
                enter=lambda line: self.desk.open(Link("fund", line.client_id)),
                fills=True,
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import settlements as services

        return (
            throwing_away(
                "settlement",
                services.discard_settlement,
                self.page.gone,
                N_("Throw this draft away? Nothing was booked; it can be prepared again."),
            ),
            taking_back("settlement", services.take_back_settlement),
            Action(
                "settlement.return",
                N_("Return to draft"),
                plain(services.return_settlement),
                N_("Returned to draft and computed anew"),
                shortcut="Ctrl+R",
            ),
            Action(
                "settlement.submit",
                N_("Submit"),
                plain(services.submit_settlement),
                N_("Submitted: another person approves it"),
                primary=True,
            ),
            Action(
                "settlement.approve",
                N_("Approve"),
                plain(services.approve_settlement),
                N_("Approved: the accountant posts it"),
                primary=True,
            ),
            Action(
                "settlement.post",
                N_("Post"),
                plain(services.post_settlement),
                N_("Posted: the payouts can be paid"),
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> SettlementDetail:
        return settlement_detail(session, key)

    def _to_sign(
        self, words: str, issue: Callable[[SettlementDetail], Issue], keys: str = ""
    ) -> Tool[SettlementDetail]:
        """The payouts as lists on which clients sign."""
        return self.paper(words, "payout_list", issue, there=_is_posted, keys=keys)

    def _open_payouts(self, _row: SettlementDetail) -> None:
        self.desk.open(Link("payouts", filter="unpaid"))


def _statements(row: SettlementDetail) -> Issue:
    return Issue(about=row.row.quarter, quarter=Quarter.parse(row.row.quarter))


def _by_rep(row: SettlementDetail) -> Issue:
    quarter = row.row.quarter
    return Issue("rep", quarter, quarter=Quarter.parse(quarter))


def _by_area(row: SettlementDetail) -> Issue:
    quarter = row.row.quarter
    return Issue("area", quarter, quarter=Quarter.parse(quarter))


def _is_posted(row: SettlementDetail) -> bool:
    return row.row.state == "posted"


def _closes(row: SettlementDetail) -> bool:
    return _is_posted(row) and not row.row.client


def _head(row: SettlementDetail) -> Heading:
    head = row.row
    state = state_word("settlement", head.state)
    return Heading(head.called, [(state, tone_of(head.state))], told(_STEPS, row.steps))


def _figures(row: SettlementDetail) -> Sequence[Fact]:
    head = row.row
    change = head.amount_fen - row.last_amount_fen
    return (
        Fact(_("To be settled"), yuan_words(head.amount_fen)),
        Fact(_("Against last quarter"), f"{'+' if change >= 0 else ''}{money(change)}"),
        Fact(_("Settled") if _is_posted(row) else _("To settle"), str(head.settled)),
        Fact(_("Held"), str(head.held), "careful" if head.held else ""),
        Fact(_("Carried"), str(head.carried)),
    )


def _warning(row: SettlementDetail) -> str:
    """What differs from what was computed; of what is to post, that it closes the quarter."""
    differing = sum(line.differs for line in row.lines)
    words = _(
        "{number} clients stand otherwise now than when this was computed (marked). "
        "Return it to draft, which computes it anew."
    )
    if differing:
        return words.format(number=differing)
    if row.row.state == "approved" and not row.row.client:
        return _("Posting closes {quarter}.").format(quarter=row.row.quarter)
    return ""


def _quarter(text: str) -> Quarter:
    from desktop.basics.errors import Refused

    try:
        return Quarter.parse(text.strip().upper())
    except ValueError as error:
        raise Refused("invalid", _("A quarter, such as 2026Q1."), "quarter") from error


def _difference(line: ReviewLine) -> str:
    change = line.amount_fen - line.last_fen
    return f"{'+' if change > 0 else ''}{money(change)}" if change else ""


_LINES: tuple[Column[ReviewLine], ...] = (
    Column(N_("Client"), lambda row: row.name, 120, stretch=True),
    Column(N_("Opening"), lambda row: money(row.figures.opening_fen), 82, right=True),
    Column(N_("Accrued"), lambda row: money(row.figures.accrued_fen), 82, right=True),
    Column(N_("Returned"), lambda row: money(row.figures.returned_fen), 76, right=True),
    Column(N_("Forfeited"), lambda row: money(row.figures.forfeited_fen), 76, right=True),
    Column(N_("Amount"), lambda row: money(row.amount_fen), 86, right=True),
    Column(N_("Last quarter"), lambda row: money(row.last_fen), 86, right=True),
    Column(N_("Against last quarter"), _difference, 82, right=True),
    Column(
        N_("State"),
        lambda row: _("differs now") if row.differs else state_word("standing", row.standing),
        78,
        tone=lambda row: "wrong" if row.differs else tone_of(row.standing),
    ),
)
