"""The list of agreements."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.agreements import AGREEMENTS, AgreementRow, newest_number
from desktop.queries.products import lines
from desktop.queries.words import state_word
from desktop.views.agreements.detail import AgreementView
from desktop.views.agreements.form import AgreementForm, new_values, save_drafted
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.lists.print_many import by_key, printing
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, tone_of

if TYPE_CHECKING:
    pass


class AgreementsPage(ListPage[AgreementRow]):
    """Every agreement, the newest first; to renew, the soonest first."""

    name: ClassVar[str] = "agreements"
    title: ClassVar[str] = N_("Agreements")
    records = AGREEMENTS
    search_words: ClassVar[str] = N_("client or number")
    new_words: ClassVar[str] = N_("New agreement")
    new_action: ClassVar[str] = "agreement.draft"
    needs: ClassVar[tuple[str, ...]] = ("clients", "products")
    empty_title: ClassVar[str] = N_("No agreements yet")
    empty_words: ClassVar[str] = N_(
        "On joining, every client signs a price-protection agreement: which prices are kept, what "
        "basic profit is given back on the spot, and what goes into the fund."
    )
    nothing_open: ClassVar[str] = N_("Choose an agreement on the left.")
    shares: ClassVar[tuple[int, int]] = (55, 45)

    def __init__(self, desk: Desk) -> None:
        self.columns = _columns()
        self._lines: Sequence[str] = ()
        self._newest = ""
        super().__init__(desk)

    def make_detail(self) -> AgreementView:
        """One agreement."""
        return AgreementView(self.desk, self)

    def step_of(self, row: AgreementRow) -> object:
        return row.state

    def acts(self) -> Sequence[ManyAct]:
        """Their contracts in one go."""
        return (printing(self.desk, N_("Print their contracts"), "contract", by_key),)

    def count_words(self, number: int) -> str:
        return _("{number} agreements").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A draft with the terms of the newest agreement, for a year from today."""
        today, given = self.desk.today, dict(link.values)
        return Edit(
            title=_("New agreement"),
            note=_(
                "Rates and prices stand as in the newest agreement ({number}): change what differs."
            ).format(number=self._newest)
            if self._newest
            else _("The first agreement: its rates and prices are the pattern for the next ones."),
            form=lambda: AgreementForm(self.desk, self._lines),
            save=save_drafted,
            draft_key="agreement.new",
            saved=self.saved,
            done=_("Agreement drafted: look through it, then submit it"),
            load=lambda session: new_values(session, today, given),
        )

    def start_new(self, link: Link | None = None) -> None:
        """Open the form once it is known which lines there are, and whose terms it takes over."""

        def begin(found: tuple[list[str], str]) -> None:
            self._lines, self._newest = found
            super(AgreementsPage, self).start_new(link)

        self.desk.ask(
            self, lambda session: (lines(session), newest_number(session)), begin, slot="lines"
        )


def _columns() -> Sequence[Column[AgreementRow]]:
    return (
        Column(N_("Client"), lambda row: row.client, 110, "client", stretch=True),
        Column(N_("Number"), lambda row: row.number or "—", 100, "number"),
        Column(N_("Period"), lambda row: _period(row.starts_on, row.ends_on), 158, "ends"),
        Column(
            N_("Basic + fund"),
            lambda row: f"{percent(row.basic_rate)} + {percent(row.fund_rate)}",
            104,
            "basic",
            right=True,
        ),
        Column(
            N_("State"),
            lambda row: _standing(row)[0],
            84,
            "state",
            tone=lambda row: _standing(row)[1],
        ),
        Column(N_("Signed on"), lambda row: day(row.signed_on), 88, "signed", extra=True),
        Column(
            N_("Days left"),
            lambda row: "" if row.days_left is None else str(row.days_left),
            72,
            "left",
            right=True,
            extra=True,
        ),
    )


def _period(first: date, last: date) -> str:
    """Both days, the year said once when they share it."""
    return f"{first}–{last:%m-%d}" if first.year == last.year else f"{first}–{last}"


def _standing(row: AgreementRow) -> tuple[str, str]:
    """The state, or how long it still runs when it is to be renewed (A6)."""
    if row.to_renew:
        return _("{days} days left").format(days=row.days_left), "careful"
    return state_word("agreement", row.state), tone_of(row.state)
