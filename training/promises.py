"""What clients are promised and given, and sign for; what stands in their shops; rebate plans.

Its dice are its own: what is changed here leaves the rest of the story as it is.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop.basics.money import fen, yuan
from training.branch import CASHIER, CLERK, MANAGER, SECOND_MANAGER, Branch, Client
from training.diary import open_day
from training.stock import FIRST_COUNT

_LASTING = ("sign", "rack")
# Said on the day of the promise: what, its cost in yuan, and when it is due.
_OPEN = (
    (date(2026, 6, 24), "sign", 680, date(2026, 7, 4)),
    (date(2026, 6, 30), "grant", 96, date(2026, 7, 6)),
    (date(2026, 7, 2), "rack", 240, date(2026, 7, 20)),
)
_ENDED = (
    (date(2026, 6, 5), "taken_back", "货架位置让给收银台，收回再用"),
    (date(2026, 6, 18), "written_off", "被车撞坏，修不好"),
)


class Promises:
    """Benefits from promise to signature."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self.dice = Random("promises")
        self._standing: list[tuple[str, str, str]] = []  # tag, client, the benefit's ref
        for day, kind, cost, due in _OPEN:
            self._at(day, 640, self._leave_open, kind, cost, due)
        for day, how, reason in _ENDED:
            self._at(day, 980, self._end, how, reason)
        _plan_rebates(branch)

    def _at(self, day: date, minute: int, do: Callable[..., None], *given: Any) -> None:
        self.branch.diary.at(open_day(day), minute, lambda: do(*given))

    def give(self, client: Client, kind: str, cost_fen: int, paid_by: str) -> None:
        """Give a benefit: at once, or a sign or rack often as it was promised before."""
        diary = self.branch.diary
        ref = diary.ref("B", 3)
        if kind in _LASTING and self.dice.random() < 0.5:
            ready = open_day(diary.day + timedelta(days=self.dice.randrange(5, 12)))
            promised = {"ref": ref, "client": client.code, "kind": kind, "cost": yuan(cost_fen)}
            diary.note(CLERK, "benefit.promise", **promised, due=ready.isoformat())
            late = {"cost": yuan(cost_fen + 1500)} if self.dice.random() < 0.2 else {}
            self._at(ready, 700, self._hand_over, client, kind, ref, paid_by, late)
        else:
            fields = {"client": client.code, "kind": kind, "cost": yuan(cost_fen), "ref": ref}
            self._deliver(client, kind, ref, paid_by, fields)

    def _hand_over(
        self, client: Client, kind: str, ref: str, paid_by: str, late: dict[str, str]
    ) -> None:
        self._deliver(client, kind, ref, paid_by, {"promise": ref, **late})

    def _deliver(
        self, client: Client, kind: str, ref: str, paid_by: str, fields: dict[str, str]
    ) -> None:
        diary = self.branch.diary
        by = CASHIER if paid_by == "cash" else CLERK
        goods = self._pick(client, fields) if paid_by == "goods" else {}
        diary.note(by, "benefit.deliver", **fields | goods, paid_by=paid_by)
        if kind in _LASTING:
            tag = f"ZC-{self.branch.next_tag():04d}"
            self.branch.assets.setdefault(client.code, []).append(tag)
            self._standing.append((tag, client.code, ref))
        if self.dice.random() < 0.85:
            back = open_day(diary.day + timedelta(days=self.dice.randrange(1, 4)))
            self._at(back, 525, self._sign, ref, diary.day)

    def _pick(self, client: Client, fields: dict[str, str]) -> dict[str, Any]:
        """Goods worth about what was thought of, out of the warehouse since it is counted (B2a)."""
        day = self.branch.diary.day
        if day <= FIRST_COUNT:
            return {}
        product = self.dice.choice([p for p in client.products if p.category != "礼盒"])
        piece_fen = product.prices_fen[product.base]
        pieces = max(2, fen(fields["cost"]) // piece_fen)
        self.branch.warehouse.take(product, pieces, day)
        goods = [{"product": product.code, "quantity": pieces}]
        return {"goods": goods, "cost": yuan(pieces * piece_fen)}

    def _sign(self, ref: str, day: date) -> None:
        dated = max(day, self.branch.diary.day - timedelta(days=7))  # a holiday was between
        self.branch.diary.note(CLERK, "benefit.sign", benefit=ref, dated=dated.isoformat())

    def _leave_open(self, kind: str, cost: int, due: date) -> None:
        diary = self.branch.diary
        client = self.dice.choice([c for c in self.branch.active() if c.agreement_on(diary.day)])
        promised = {"client": client.code, "kind": kind, "cost": yuan(cost * 100)}
        ref = diary.ref("B", 3)
        diary.note(CLERK, "benefit.promise", ref=ref, **promised, due=due.isoformat())

    def _end(self, how: str, reason: str) -> None:
        tag, client, ref = self._standing.pop(0)
        self.branch.assets[client].remove(tag)
        self.branch.diary.note(CLERK, "asset.end", benefit=ref, how=how, reason=reason)


def _plan_rebates(branch: Branch) -> None:
    """Last quarter's paid in cash, this quarter's promised, and one for the half-year begun."""
    rising = [{"from": "8000.00", "rate": "0.008"}, {"from": "15000.00", "rate": "0.015"}]
    by_units = [{"from": 120, "each": "0.20"}, {"from": 480, "each": "0.50"}]
    first = {"name": "一季度进货返利", "from": "2026-01-05", "to": "2026-03-31"}
    second = {"name": "二季度进货返利", "from": "2026-04-01", "to": "2026-06-30"}
    third = {"name": "下半年洁面冲量", "from": "2026-07-01", "to": "2026-12-31"}
    amounts = {"base": "amount", "mode": "whole", "bands": rising}
    facials = {"base": "quantity", "mode": "exceeding", "bands": by_units, "categories": ["洁面"]}
    for day, by, do, fields in (
        (date(2026, 1, 14), SECOND_MANAGER, "draft", {"ref": "RB1", **first, **amounts}),
        (date(2026, 1, 15), MANAGER, "approve", {"ref": "RB1"}),
        (date(2026, 3, 27), SECOND_MANAGER, "draft", {"ref": "RB2", **second, **amounts}),
        (date(2026, 3, 28), MANAGER, "approve", {"ref": "RB2"}),
        (date(2026, 4, 8), CLERK, "reckon", {"ref": "RB1"}),
        (date(2026, 4, 9), MANAGER, "confirm", {"ref": "RB1"}),
        (date(2026, 4, 16), CASHIER, "deliver", {"ref": "RB1", "paid_by": "cash"}),
        (date(2026, 6, 25), CLERK, "draft", {"ref": "RB3", **third, **facials}),
        (date(2026, 6, 26), MANAGER, "approve", {"ref": "RB3"}),
        (date(2026, 7, 2), CLERK, "reckon", {"ref": "RB2"}),
        (date(2026, 7, 3), SECOND_MANAGER, "confirm", {"ref": "RB2"}),
    ):
        branch.diary.at(
            day,
            1010,
            lambda by=by, do=do, fields=fields: branch.diary.note(  # type: ignore[misc]
                by, f"rebate.{do}", **fields
            ),
        )
