"""A trial that is over by the last morning: half was told in May, half in June (G7)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from training.branch import Branch, Client
from training.catalogue import Product
from training.computed import drawn
from training.diary import open_day
from training.sayings import MARKS, answer

REF = "SY1"
_HALVES = (date(2026, 5, 6), date(2026, 6, 3))  # when each half is told
_OUTCOMES = ("adopted",) * 7 + ("partly", "partly", "declined")
_MOST_SHOPS = 12
_CONTENT = "{first}旁边摆{second}，两样用一张标签写明买一送试用装"


class FinishedTrial:
    """One suggestion at a rep's most usual kind of shop; what it brought can be read in July."""

    def __init__(self, branch: Branch, rep: str, seed: int) -> None:
        self.branch, self.rep = branch, rep
        self._seed = seed
        self._dice = Random("trial")
        self._shops: Sequence[Client] = ()
        self._products: Sequence[Product] = ()
        branch.diary.at(open_day(_HALVES[0], -1), 600, self._draw)

    def _draw(self) -> None:
        free = [one for one in self.branch.active(self.rep) if not one.busy and self._trades(one)]
        kinds = [one.shop.segment for one in free]
        usual = max(sorted(set(kinds)), key=kinds.count)
        self._shops = [one for one in free if one.shop.segment == usual][:_MOST_SHOPS]
        self._products = self._tried()
        for one in self._shops:
            one.busy = True
        first, second = self._products
        note, on = self.branch.diary.note, _HALVES[0]
        note(
            self.rep,
            "trial.draw",
            **{
                "ref": REF,
                "category": "display",
                "content": _CONTENT.format(first=first.name, second=second.name),
                "wording": "顺手多拿一样，不压货",
                "from": on.isoformat(),
                "products": [first.code, second.code],
                "clients": [one.code for one in self._shops],
            },
        )
        begin = drawn(self._seed).get(REF) or [one.code for one in self._shops[::2]]
        self._tell([one for one in self._shops if one.code in begin], on)
        self._tell([one for one in self._shops if one.code not in begin], _HALVES[1])

    def _trades(self, client: Client) -> bool:
        """Whether it has traded for as long as is compared before a trial."""
        since = client.active_since
        return since is not None and (_HALVES[0] - since).days > 2 * 28

    def _tried(self) -> Sequence[Product]:
        """Of the line that these shops carry most: what most of them have, and what few have."""
        carried = Counter(one.code for shop in self._shops for one in shop.products)
        lines = Counter(one.line for shop in self._shops for one in shop.products)
        line = max(sorted(lines), key=lambda one: lines[one])
        of_line = [one for one in self.branch.products if one.line == line]
        of_line = [one for one in of_line if one.category != "礼盒"]
        of_line.sort(key=lambda one: (-carried[one.code], one.code))
        return of_line[0], of_line[-1]

    def _tell(self, shops: Sequence[Client], on: date) -> None:
        """Hand the half in on the day before, have it confirmed, and go there."""
        diary, before = self.branch.diary, open_day(on, -1)
        diary.at(before, 605, lambda: diary.note(self.rep, "trial.submit", ref=REF))
        diary.at(before, 960, lambda: self._confirm(shops))
        diary.at(before, 1020, lambda: self._plan(shops, on))

    def _confirm(self, shops: Sequence[Client]) -> None:
        for one in shops:
            self.branch.diary.note("wang", "suggestion.confirm", ref=f"{REF} {one.code}")

    def _plan(self, shops: Sequence[Client], on: date) -> None:
        diary = self.branch.diary
        ref = diary.ref("V", 3)
        codes = [one.code for one in shops]
        day = on.isoformat()
        diary.note(self.rep, "visit.plan", ref=ref, rep=self.rep, date=day, clients=codes)
        diary.at(on, 500, lambda: diary.note(self.rep, "visit.release", ref=ref))
        for place, one in enumerate(shops):
            diary.at(on, 1080 + place, lambda one=one: self._record(ref, one, on))  # type: ignore[misc]

    def _record(self, ref: str, client: Client, on: date) -> None:
        outcome = self._dice.choice(_OUTCOMES)
        self.branch.diary.note(
            self.rep,
            "visit.record",
            plan=ref,
            client=client.code,
            outcome=outcome,
            mark=self._dice.choice(MARKS[outcome]),
            words=answer(self._dice, outcome, client.shop.segment, on.month),
        )
        if outcome != "declined":
            client.adopted += [(one.code, on) for one in self._products]
        client.last_visit, client.busy = on, False
