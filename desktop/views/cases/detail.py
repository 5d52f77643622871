"""One case: what was seen, what is at stake, the ruling with its appeal clock, the rewards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.case import CASE_KINDS, CaseDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.cases import CaseDetail, ReporterRow, case_detail, due_rewards
from desktop.queries.facts.lots import LotHolder
from desktop.queries.words import REPORTER_KINDS, state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts, Figures, Steps
from desktop.views.kit.blocks.files import Files
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.declared import facts_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given, plain
from desktop.views.kit.doing.file_list import attaching, shown_files
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail, Issue, ItemPage, near_moves
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, money, tone_of, yuan_words

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading

# What stands at the foot in each state even if it can't be done now, with its reason.
_NEAR: Mapping[str, frozenset[str]] = {
    "reported": frozenset({"case.accept", "case.dismiss"}),
    "accepted": frozenset({"case.rule"}),
    "upheld": frozenset({"case.overturn", "reward.pay"}),
    "final": frozenset({"case.overturn", "reward.pay", "reward.lapse"}),
}
_RULINGS = {"upheld": N_("upheld"), "not_upheld": N_("not upheld")}
_STEPS = {
    "reported": N_("Reported"),
    "accepted": N_("Taken up"),
    "dismissed": N_("Dismissed"),
    "upheld": N_("Upheld"),
    "not_upheld": N_("Not upheld"),
    "overturned": N_("Overturned"),
}


class CaseView(Detail[CaseDetail]):
    """One case."""

    kind: ClassVar[str] = "case"

    def __init__(self, desk: Desk, page: ItemPage) -> None:
        self._read: set[int] = set()  # the cases whose reporters were read here, each noted once
        super().__init__(desk, page)

    def blocks(self) -> Sequence[Block[CaseDetail]]:
        return (
            Head(
                _head,
                self.way(N_("Client file"), "clients", lambda row: row.client_id),
                self.way(N_("Agreement"), "agreements", lambda row: row.agreement_id),
                self.paper(N_("Ruling"), "ruling", lambda row: Issue(row.row.number), there=_ruled),
            ),
            Figures(_figures),
            Facts(_money, title=_money_title),
            Facts(self._seen, title=N_("What was seen")),
            Files(
                lambda row: shown_files(self.desk, row.files),
                N_("No photo and no receipt yet."),
                N_("Evidence"),
            ),
            Lines(
                # Who reported is for managers only (V2).
                _REWARDS[:1] + _WHO + _REWARDS[1:] if self.desk.has_role("manager") else _REWARDS,
                lambda row: row.reporters,
                title=N_("Reporters and rewards"),
                none=N_("Nobody reported it: what is forfeited goes to the pool."),
            ),
            Lines(
                _HOLDERS,
                lambda row: row.holders,
                title=N_("Who received the lot"),
                enter=lambda one: self.desk.open(Link("clients", one.client_id)),
            ),
            Steps(_STEPS, lambda row: row.steps),
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import cases as services

        return (
            Action(
                "case.dismiss",
                N_("Dismiss"),
                plain(services.dismiss_case),
                N_("Report dismissed"),
                sure=N_("Dismiss this report? Nothing follows from it, and it stays dismissed."),
                goes_on=True,
            ),
            Action(
                "case.accept",
                N_("Accept and freeze the fund"),
                plain(services.accept_case),
                N_("Accepted: the client's fund is frozen until the ruling"),
                primary=True,
            ),
            Action(
                "case.rule",
                N_("Give the ruling"),
                _rule,
                N_("Ruled"),
                ask=(
                    Field("upheld", N_("The violation is"), "choice", choices=_RULINGS),
                    Field(
                        "share",
                        N_("Share of the fund"),
                        "rate",
                        hint=N_("empty: the whole fund"),
                    ),
                ),
                needless=lambda case: ("share",) if case.row.kind == "price" else (),
                note=N_(
                    "Upheld, the amount at stake is forfeited to the reporters. The client can "
                    "appeal, and then it can still be overturned."
                ),
                primary=True,
            ),
            Action(
                "case.overturn",
                N_("Overturn on appeal"),
                lambda office, key, given: services.overturn_case(office, key, given["reason"]),
                N_("Ruling overturned: everything is given back"),
                ask=(Field("reason", N_("What the appeal showed"), needed=True),),
                note=N_(
                    "Fund, payouts and rewards are as if nothing had been. Papers that the client "
                    "brought: attach them as evidence first."
                ),
            ),
            *self._reward_steps(),
        )

    def _reward_steps(self) -> Sequence[Action]:
        from desktop.services import cases as services

        return (
            Action(
                "case.read_reporters",
                N_("Show who reported"),
                plain(services.read_reporters),
                sure=N_("Show who reported? It is noted who looked, and when."),
                then=lambda _none: self._read.add(self.item.row.id),
            ),
            attaching("case", N_("Attach evidence"), N_("Photos, receipts")),
            Action(
                "reward.lapse",
                N_("Lapse a reward"),
                _lapse,
                N_("Lapsed: the reward went to the pool"),
                ask=(Field("position", N_("Whose"), "choice", needed=True, choices=self._due),),
                note=N_("Nobody came for it in time: it goes to the pool."),
            ),
            Action(
                "reward.pay",
                N_("Pay a reward"),
                _pay,
                ask=(Field("claim_code", N_("Claim code"), "code", True, limit=24, kept=False),),
                note=N_("The digits on the slip. No name is asked, no paper is looked at."),
                primary=True,
                then=lambda fen: self.desk.say(
                    _("Reward paid: {amount}").format(amount=money(fen))
                ),
            ),
        )

    def load(self, session: "Reading", key: int) -> CaseDetail:
        return case_detail(session, key, self.desk.today, names=key in self._read)

    def _seen(self, row: CaseDetail) -> Sequence[Fact]:
        elsewhere = dict.fromkeys(("client", "kind", "product", "price"))
        return (
            *facts_of(CaseDraft, row, self.desk, elsewhere),
            Fact(_("Lot among its deliveries"), _got_lot(row)),
            Fact(_("Agreement"), row.agreement),
        )

    def ask_moves(self, row: CaseDetail, key: int) -> Sequence["Move"]:
        """The moves near its state; evidence as long as it is open or can be appealed."""
        near = _NEAR.get(row.row.state, frozenset())
        found = near_moves(super().ask_moves(row, key), near)
        has_evidence_to_come = row.stake is not None or row.row.state == "upheld"
        hidden = bool(row.reporters) and key not in self._read
        names = self.free("case.read_reporters", when=hidden)
        return [*found, *names, *self.free("attach", when=has_evidence_to_come)]

    def _due(self) -> dict[str, str]:
        """The rewards that wait, for the one to be chosen that lapses."""
        return {
            str(one.position): f"{_reporter(one)}  {yuan_words(one.reward_fen)}"
            for one in self.item.reporters
            if one.reward_state == "due"
        }


def _rule(office: "Office", key: int, given: Given) -> None:
    from desktop.services.cases import rule_case

    if given["upheld"] not in _RULINGS:
        raise Refused("invalid", _("Choose how you rule."), "upheld")
    rule_case(office, key, given["upheld"] == "upheld", given.values.get("share"))


def _lapse(office: "Office", key: int, given: Given) -> None:
    from desktop.services.cases import lapse_reward

    lapse_reward(office, key, int(given["position"]))


def _pay(office: "Office", key: int, given: Given) -> int:
    """Pay the reward whose code this is: whoever holds a slip need not know which reporter."""
    from desktop.services.cases import pay_reward

    with office.reading() as session:
        rewards = due_rewards(session, key)
    refusal: Refused | None = None
    for position, amount_fen in rewards.items():
        try:
            pay_reward(office, key, position, given["claim_code"])
        except Refused as error:
            if error.field != "claim_code":
                raise
            refusal = error
        else:
            return amount_fen
    raise refusal or Refused("wrong_state", _("No reward of this case waits to be paid."))


def _ruled(case: CaseDetail) -> bool:
    """Whether there is a ruling to hand out."""
    return case.row.state in ("upheld", "final", "not_upheld")


def _head(row: CaseDetail) -> Heading:
    head, left = row.row, row.row.appeal_days
    words = _("appeal: {days} days left") if left else _("appeal: ends today")
    appeal = words.format(days=left) if left is not None else ""
    return Heading(
        head.client,
        [
            (state_word("case", head.state), tone_of(head.state)),
            (appeal, "careful"),
            (_("fund frozen") if head.state == "accepted" else "", "wrong"),
        ],
        joined(head.number, head.product),
    )


def _figures(row: CaseDetail) -> Sequence[Fact]:
    head = row.row
    figures = [Fact(_("Kind"), _(CASE_KINDS[head.kind]))]
    if head.protected_fen is not None:
        figures.append(Fact(_("Lowest price"), yuan_words(head.protected_fen)))
    if head.price_fen is not None:
        figures.append(Fact(_("Price seen"), yuan_words(head.price_fen), "wrong"))
    if row.stake is not None:
        figures.append(Fact(_("At stake"), yuan_words(row.stake.total_fen), "careful"))
    elif head.state in ("upheld", "final"):
        figures.append(Fact(_("Forfeited"), yuan_words(row.fund_fen + row.payout_fen)))
    return figures


def _money_title(row: CaseDetail) -> str:
    return _("Forfeited") if row.stake is None else _("At stake, were it upheld today")


def _money(row: CaseDetail) -> Sequence[Fact]:
    if row.stake is not None:
        payouts = (
            Fact(_("Payout {number}").format(number=number), yuan_words(amount))
            for number, amount in row.stake.payouts
        )
        return (Fact(_("In the fund"), yuan_words(row.stake.fund_fen)), *payouts)
    if row.row.state not in ("upheld", "final"):
        return ()
    share = percent(row.share) if row.share is not None and row.share < 1 else ""
    return (
        Fact(_("Share of the fund"), share),
        Fact(_("Of the fund"), yuan_words(row.fund_fen)),
        Fact(_("Of unpaid payouts"), yuan_words(row.payout_fen) if row.payout_fen else ""),
        Fact(_("To the pool"), yuan_words(row.pool_fen) if row.pool_fen else ""),
        Fact(_("Appeal until"), day(row.appeal_until)),
        Fact(_("Rewards claimed until"), day(row.claim_until)),
    )


def _got_lot(row: CaseDetail) -> str:
    """What the deliveries say of the lot that was read; nothing of a case without one."""
    if not row.lot:
        return ""
    if row.got_lot is None:
        return _("no delivery of ours had this lot")
    return _("yes") if row.got_lot else _("no")


def _reporter(row: ReporterRow) -> str:
    return _("Reporter {number}").format(number=row.position)


def _who(row: ReporterRow) -> str:
    return joined(_(REPORTER_KINDS[row.kind]), row.who) if row.kind else _("hidden")


_REWARDS: tuple[Column[ReporterRow], ...] = (
    Column(N_("Reporter"), _reporter, 80),
    Column(N_("Reward"), lambda row: money(row.reward_fen or None), 84, right=True),
    Column(
        N_("State"),
        lambda row: state_word("reward", row.reward_state) if row.reward_fen else "",
        70,
        tone=lambda row: {"due": "careful", "paid": "good"}.get(row.reward_state, "quiet"),
    ),
    Column(N_("Day"), lambda row: day(row.rewarded_on), 90, stretch=True),
)
# For managers only (V2).
_WHO: tuple[Column[ReporterRow], ...] = (Column(N_("Who (for managers only)"), _who, 170),)
_HOLDERS: tuple[Column[LotHolder], ...] = (
    Column(N_("Client"), lambda one: joined(one.code, one.client), 150, stretch=True),
    Column(N_("Product"), lambda one: one.product, 110),
    Column(N_("Last received"), lambda one: day(one.last), 96),
    Column(N_("Received"), lambda one: f"{one.received} {one.unit}", 72, right=True),
    Column(N_("Still out"), lambda one: f"{one.out} {one.unit}", 72, right=True),
)
