"""Suggestions, visits and patrols of the story (section 6 of the rules)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from desktop.basics.money import yuan
from training.branch import REPS, Branch, Client
from training.catalogue import Product
from training.diary import LAST_DAY, days, open_day
from training.routes import draw_trial, put_route
from training.sayings import FAILED, MARKS, WITHDRAWN, Advice, advise, answer

_STALE_DAYS = 14
_OUTCOMES = {"adopted": 54, "partly": 16, "declined": 17, "deferred": 13}


@dataclass
class Suggestion:
    """A suggestion of the story."""

    ref: str
    client: Client
    advice: Advice
    confirmed_on: date | None = None
    kept: bool = False


@dataclass
class Plan:
    """A rep's plan of a day; ``skipped`` rests without a confirmed suggestion."""

    ref: str
    rep: str
    day: date
    suggestions: list[Suggestion] = field(default_factory=list)
    skipped: Client | None = None


def visit_days(rep: str) -> list[tuple[date, int]]:
    """On which days a rep visits, and how many clients: more and more as the half-year goes."""
    place = REPS.index(rep)
    found = []
    for day in days(date(2026, 1, 13), LAST_DAY + timedelta(days=4)):
        if day < date(2026, 3, 1):
            weekdays, clients = {1 + place}, 2
        elif day < date(2026, 5, 5):
            weekdays, clients = {1 + place}, 3
        elif day < date(2026, 6, 8):
            weekdays, clients = {1 + place}, 5
        else:
            weekdays, clients = {0, 1 + place, 4 + place % 2}, 6 if place else 7
        if day.weekday() in weekdays and not date(2026, 2, 12) <= day <= date(2026, 2, 25):
            found.append((day, clients))
    return found


class Visits:
    """Prepares suggestions, has them confirmed, and takes them to the clients."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self._free: list[Suggestion] = []
        self._withdrawn = 0
        branch.diary.at(open_day(LAST_DAY, -1), 1000, lambda: draw_trial(branch, REPS[1]))
        for rep in REPS:
            for day, clients in visit_days(rep):
                branch.diary.at(
                    open_day(day, -3),
                    515,
                    lambda rep=rep, day=day, n=clients: self._prepare_day(rep, day, n),  # type: ignore[misc]
                )

    def _prepare_day(self, rep: str, day: date, clients: int) -> None:
        plan = Plan("", rep, day)
        for again in [s for s in self._free if s.client.rep == rep][:2]:
            if self._ready(again, day) and self.branch.random.random() < 0.6:
                self._free.remove(again)
                plan.suggestions.append(again)
        for client in self._choose(rep, day, clients - len(plan.suggestions)):
            client.busy = True
            suggestion = Suggestion("", client, self._advice(client, day))
            plan.suggestions.append(suggestion)
        if not plan.suggestions:
            return
        if day == LAST_DAY and rep == REPS[-1]:
            plan.skipped = plan.suggestions[-1].client
        for suggestion in plan.suggestions:
            self._settle(suggestion, plan)
        if day == LAST_DAY:
            put_route(self.branch, rep, [one.client for one in plan.suggestions])
        diary = self.branch.diary
        diary.at(open_day(day, -1), 1020, lambda: self._plan(plan))

    def _ready(self, suggestion: Suggestion, day: date) -> bool:
        """Fresh on the day, or stale on the day before, so that it can be confirmed again."""
        if suggestion.confirmed_on is None:
            return False
        last_fresh = suggestion.confirmed_on + timedelta(days=_STALE_DAYS)
        return day <= last_fresh or open_day(day, -1) > last_fresh

    def _choose(self, rep: str, day: date, count: int) -> list[Client]:
        random = self.branch.random
        able = [c for c in self.branch.active(rep) if not c.busy]
        able.sort(key=lambda c: -c.overdue(day))
        if not able or count < 1:
            return []
        first = able[0]
        late = [c for c in able[: count * 4] if c.overdue(day) > 0.75 or c is first]
        late.sort(key=lambda c: (c.shop.area is not first.shop.area, -c.overdue(day)))
        chosen = late[:count]
        rest = [c for c in able if c not in chosen][: count * 2]
        missing = min(count - len(chosen), len(rest))
        return chosen + random.sample(rest, missing) if missing > 0 else chosen

    def _advice(self, client: Client, day: date) -> Advice:
        random = self.branch.random
        liked = [p for p in client.products if p.category != "礼盒" or day.month <= 2]
        leads = [p for p in liked if p.line in client.lead_lines]
        product = random.choice(leads or liked)
        line = [p for p in self.branch.products if p.line == product.line and p is not product]
        return advise(random, client.shop, product, random.choice(line), day.month)

    def _settle(self, suggestion: Suggestion, plan: Plan) -> None:
        """Prepare, submit and confirm it before the day of the visit."""
        diary, random = self.branch.diary, self.branch.random
        day_before = open_day(plan.day, -1)
        if suggestion.confirmed_on:
            if plan.day > suggestion.confirmed_on + timedelta(days=_STALE_DAYS):
                diary.at(day_before, 600, lambda: self._confirm(suggestion))
            return
        start = random.randrange(540, 700)
        prepared_on = open_day(plan.day, -3)
        diary.at(prepared_on, start, lambda: self._prepare(suggestion, plan.rep))
        sent_on = open_day(plan.day, random.choice((-3, -2)))
        diary.at(sent_on, start + 15, lambda: self._submit(suggestion, plan.rep))
        if suggestion.client is plan.skipped:
            return
        if random.random() < 0.035:
            diary.at(open_day(plan.day, -2), 800, lambda: self._send_back(suggestion, plan.rep))
        confirm_on = day_before if random.random() < 0.8 else open_day(plan.day, -2)
        diary.at(confirm_on, random.randrange(900, 1000), lambda: self._confirm(suggestion))

    def _prepare(self, suggestion: Suggestion, rep: str) -> None:
        suggestion.ref = self.branch.diary.ref("S")
        advice = suggestion.advice
        self.branch.diary.note(
            rep,
            "suggestion.prepare",
            ref=suggestion.ref,
            client=suggestion.client.code,
            category=advice.category,
            content=advice.content,
            products=[product.code for product in advice.products],
            wording=advice.wording,
            expected=advice.expected,
        )

    def _submit(self, suggestion: Suggestion, rep: str) -> None:
        self.branch.diary.note(rep, "suggestion.submit", ref=suggestion.ref)

    def _send_back(self, suggestion: Suggestion, rep: str) -> None:
        diary = self.branch.diary
        diary.note(self.branch.manager(), "suggestion.return", ref=suggestion.ref)
        diary.at(diary.day, 860, lambda: self._submit(suggestion, rep))

    def _confirm(self, suggestion: Suggestion) -> None:
        suggestion.confirmed_on = self.branch.diary.day
        self.branch.diary.note(self.branch.manager(), "suggestion.confirm", ref=suggestion.ref)

    def _plan(self, plan: Plan) -> None:
        diary = self.branch.diary
        plan.ref = diary.ref("V", 3)
        plan.suggestions.sort(key=lambda s: (s.client.shop.area.name, s.client.shop.north_km))
        clients = [suggestion.client.code for suggestion in plan.suggestions]
        diary.note(
            plan.rep,
            "visit.plan",
            ref=plan.ref,
            rep=plan.rep,
            date=plan.day.isoformat(),
            clients=clients,
        )
        if plan.skipped:
            return
        release = (plan.day, 505) if self.branch.random.random() < 0.4 else (diary.day, 1030)
        diary.at(*release, lambda: diary.note(plan.rep, "visit.release", ref=plan.ref))
        late = self.branch.random.random() < 0.3
        record_on = open_day(plan.day, 1) if late else plan.day
        minute = 520 if late else 1050
        for place, suggestion in enumerate(plan.suggestions):
            diary.at(
                record_on,
                minute + place,
                lambda s=suggestion: self._record(plan, s),  # type: ignore[misc]
            )

    def _record(self, plan: Plan, suggestion: Suggestion) -> None:
        diary, random = self.branch.diary, self.branch.random
        client = suggestion.client
        visit: dict[str, object] = {"plan": plan.ref, "client": client.code}
        if random.random() < 0.045:
            diary.note(plan.rep, "visit.fail", **visit, reason=random.choice(FAILED))
            self._keep(suggestion)
            return
        outcome = random.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
        visit |= {
            "outcome": outcome,
            "mark": random.choice(MARKS[outcome]),
            "words": answer(random, outcome, client.shop.segment, diary.day.month),
        }
        if outcome in ("adopted", "partly"):
            if diary.day != plan.day:
                visit["adopted_on"] = plan.day.isoformat()
            if suggestion.advice.category in ("push", "display", "promotion", "stock"):
                codes = [product.code for product in suggestion.advice.products]
                client.adopted += [(code, plan.day) for code in codes]
        diary.note(plan.rep, "visit.record", **visit)
        client.last_visit, client.busy = plan.day, False

    def _keep(self, suggestion: Suggestion) -> None:
        """After a failed visit the suggestion waits for the next one, or is withdrawn."""
        diary, random = self.branch.diary, self.branch.random
        wait = random.choice((2, 4, 13))
        day = open_day(diary.day + timedelta(days=wait))
        if self._withdrawn < 2 and random.random() < 0.2:
            self._withdrawn += 1
            diary.at(day, 930, lambda: self._withdraw(suggestion))
        else:
            diary.at(day, 500, lambda: self._free.append(suggestion))

    def _withdraw(self, suggestion: Suggestion) -> None:
        by = self.branch.manager()
        self.branch.diary.note(by, "suggestion.withdraw", ref=suggestion.ref, reason=WITHDRAWN)
        suggestion.client.busy = False


class Patrols:
    """Rounds on which prices on the shelf are looked at (G4)."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self._dice = Random("patrols")
        rounds = days(date(2026, 1, 21), date(2026, 7, 4))
        for day in branch.random.choices(rounds, k=90):
            minute = branch.random.randrange(840, 1040)
            branch.diary.at(day, minute, self._patrol)

    def _patrol(self) -> None:
        day, random = self.branch.diary.day, self.branch.random
        protected = [c for c in self.branch.active() if c.agreement_on(day)]
        if not protected:
            return
        client = random.choice(protected)
        agreement = client.agreement_on(day)
        codes = list(agreement.minimum_fen) if agreement else []
        seen = sorted(random.sample(codes, min(len(codes), random.choice((3, 4, 5)))))
        prices = {code: yuan(self._price(client, self.branch.product(code))) for code in seen}
        found = self._found(client)
        self.branch.diary.note(
            client.rep, "patrol.record", client=client.code, prices=prices, **found
        )

    def _found(self, client: Client) -> dict[str, dict[str, str]]:
        """What stands at the client, mostly as it should."""
        words = ("there",) * 16 + ("moved", "moved", "damaged")
        seen = {tag: self._dice.choice(words) for tag in self.branch.assets.get(client.code, ())}
        return {"assets": seen} if seen else {}

    def _price(self, client: Client, product: Product) -> int:
        off_fen = self.branch.random.choice((0, 0, 0, 0, -20, -10, 10, 60))
        promoted_fen = self.branch.promoted_fen(client, product)
        if promoted_fen and self._dice.random() < 0.7:
            return promoted_fen
        lowest = product.retail_fen * 93 // 100 // 10 * 10
        return max(lowest, product.retail_fen + off_fen)
