"""Money of the story: what is taken at the door, and what is paid later."""

from datetime import timedelta
from functools import partial
from random import Random

from desktop.basics.money import yuan
from training.branch import CASHIER, Branch, Client
from training.diary import open_day

_DOOR = ("cash",) * 9 + ("wechat",) * 8 + ("alipay",) * 2 + ("bank",)
_LATER = ("wechat", "wechat", "wechat", "alipay", "bank", "cash")


class Takings:
    """Collects what clients owe."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self._dice = Random("takings")

    def at_the_door(self, client: Client, due_fen: int) -> dict[str, str]:
        """What a driver takes, as ``delivery.record`` says it; who doesn't pay there pays later."""
        if client.pays_at_door and self.branch.random.random() < 0.95:
            return self._take(client, due_fen)
        if not client.collecting:
            client.collecting = True
            wait = self.branch.random.randint(12, 32)
            later = open_day(self.branch.diary.day + timedelta(days=wait))
            minute = self.branch.random.randrange(570, 1000)
            self.branch.diary.at(later, minute, partial(self._collect, client))
        return {}

    def _take(self, client: Client, due_fen: int) -> dict[str, str]:
        taken_fen = max(0, client.receivable_fen)
        if not taken_fen:
            return {}
        client.receivable_fen -= taken_fen
        means = self._dice.choice(_DOOR)
        fields = {"collected": yuan(taken_fen), "means": means}
        if taken_fen > due_fen:
            fields["difference"] = "连前欠一起收"
        elif taken_fen < due_fen:
            fields["difference"] = "扣除前次退货和贴补"
        return fields

    def _collect(self, client: Client) -> None:
        client.collecting = False
        amount_fen = client.receivable_fen
        if amount_fen <= 0:
            return
        if self.branch.random.random() < 0.18 and amount_fen > 40_000:
            amount_fen = amount_fen // 2 // 1000 * 1000
        self.branch.diary.note(
            CASHIER,
            "collection.record",
            ref=self.branch.diary.ref("M"),
            client=client.code,
            amount=yuan(amount_fen),
            means=self.branch.random.choice(_LATER),
        )
        client.receivable_fen -= amount_fen
