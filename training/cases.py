"""Nine reported violations of three kinds, in every state they come to; settlements (4, 5)."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from desktop.basics.calendar import Quarter
from desktop.basics.money import yuan
from training.branch import ACCOUNTANT, CASHIER, CLERK, MANAGER, SECOND_MANAGER, Branch, Client
from training.catalogue import Product
from training.diary import LAST_DAY, days, open_day

_QUARTER = Quarter.parse("2026Q1")
_PREPARED, _APPROVED, _POSTED = date(2026, 4, 8), date(2026, 4, 9), date(2026, 4, 10)
_CLEARED = date(2026, 4, 24)  # two days after the case that held a client was ruled


@dataclass(frozen=True)
class Report:
    """When and by whom something was reported; ``place`` chooses the client.

    A price lies ``off_percent`` under the suggested one; other kinds name no price (V1a).
    """

    ref: str
    place: int
    seen_on: date
    reported_on: date
    off_percent: int
    patrol: bool
    kind: str = "price"
    where: str = ""
    evidence: str = ""


_DISMISSED = Report("K1", 8, date(2026, 2, 9), date(2026, 2, 10), 12, False)
_FINAL = Report("K2", 5, date(2026, 3, 3), date(2026, 3, 3), 16, True)
_NOT_UPHELD = Report("K3", 25, date(2026, 3, 24), date(2026, 3, 26), 10, False)
_OVERTURNED = Report("K4", 14, date(2026, 5, 6), date(2026, 5, 6), 13, True)
_WAITING = Report("K5", 29, date(2026, 6, 23), date(2026, 6, 24), 18, True)
_APPEALABLE = Report("K6", 17, date(2026, 6, 15), date(2026, 6, 16), 14, False)
_NEW = Report("K7", 21, date(2026, 7, 2), date(2026, 7, 3), 9, True)
# A patrol saw it, and nobody has reported it yet.
_LEFT = Report("", 10, date(2026, 7, 3), LAST_DAY, 18, True)
_DIVERTED = Report(
    "K8", 3, date(2026, 5, 27), date(2026, 5, 28), 0, False, "diversion",
    "外县农贸市场的流动摊", "摊主开箱卖，箱上批号拍了照；问起只说是朋友店里匀的",
)  # fmt: skip
_NOT_SHOWN = Report(
    "K9", 12, date(2026, 6, 30), date(2026, 7, 1), 0, False, "display",
    "进门第一节货架", "协议写明的主推系列专架改摆了饮料，连着两次去都没恢复",
)  # fmt: skip


class Cases:
    """The nine cases, and the quarter's settlement."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self._begin(_DISMISSED, [{"kind": "consumer", "name": "住在文庙街的顾客"}])
        self._step(date(2026, 2, 11), MANAGER, "dismiss", _DISMISSED)

        neighbour = {"kind": "client", "client": branch.clients[19].code}
        self._begin(_FINAL, [neighbour, {"kind": "unnamed"}])
        self._step(date(2026, 3, 4), SECOND_MANAGER, "accept", _FINAL)
        self._step(date(2026, 3, 10), MANAGER, "rule", _FINAL, upheld=True)
        self._reward(date(2026, 3, 27), _FINAL, 1)
        self._reward(date(2026, 4, 1), _FINAL, 2)

        self._begin(_NOT_UPHELD, [{"kind": "unnamed"}])
        self._step(date(2026, 3, 30), MANAGER, "accept", _NOT_UPHELD)
        self._step(date(2026, 4, 22), MANAGER, "rule", _NOT_UPHELD, upheld=False)

        other = {"kind": "client", "client": branch.clients[36].code}
        self._begin(
            _OVERTURNED, [{"kind": "staff", "staff": branch.clients[_OVERTURNED.place].rep}, other]
        )
        self._step(date(2026, 5, 8), MANAGER, "accept", _OVERTURNED)
        self._step(date(2026, 5, 13), SECOND_MANAGER, "rule", _OVERTURNED, upheld=True)
        self._step(date(2026, 5, 25), MANAGER, "overturn", _OVERTURNED)

        self._begin(_WAITING, [{"kind": "client", "client": branch.clients[33].code}])
        self._step(date(2026, 6, 29), SECOND_MANAGER, "accept", _WAITING)

        friend = {"kind": "client", "client": branch.clients[23].code}
        self._begin(_APPEALABLE, [{"kind": "unnamed"}, friend])
        self._step(date(2026, 6, 18), MANAGER, "accept", _APPEALABLE)
        self._step(date(2026, 6, 26), SECOND_MANAGER, "rule", _APPEALABLE, upheld=True)
        self._begin(_NEW, [{"kind": "consumer", "name": "买菜路过的顾客"}])

        branch.diary.at(_LEFT.seen_on, 875, lambda: self._patrol(_LEFT))

        trader = {"kind": "client", "client": branch.clients[28].code}
        self._begin(_DIVERTED, [trader])
        self._step(date(2026, 5, 29), SECOND_MANAGER, "accept", _DIVERTED)
        self._step(date(2026, 6, 9), MANAGER, "rule", _DIVERTED, upheld=True, share="0.5")

        rep = branch.clients[_NOT_SHOWN.place].rep
        self._begin(_NOT_SHOWN, [{"kind": "staff", "staff": rep}])
        self._step(date(2026, 7, 2), MANAGER, "accept", _NOT_SHOWN)

    def client(self, report: Report) -> Client:
        """Whom a report is about."""
        return self.branch.clients[report.place]

    def _begin(self, report: Report, reporters: list[dict[str, str]]) -> None:
        diary = self.branch.diary
        if report.patrol:
            diary.at(report.seen_on, 870, lambda: self._patrol(report))
        diary.at(report.reported_on, 960, lambda: self._report(report, reporters))

    def _seen(self, report: Report) -> tuple[Product, int]:
        client = self.client(report)
        agreement = client.agreement_on(report.seen_on)
        if agreement is None:
            raise ValueError(f"{client.code} has no agreement on {report.seen_on}")
        lead = [p for p in client.products if p.line in client.lead_lines] or client.products
        product = next(p for p in lead if p.code in agreement.minimum_fen)
        price_fen = product.retail_fen * (100 - report.off_percent) // 100 // 10 * 10
        return product, price_fen

    def _patrol(self, report: Report) -> None:
        product, price_fen = self._seen(report)
        client = self.client(report)
        others = [p for p in client.products if p is not product][:3]
        prices = {product.code: yuan(price_fen)} | {p.code: yuan(p.retail_fen) for p in others}
        self.branch.diary.note(client.rep, "patrol.record", client=client.code, prices=prices)

    def _what(self, report: Report) -> dict[str, str]:
        """What was seen: a price, or goods with their lot, or a display."""
        told = {"place": report.where, "evidence": report.evidence}
        if report.kind == "diversion":
            lot = self.branch.got[self.client(report).code][0]
            return {"kind": report.kind, "product": lot.product.code, "lot": lot.code, **told}
        if report.kind == "display":
            return {"kind": report.kind, **told}
        product, price_fen = self._seen(report)
        return {"product": product.code, "price": yuan(price_fen)}

    def _report(self, report: Report, reporters: list[dict[str, str]]) -> None:
        client = self.client(report)
        self.branch.diary.note(
            client.rep if report.patrol else CLERK,
            "case.report",
            ref=report.ref,
            client=client.code,
            **self._what(report),
            seen_on=report.seen_on.isoformat(),
            reporters=reporters,
        )

    def _step(self, day: date, by: str, step: str, report: Report, **fields: Any) -> None:
        diary = self.branch.diary
        diary.at(day, 1000, lambda: diary.note(by, f"case.{step}", ref=report.ref, **fields))
        if step == "rule" and fields["upheld"] and report.kind == "price":
            diary.at(day, 1000, self.client(report).funds_fen.clear)

    def _reward(self, day: date, report: Report, reporter: int) -> None:
        diary = self.branch.diary
        diary.at(
            day,
            660,
            lambda: diary.note(CASHIER, "reward.pay", case=report.ref, reporter=reporter),
        )

    # the first quarter's settlement

    def settle(self) -> None:
        """Settle the first quarter and pay most of it; the second is left to be settled."""
        diary = self.branch.diary
        diary.at(_PREPARED, 560, lambda: self._settlement(CLERK, "prepare", quarter=_QUARTER.text))
        diary.at(_PREPARED, 900, lambda: self._settlement(CLERK, "submit"))
        diary.at(_APPROVED, 620, lambda: self._settlement(MANAGER, "approve"))
        diary.at(_POSTED, 600, self._post)
        self._settle_afterwards(self.client(_NOT_UPHELD))

    def _settlement(self, by: str, step: str, ref: str = "Q1", **fields: str) -> None:
        self.branch.diary.note(by, f"settlement.{step}", ref=ref, **fields)

    def _settle_afterwards(self, client: Client) -> None:
        """Whom the case held, and who was cleared, needn't wait for the next quarter (S4a)."""
        diary, ref = self.branch.diary, "Q1-1"
        fields = {"quarter": _QUARTER.text, "client": client.code}
        diary.at(_CLEARED, 600, partial(self._settlement, CLERK, "prepare", ref, **fields))
        diary.at(_CLEARED, 640, partial(self._settlement, CLERK, "submit", ref))
        later = open_day(_CLEARED, 1)
        diary.at(later, 630, partial(self._settlement, MANAGER, "approve", ref))
        diary.at(later, 900, partial(self._settlement, ACCOUNTANT, "post", ref))
        paid = {"settlement": ref, "client": client.code, "method": "transfer"}
        diary.at(open_day(later, 3), 600, partial(diary.note, CASHIER, "payout.pay", **paid))

    def _post(self) -> None:
        self._settlement(ACCOUNTANT, "post")
        diary, random = self.branch.diary, self.branch.random
        held = self.client(_NOT_UPHELD)
        others = [client for client in self.branch.clients if client is not held]
        funds = [(client, client.funds_fen.get(_QUARTER.text, 0)) for client in others]
        owed = [(client, due_fen) for client, due_fen in funds if due_fen > 0]
        unpaid = {client.code for client, _ in random.sample(owed, 9)}
        unpaid.add(self.client(_WAITING).code)
        for client, due_fen in owed:
            if client.code in unpaid:
                continue
            day = random.choice(days(open_day(_POSTED, 1), date(2026, 5, 6)))
            diary.at(
                day,
                random.randrange(560, 1000),
                lambda c=client, fen=due_fen: self._pay(c, fen),  # type: ignore[misc]
            )

    def _pay(self, client: Client, due_fen: int) -> None:
        method = self.branch.random.choice(("transfer", "transfer", "cash", "goods"))
        self.branch.diary.note(
            CASHIER, "payout.pay", settlement="Q1", client=client.code, method=method
        )
        if method == "goods":
            client.receivable_fen -= due_fen
