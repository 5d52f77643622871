"""Rebate plans: the list, and one with its bands and what each client gets (B3)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.benefit import PAID_BY
from desktop.basics.drafts.rebate import BASES, MODES, Band
from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import percent
from desktop.queries.rebates import (
    REBATE_PLANS,
    RebateDetail,
    RebateOf,
    RebateRow,
    rebate_detail,
)
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures, told
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, Given, plain, throwing_out
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tables.state_column import state_column
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words
from desktop.views.rebates.form import rebate_form, save_rebate

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading

_STEPS = {
    "drafted": N_("drafted by {who} {day}"),
    "approved": N_("approved by {who} {day}"),
    "reckoned": N_("reckoned by {who} {day}"),
    "confirmed": N_("confirmed by {who} {day}"),
}
_PAID_BY = {name: PAID_BY[name] for name in ("setoff", "cash")}


class RebatesPage(ListPage[RebateRow]):
    """Every plan, the newest first."""

    name: ClassVar[str] = "rebates"
    title: ClassVar[str] = N_("Rebate plans")
    records = REBATE_PLANS
    search_words: ClassVar[str] = N_("name of the plan")
    new_words: ClassVar[str] = N_("New plan")
    new_action: ClassVar[str] = "rebate.draft"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No rebate plan yet")
    empty_words: ClassVar[str] = N_(
        "What clients get back for what they buy in a time: a manager approves the plan, it is "
        "reckoned when its time is over, and paid to all in one go."
    )
    nothing_open: ClassVar[str] = N_("Choose a plan on the left.")
    columns = (
        Column(N_("Name"), lambda row: row.name, 130, "name", stretch=True),
        Column(N_("From"), lambda row: day(row.starts_on), 88, "from"),
        Column(N_("To"), lambda row: day(row.ends_on), 88, "to"),
        Column(
            N_("Rebate"),
            lambda row: money(row.amount_fen) if row.clients else "",
            84,
            right=True,
            unsorted=N_("It is added up for each plan."),
        ),
        state_column("rebate", 66),
    )
    shares: ClassVar[tuple[int, int]] = (45, 55)

    def make_detail(self) -> "RebateView":
        return RebateView(self.desk, self)

    def count_words(self, number: int) -> str:
        return ngettext("{number} plan", "{number} plans", number).format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A draft, which a manager approves."""
        return Edit(
            title=_("New rebate plan"),
            form=lambda: rebate_form(self.desk),
            save=save_rebate,
            draft_key="rebate.new",
            saved=self.saved,
            done=_("Drafted: a manager approves it"),
            values=dict(link.values),
        )


class RebateView(Detail[RebateDetail]):
    """One plan: how it counts, and what each client gets."""

    kind: ClassVar[str] = "rebate"

    def blocks(self) -> Sequence[Block[RebateDetail]]:
        return (
            Head(
                _head,
                self.paper(
                    N_("Sheets for the shops"),
                    "rebate_sheet",
                    lambda row: Issue(about=row.row.name, key=row.row.id),
                    there=lambda row: row.row.clients > 0,
                ),
            ),
            Figures(_figures),
            Facts(_facts, columns=2),
            Lines(
                _AMOUNTS,
                lambda row: row.amounts,
                title=N_("What clients get"),
                name=N_("What clients get"),
                none=N_("No client gets anything yet: it is reckoned once its last day is over."),
                enter=self._open,
                fills=True,
            ),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import rebates as services

        return (
            throwing_out("rebate", services.discard_rebate, self.page.gone),
            Action(
                "rebate.reckon",
                N_("Reckon"),
                plain(services.reckon_rebate),
                N_("Reckoned, as deliveries and returns stand now"),
                primary=True,
            ),
            Action(
                "rebate.approve",
                N_("Approve"),
                plain(services.approve_rebate),
                N_("Approved: it isn't changed any more"),
                primary=True,
            ),
            Action(
                "rebate.confirm",
                N_("Confirm"),
                plain(services.confirm_rebate),
                N_("Confirmed: each client is promised its rebate"),
                sure=N_("Confirm these rebates? What is promised binds the office."),
                primary=True,
            ),
            Action(
                "rebate.deliver",
                N_("Pay all"),
                _deliver,
                N_("Paid, and booked"),
                ask=(
                    Field(
                        "paid_by",
                        N_("How it is paid"),
                        "choice",
                        needed=True,
                        choices=_PAID_BY,
                        default="setoff",
                    ),
                ),
                note=N_("All that is still promised of this plan is booked at once."),
                primary=True,
            ),
        )

    def load(self, session: "Reading", key: int) -> RebateDetail:
        return rebate_detail(session, key)

    def _open(self, one: RebateOf) -> None:
        """The promise that it became, else the client."""
        if one.benefit_id is not None:
            self.desk.open(Link("benefits", one.benefit_id))
        else:
            self.desk.open(Link("clients", one.client_id))


def _deliver(office: "Office", key: int, given: Given) -> None:
    from desktop.services.rebates import deliver_rebate

    deliver_rebate(office, key, given["paid_by"])


def _head(row: RebateDetail) -> Heading:
    head = row.row
    state = state_word("rebate", head.state)
    return Heading(head.name, [(state, tone_of(head.state))], told(_STEPS, row.steps))


def _figures(row: RebateDetail) -> Sequence[Fact]:
    head = row.row
    if not head.clients:
        return ()
    return (
        Fact(_("Rebate"), yuan_words(head.amount_fen)),
        Fact(_("Clients"), str(head.clients)),
        Fact(_("To be paid"), yuan_words(head.promised_fen)),
    )


def _facts(row: RebateDetail) -> Sequence[Fact]:
    head = row.row
    return (
        Fact(_("Time"), f"{day(head.starts_on)} – {day(head.ends_on)}"),
        Fact(_("What counts"), joined(_(BASES[head.base]), _(MODES[head.mode]))),
        Fact(_("Bands"), _("; ").join(map(_band, row.bands))),
        Fact(_("Goods"), _(", ").join(row.goods) or _("all")),
        Fact(_("For"), _(", ").join(row.clients) or _("all clients under agreement")),
    )


def _band(band: Band) -> str:
    """A band in words; its threshold is in yuan or in units: a band of an amount has a rate."""
    if band.rate is not None:
        return _("from {amount}: {rate}").format(
            amount=money(band.threshold), rate=percent(band.rate)
        )
    return _("from {units} units: {each} each").format(
        units=f"{band.threshold:,}", each=money(band.each_fen or 0)
    )


_AMOUNTS: tuple[Column[RebateOf], ...] = (
    Column(N_("Client"), lambda row: row.client, 120, stretch=True),
    Column(N_("Code"), lambda row: row.code, 64),
    Column(N_("Rebate"), lambda row: money(row.amount_fen), 84, right=True),
    Column(
        N_("State"),
        lambda row: state_word("benefit", row.state) if row.state else "",
        66,
        tone=lambda row: tone_of(row.state),
    ),
)
