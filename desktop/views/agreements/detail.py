"""One agreement: its terms beside today's prices, who did what, and the next step."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.agreements import CLAUSES, AgreementDetail, PriceRow, agreement_detail
from desktop.queries.words import state_word
from desktop.views.agreements.form import (
    agreement_draft,
    agreement_form,
    agreement_values,
)
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import THROW_AWAY, Action, Given, nothing, taking_back
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.file_list import FileList, attach_files, attaching
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.record_table import Column, short_list
from desktop.views.kit.parts import (
    Facts,
    Figures,
    Head,
    Strip,
    button,
    empty,
    label,
    scrolled,
)
from desktop.views.kit.said_rules import paper_day
from desktop.views.kit.words import day, joined, money, tone_of

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading
    from desktop.views.agreements.page import AgreementsPage

# What stands at the foot in each state even if it can't be done now, with its reason.
_NEAR: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"agreement.edit", "agreement.submit"}),
    "submitted": frozenset({"agreement.return", "agreement.approve"}),
    "approved": frozenset({"agreement.sign", "agreement.terminate"}),
    "active": frozenset({"agreement.terminate"}),
}
_SIGNED = ("active", "expired", "terminated")
_STEPS = {
    "drafted": N_("Drafted"),
    "submitted": N_("Submitted"),
    "returned": N_("Sent back"),
    "approved": N_("Approved"),
    "signed": N_("Signed"),
    "terminated": N_("Terminated"),
}


class AgreementView(Detail):
    """One agreement."""

    kind: ClassVar[str] = "agreement"

    def __init__(self, desk: Desk, page: "AgreementsPage") -> None:
        self._agreements = page
        super().__init__(desk, page)
        self._row: AgreementDetail | None = None
        self._head = Head(
            self.way(_("Client file"), "clients", lambda row: row.client_id),
            button(_("Contract"), self._show_contract, "", "Ctrl+P"),
        )
        self.word = Strip()
        self._figures = Figures()
        self._prices = QVBoxLayout()
        self._facts = Facts()
        self._steps = Facts(2)
        self._files = FileList(desk, _("The signed scan belongs here."))
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 6, 0)
        inner.setSpacing(10)
        inner.addLayout(self._prices)
        for part in (
            self._facts,
            label(_("Files"), "heading"),
            self._files,
            label(_("Steps"), "heading"),
            self._steps,
        ):
            inner.addWidget(part)
        inner.addStretch(1)
        self.body.addWidget(self._head)
        self.body.addWidget(self.word)
        self.body.addWidget(self._figures)
        self.body.addWidget(scrolled(inside), 1)

    def steps(self) -> Sequence[Action]:
        from desktop.services import agreements as services

        def plain(name: str, words: str, do: Any, done: str, **more: Any) -> Action:
            return Action(name, words, lambda office, key, _given: do(office, key), done, **more)

        return (
            Action(
                "agreement.discard",
                N_("Discard"),
                lambda office, key, _given: services.discard_agreement_draft(office, key),
                N_("Draft discarded"),
                sure=THROW_AWAY,
                goes_on=True,
            ),
            Action("agreement.edit", N_("Edit"), nothing, shortcut="Ctrl+E", begin=self.edit),
            plain(
                "agreement.submit",
                N_("Submit"),
                services.submit_agreement,
                N_("Submitted: a manager approves it"),
                shortcut="Ctrl+Return",
                primary=True,
            ),
            taking_back("agreement", services.take_back_agreement),
            Action(
                "agreement.return",
                N_("Send back"),
                lambda office, key, given: services.return_agreement(office, key, given["word"]),
                N_("Sent back to be drafted anew"),
                ask=(Field("word", N_("A word why"), needed=True),),
                shortcut="Ctrl+R",
                goes_on=True,
            ),
            plain(
                "agreement.approve",
                N_("Approve, then the next"),
                services.approve_agreement,
                N_("Approved and numbered: print the contract to be signed"),
                shortcut="Ctrl+Return",
                primary=True,
                goes_on=True,
            ),
            Action(
                "agreement.terminate",
                N_("Terminate"),
                lambda office, key, _given: services.terminate_agreement(office, key),
                N_("Agreement ended: today is its last day"),
                sure=N_(
                    "End this agreement? Today is its last day in force. Nothing is forfeited; "
                    "the fund is settled with the quarter."
                ),
            ),
            attaching("agreement", N_("Attach scan"), N_("Signed scan")),
            Action("renew", N_("Renew"), nothing, shortcut="Ctrl+J", begin=self.renew),
            Action(
                "agreement.sign",
                N_("Record the signature"),
                _sign,
                N_("Signed: it is in force from its paper's day"),
                ask=(
                    Field("dated", N_("Signed on"), "day", True, default=self.desk.today),
                    Field("files", N_("Signed scan"), "files"),
                ),
                note=paper_day,
                shortcut="Ctrl+Return",
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> AgreementDetail:
        return agreement_detail(session, key, self.desk.today)

    def ask_moves(self, row: AgreementDetail, key: int) -> Sequence["Move"]:
        """The moves near its state; a scan once it is approved, a renewal once it was signed."""
        from desktop.services.moves import Move

        state = row.row.state
        near = _NEAR.get(state, frozenset())
        found = [
            move for move in super().ask_moves(row, key) if move.allowed or move.action in near
        ]
        if state not in ("draft", "submitted") and self.desk.may("attach"):
            found.append(Move("attach", True))
        if state in _SIGNED and self.desk.may("agreement.draft"):
            found.append(Move("renew", True))
        return found

    def show_row(self, row: AgreementDetail) -> None:
        self._row = row
        head = row.row
        state = state_word("agreement", head.state)
        left = _("{days} days left").format(days=head.days_left) if head.to_renew else ""
        number = head.number or _("no number yet")
        self._head.show_head(
            head.client,
            [(state, tone_of(head.state)), (left, "careful")],
            joined(number, f"{head.starts_on}–{head.ends_on}", _(CLAUSES[row.clause_kind])),
        )
        if row.return_word:
            self.word.say(_("Sent back: “{word}”").format(word=row.return_word), "careful")
        else:
            self.word.clear()
        named = sum(one.price_fen is not None for one in row.prices)
        self._figures.show_figures(
            (
                (_("Basic profit"), percent(head.basic_rate)),
                (_("Fund"), percent(head.fund_rate)),
                (_("Protected products"), str(named)),
                (
                    _("Days left"),
                    "—" if head.days_left is None else str(head.days_left),
                    "careful" if head.to_renew else "",
                ),
            )
        )
        self._show_prices(row)
        self._facts.show_facts(_facts(row))
        self._files.show_files(row.files)
        self._steps.show_facts(
            (_(_STEPS[what]), f"{day(when)}  {who}") for what, who, when in row.steps
        )

    def _show_prices(self, row: AgreementDetail) -> None:
        empty(self._prices)
        if row.prices:
            own = any(one.basic_rate is not None or one.fund_rate is not None for one in row.prices)
            columns = _PRICES + _OWN_RATES if own else _PRICES
            self._prices.addWidget(short_list(columns, row.prices, _("Price table")))
        else:
            none = _("No price is protected: a violation can only be reported of a named price.")
            self._prices.addWidget(label(none, tone="quiet", wrap=True))

    def edit(self, key: int) -> None:
        """Change the draft; somebody else's change meanwhile is shown beside (E2)."""
        from desktop.services.agreements import edit_agreement_draft

        row, today = self._row, self.desk.today
        if row is None:
            return
        self.page.edit(
            Edit(
                title=_("Edit the agreement of {client}").format(client=row.row.client),
                form=lambda: agreement_form(self.desk, row.every_line, known=True),
                save=lambda office, given: edit_agreement_draft(
                    office, key, given["version"], agreement_draft(given.values)
                ),
                draft_key=f"agreement.edit:{key}",
                saved=lambda _none: self.page.saved(key),
                done=_("Draft saved"),
                load=lambda session: agreement_values(agreement_detail(session, key, today)),
            )
        )

    def renew(self, _key: int) -> None:
        """A new draft that begins the day after this one ends (A6)."""
        if self._row is not None:
            self._agreements.edit_renewal(self._row)

    def _show_contract(self) -> None:
        row = self._row
        if row is not None:
            key = row.row.id
            title = _("Contract {number} {client}").format(
                number=row.row.number, client=row.row.client
            )
            self.desk.show_issued(title, "contract", key=key)


def _sign(office: "Office", key: int, given: Given) -> None:
    """The signature with its scan, both or none."""
    from desktop.services.agreements import sign_agreement

    with office.batch() as together:
        sign_agreement(together, key, given["dated"], given.confirmed)
        attach_files("agreement", together, key, given)


def _facts(row: AgreementDetail) -> list[tuple[str, str] | tuple[str, str, str]]:
    terminated = row.last_day != row.row.ends_on
    return [
        (_("Leads the lines"), "、".join(row.lead_lines) or _("none")),
        (_("In force from"), day(row.first_day)),
        (_("Last day in force"), day(row.last_day) if terminated else ""),
        (
            _("Signed without a valid legal review by"),
            row.unreviewed_by,
            "careful",
        ),
    ]


def _rate(rate: Any) -> str:
    return "" if rate is None else percent(rate)


_PRICES: tuple[Column[PriceRow], ...] = (
    Column(N_("Product"), lambda row: row.name, 150, stretch=True),
    Column(N_("Unit"), lambda row: row.unit, 40),
    Column(
        N_("Lowest price"),
        lambda row: money(row.price_fen),
        88,
        right=True,
        tone=lambda row: "careful" if row.above_retail else "",
        tip=lambda row: (
            _("above the suggested retail price") if row.above_retail else money(row.price_fen)
        ),
    ),
    Column(N_("Retail"), lambda row: money(row.retail_fen), 66, right=True),
    Column(N_("Supply price"), lambda row: money(row.supply_fen), 88, right=True),
)
_OWN_RATES: tuple[Column[PriceRow], ...] = (
    Column(N_("Own basic"), lambda row: _rate(row.basic_rate), 76, right=True),
    Column(N_("Own fund"), lambda row: _rate(row.fund_rate), 76, right=True),
)
