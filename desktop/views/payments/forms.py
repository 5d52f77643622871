"""Taking money and paying a credit out, with what stands open before one's eyes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.basics.i18n import N_, _
from desktop.queries.payments import Owing, client_standing, open_accounts
from desktop.queries.search import find_clients
from desktop.queries.words import MEANS
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.offered import offered
from desktop.views.kit.parts import Strip, empty, label
from desktop.views.kit.said_rules import paper_days
from desktop.views.kit.words import joined, money

if TYPE_CHECKING:
    from desktop.services.office import Office


class PaymentForm(Form):
    """A client, an amount and its means; below, the accounts that stand open.

    With ``in_credit`` it pays a credit out, else it takes money in.
    """

    def __init__(self, desk: Desk, *, in_credit: bool) -> None:
        day = Field("dated", N_("Paper's day"), "day", default=desk.today, hint=paper_days)
        super().__init__(
            desk,
            (
                Field("client", N_("Client"), "lookup", True, lookup=desk.look_up(find_clients)),
                Field("amount", N_("Amount"), "money", True),
                Field("means", N_("Means"), "choice", True, choices=MEANS, default="cash"),
                *(() if in_credit else (day,)),
            ),
        )
        self._in_credit = in_credit
        self._client = ""
        self._offered = ""
        self.standing = Strip()
        self._offers = QVBoxLayout()
        self._offers.setSpacing(2)
        self._grid.addWidget(self.standing, self._grid.rowCount(), 0, 1, 2)
        self._grid.addLayout(self._offers, self._grid.rowCount(), 0, 1, 2)
        self.editor("client").changed.connect(self._ask)

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self.desk.ask(
            self,
            lambda session: open_accounts(session, in_credit=self._in_credit),
            self._offer,
            slot="offers",
        )
        self._ask()

    def _ask(self) -> None:
        raw = self.editor("client").raw()
        code = raw.get("value") or "" if isinstance(raw, dict) else ""
        if code == self._client:
            return
        self._client = code
        self.standing.clear()
        if code:
            self.desk.ask(
                self, lambda session: client_standing(session, code), self._stand, slot="standing"
            )

    def _stand(self, standing_fen: int) -> None:
        """Say what the client owes, and offer it as the amount."""
        if standing_fen > 0:
            self.standing.say(
                _("Owes {amount} yuan now.").format(amount=money(standing_fen)), "careful"
            )
        elif standing_fen < 0:
            self.standing.say(
                _("Has a credit of {amount} yuan now.").format(amount=money(-standing_fen)),
                "good",
            )
        else:
            self.standing.say(_("Owes nothing now."), "quiet")
        owed = -standing_fen if self._in_credit else standing_fen
        amount = self.editor("amount")
        # What was offered for another client isn't this one's.
        if amount.raw() in ("", self._offered):
            self.fill("amount", owed if owed > 0 else None)
            self._offered = amount.raw()

    def _offer(self, found: Sequence[Owing]) -> None:
        empty(self._offers)
        if not found:
            return
        heading = (
            _("Credits that stand open: Enter takes one up")
            if self._in_credit
            else _("Accounts that stand open: Enter takes one up")
        )
        self._offers.addWidget(label(heading, "label"))
        for one in found:
            words, amount = joined(one.name, one.code), money(abs(one.standing_fen))
            heard = joined(words, amount)
            take_up = partial(self._take_up, one)
            self._offers.addWidget(offered(words, take_up, label(amount), name=heard))

    def _take_up(self, one: Owing) -> None:
        client, amount = self.editor("client"), self.editor("amount")
        client.show_value((one.code, f"{one.name} ({one.code})"))
        amount.show_value(abs(one.standing_fen))
        self._offered = amount.raw()
        client.changed.emit()
        amount.setFocus(Qt.FocusReason.TabFocusReason)


def save_collection(office: "Office", given: Given) -> int:
    """Take the money; the number of its entry."""
    from desktop.services.payments import record_collection

    taken = record_collection(
        office, given["client"], given["amount"], given["means"], given["dated"]
    )
    return _entry(office, "collection", taken)


def save_refund(office: "Office", given: Given) -> int:
    """Pay the credit out; the number of its entry."""
    from desktop.services.payments import pay_refund

    paid = pay_refund(office, given["client"], given["amount"], given["means"])
    return _entry(office, "refund", paid)


def _entry(office: "Office", kind: str, key: int) -> int:
    from desktop.queries.payments import payment_key

    with office.reading() as session:
        return payment_key(session, kind, key)
