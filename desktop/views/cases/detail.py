"""One case: what was seen, what is at stake, the ruling with its appeal clock, the rewards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.errors import Refused
from desktop.basics.i18n import N_, _
from desktop.queries.cases import CaseDetail, ReporterRow, case_detail, due_rewards
from desktop.queries.words import REPORTER_KINDS, state_word
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.file_list import FileList, attaching
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.record_table import Column, short_list
from desktop.views.kit.parts import Facts, Figures, Head, empty, label, scrolled
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


class CaseView(Detail):
    """One case."""

    kind: ClassVar[str] = "case"

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__(desk, page)
        self._row: CaseDetail | None = None
        self._head = Head(
            self.way(_("Client file"), "clients", lambda row: row.client_id),
            self.way(_("Agreement"), "agreements", lambda row: row.agreement_id),
        )
        self._figures = Figures()
        self._facts = Facts()
        self._money_title = label(kind="heading")
        self._money = Facts()
        self._rewards = QVBoxLayout()
        self._files = FileList(desk, _("No photo and no receipt yet."))
        self._steps = Facts(2)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 6, 0)
        inner.setSpacing(10)
        inner.addWidget(self._money_title)
        inner.addWidget(self._money)
        inner.addWidget(label(_("What was seen"), "heading"))
        inner.addWidget(self._facts)
        inner.addWidget(label(_("Evidence"), "heading"))
        inner.addWidget(self._files)
        inner.addWidget(label(_("Reporters and rewards"), "heading"))
        inner.addLayout(self._rewards)
        inner.addWidget(label(_("Steps"), "heading"))
        inner.addWidget(self._steps)
        inner.addStretch(1)
        self.body.addWidget(self._head)
        self.body.addWidget(self._figures)
        self.body.addWidget(scrolled(inside), 1)

    def steps(self) -> Sequence[Action]:
        from desktop.services import cases as services

        return (
            Action(
                "case.dismiss",
                N_("Dismiss"),
                lambda office, key, _given: services.dismiss_case(office, key),
                N_("Report dismissed"),
                sure=N_("Dismiss this report? Nothing follows from it, and it stays dismissed."),
                goes_on=True,
            ),
            Action(
                "case.accept",
                N_("Accept and freeze the fund"),
                lambda office, key, _given: services.accept_case(office, key),
                N_("Accepted: the client's fund is frozen until the ruling"),
                shortcut="Ctrl+Return",
                primary=True,
            ),
            Action(
                "case.rule",
                N_("Give the ruling"),
                _rule,
                N_("Ruled"),
                ask=(Field("upheld", N_("The violation is"), "choice", choices=_RULINGS),),
                note=N_(
                    "Upheld, the amount at stake is forfeited to the reporters. The client can "
                    "appeal, and then it can still be overturned."
                ),
                shortcut="Ctrl+Return",
                primary=True,
            ),
            Action(
                "case.overturn",
                N_("Overturn on appeal"),
                lambda office, key, _given: services.overturn_case(office, key),
                N_("Ruling overturned: everything is given back"),
                sure=N_(
                    "Overturn the ruling? Fund, payouts and rewards are as if nothing had been."
                ),
            ),
            *self._reward_steps(),
        )

    def _reward_steps(self) -> Sequence[Action]:
        return (
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
                shortcut="Ctrl+Return",
                primary=True,
                then=lambda fen: self.desk.say(
                    _("Reward paid: {amount}").format(amount=money(fen))
                ),
            ),
        )

    def load(self, session: "Reading", key: int) -> CaseDetail:
        return case_detail(session, key, self.desk.today, names=self.desk.has_role("manager"))

    def ask_moves(self, row: CaseDetail, key: int) -> Sequence["Move"]:
        """The moves near its state; evidence as long as it is open."""
        from desktop.services.moves import Move

        state = row.row.state
        near = _NEAR.get(state, frozenset())
        found = [
            move for move in super().ask_moves(row, key) if move.allowed or move.action in near
        ]
        if row.stake is not None and self.desk.may("attach"):
            found.append(Move("attach", True))
        return found

    def show_row(self, row: CaseDetail) -> None:
        self._row = row
        head = row.row
        left = head.appeal_days
        self._head.show_head(
            head.client,
            [
                (state_word("case", head.state), tone_of(head.state)),
                (
                    _("appeal: {days} days left").format(days=left) if left is not None else "",
                    "careful",
                ),
                (_("fund frozen") if head.state == "accepted" else "", "wrong"),
            ],
            joined(head.number, head.product),
        )
        self._figures.show_figures(_figures(row))
        self._show_money(row)
        self._facts.show_facts(
            (
                (_("Seen on"), day(head.seen_on)),
                (_("Where"), row.place),
                (_("Description"), row.evidence),
                (_("Agreement"), row.agreement),
            )
        )
        self._files.show_files(row.files)
        self._show_rewards(row)
        self._steps.show_facts(
            (_(_STEPS[what]), f"{day(when)}  {who}") for what, who, when in row.steps
        )

    def _show_money(self, row: CaseDetail) -> None:
        facts = _stake_facts(row) if row.stake is not None else _forfeit_facts(row)
        self._money_title.setText(
            _("At stake, were it upheld today") if row.stake is not None else _("Forfeited")
        )
        self._money_title.setVisible(bool(facts))
        self._money.setVisible(bool(facts))
        self._money.show_facts(facts)

    def _show_rewards(self, row: CaseDetail) -> None:
        empty(self._rewards)
        if not row.reporters:
            none = _("Nobody reported it: what is forfeited goes to the pool.")
            self._rewards.addWidget(label(none, tone="quiet", wrap=True))
            return
        named = self.desk.has_role("manager")
        columns = _REWARDS[:1] + _WHO + _REWARDS[1:] if named else _REWARDS
        self._rewards.addWidget(short_list(columns, row.reporters, _("Reporters and rewards")))

    def _due(self) -> dict[str, str]:
        """The rewards that wait, for the one to be chosen that lapses."""
        if self._row is None:
            return {}
        return {
            str(one.position): f"{_reporter(one)}  {yuan_words(one.reward_fen)}"
            for one in self._row.reporters
            if one.reward_state == "due"
        }


def _rule(office: "Office", key: int, given: Given) -> None:
    from desktop.services.cases import rule_case

    if given["upheld"] not in _RULINGS:
        raise Refused("invalid", _("Choose how you rule."), "upheld")
    rule_case(office, key, given["upheld"] == "upheld")


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


def _figures(row: CaseDetail) -> list[tuple[str, str] | tuple[str, str, str]]:
    head = row.row
    figures: list[tuple[str, str] | tuple[str, str, str]] = [
        (_("Lowest price"), yuan_words(head.protected_fen)),
        (_("Price seen"), yuan_words(head.price_fen), "wrong"),
    ]
    if row.stake is not None:
        figures.append((_("At stake"), yuan_words(row.stake.total_fen), "careful"))
    elif head.state in ("upheld", "final"):
        figures.append((_("Forfeited"), yuan_words(row.fund_fen + row.payout_fen)))
    return figures


def _stake_facts(row: CaseDetail) -> list[tuple[str, str]]:
    assert row.stake is not None
    payouts = [
        (_("Payout {number}").format(number=number), yuan_words(amount))
        for number, amount in row.stake.payouts
    ]
    return [(_("In the fund"), yuan_words(row.stake.fund_fen)), *payouts]


def _forfeit_facts(row: CaseDetail) -> list[tuple[str, str]]:
    if row.row.state not in ("upheld", "final"):
        return []
    return [
        (_("Of the fund"), yuan_words(row.fund_fen)),
        (_("Of unpaid payouts"), yuan_words(row.payout_fen) if row.payout_fen else ""),
        (_("To the pool"), yuan_words(row.pool_fen) if row.pool_fen else ""),
        (_("Appeal until"), day(row.appeal_until)),
        (_("Rewards claimed until"), day(row.claim_until)),
    ]


def _reporter(row: Any) -> str:
    return _("Reporter {number}").format(number=row.position)


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
_WHO: tuple[Column[ReporterRow], ...] = (
    Column(
        N_("Who (for managers only)"),
        lambda row: joined(_(REPORTER_KINDS[row.kind]), row.who),
        170,
    ),
)
