"""The list of violation cases."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.case import CASE_KINDS
from desktop.basics.i18n import N_, _
from desktop.queries.cases import CASES, CaseRow, case_rows
from desktop.queries.words import state_word
from desktop.services.cases import Reported
from desktop.views.cases.claim_codes import ClaimCodes
from desktop.views.cases.detail import CaseView
from desktop.views.cases.form import report_form, save_report
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.lists.print_many import by_number, printing
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, money, tone_of

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


def _seen(row: CaseRow) -> str:
    """The price beside the lowest one allowed; of another kind of case, which."""
    if row.kind != "price":
        return _(CASE_KINDS[row.kind])
    return f"{money(row.price_fen)} / {money(row.protected_fen)}"


class CasesPage(ListPage[CaseRow]):
    """Every case, the newest first; the claim codes of a new one stand here until handed over."""

    name: ClassVar[str] = "cases"
    title: ClassVar[str] = N_("Violation cases")
    records = CASES
    search_words: ClassVar[str] = N_("client, product or number")
    new_words: ClassVar[str] = N_("Report a violation")
    new_action: ClassVar[str] = "case.report"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No violation was ever reported")
    empty_words: ClassVar[str] = N_(
        "A price under the protected one is reported here, by a client, a rep on patrol or a "
        "consumer. If it is upheld, the fund goes to whoever reported it."
    )
    nothing_open: ClassVar[str] = N_("Choose a case on the left.")
    columns = (
        Column(N_("Client"), lambda row: row.client, 110, "client", stretch=True),
        Column(N_("Product"), lambda row: row.product, 130, "product", stretch=True),
        Column(
            N_("Seen / lowest"),
            _seen,
            104,
            "price",
            right=True,
        ),
        Column(
            N_("State"),
            lambda row: _standing(row)[0],
            84,
            "state",
            tone=lambda row: _standing(row)[1],
        ),
        Column(N_("Number"), lambda row: row.number, 98, "number", extra=True),
        Column(N_("Seen on"), lambda row: day(row.seen_on), 88, "seen", extra=True),
        Column(N_("Reported on"), lambda row: day(row.reported_on), 88, "reported", extra=True),
        Column(N_("Kind"), lambda row: _(CASE_KINDS[row.kind]), 84, "kind", extra=True),
    )
    shares: ClassVar[tuple[int, int]] = (51, 49)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.codes = ClaimCodes(desk)
        self.codes.done.connect(self._on_handed_over)
        self._right.addWidget(self.codes)

    def make_detail(self) -> CaseView:
        """One case."""
        return CaseView(self.desk, self)

    def step_of(self, row: CaseRow) -> object:
        return row.state

    def acts(self) -> Sequence[ManyAct]:
        """Taken up together, and what was ruled on paper."""
        today = self.desk.today

        def rulings(session: "Reading", keys: Sequence[int]) -> Mapping[int, CaseRow]:
            return case_rows(session, keys, today)

        return (
            ManyAct(
                "accept",
                "case.accept",
                N_("Accept them and freeze the funds"),
                _accept,
                N_("{number} cases accepted: their funds are frozen until the ruling"),
                primary=True,
            ),
            printing(self.desk, N_("Print their rulings"), "ruling", by_number(rulings)),
        )

    def count_words(self, number: int) -> str:
        return _("{number} cases").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A report; a patrol's price fills it in advance."""
        return Edit(
            title=_("Report a violation"),
            note=_(
                "A price must lie under the one that the client's agreement protects; diverted "
                "goods and display need only an agreement in force."
            ),
            form=lambda: report_form(self.desk),
            save=save_report,
            draft_key="case.new",
            saved=self.report_made,
            done=_("Violation reported: a manager decides on it"),
            values=dict(link.values),
        )

    def why_stay(self) -> str:
        """The codes are kept nowhere: they can't be shown again."""
        if not self.codes.waiting:
            return ""
        return _("Hand over the claim codes first: once the window is closed they are lost.")

    # --- the claim codes ----------------------------------------------------------------

    def report_made(self, reported: Reported) -> None:
        """Show the codes of a report that was made just now, until they are handed over."""
        if reported.claim_codes:
            self.codes.show_codes(reported)
            self._lock_list(locked=True)
            self._right.setCurrentWidget(self.codes)
            self.codes.setFocus()
        self.saved(reported.case_id)

    def _on_handed_over(self) -> None:
        self._lock_list(locked=False)
        self._show_right()
        self.view.setFocus()

    def _lock_list(self, *, locked: bool) -> None:
        left = self.splitter.widget(0)
        if left is not None:
            left.setEnabled(not locked)

    def open_item(self, key: int) -> None:
        """Open a case, unless codes are still to be handed over."""
        if not self.codes.waiting:
            super().open_item(key)

    def start_new(self, link: Link | None = None) -> None:
        """Report another, unless codes are still to be handed over."""
        if not self.codes.waiting:
            super().start_new(link)

    def _show_right(self) -> None:
        if self.codes.waiting:
            self._right.setCurrentWidget(self.codes)
        else:
            super()._show_right()


def _accept(office: "Office", keys: Sequence[int], _given: Given) -> Done:
    from desktop.services.cases import accept_cases

    return Done(accept_cases(office, keys))


def _standing(row: CaseRow) -> tuple[str, str]:
    """The state; how long the appeal runs (V6), or the rewards that wait for their codes."""
    if row.appeal_days is not None:
        words = _("appeal {days} days") if row.appeal_days else _("appeal ends today")
        return words.format(days=row.appeal_days), "careful"
    if row.state == "final" and row.due_fen:
        return _("reward due"), "accent"
    return state_word("case", row.state), tone_of(row.state)
